package dev.leat.sql.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns of CSV that are found by the names in headers, so that files may have some of them only, in any order. */
final class HeaderSchema {
    private HeaderSchema() {}

    /**
     * What stands at the places of a file.
     *
     * @param data the columns of the source
     * @param header the names in the file; what the source does not have is a text that nobody asks for
     * @param unnamed a column that no file has
     */
    static StructType ofFile(StructType data, FileColumns header, String unnamed) {
        Map<String, StructField> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (StructField field : data.fields()) {
            if (!field.name().equals(unnamed)) {
                known.put(field.name(), field);
            }
        }
        List<StructField> fields = new ArrayList<>();
        for (String name : header.names()) {
            StructField field = known.remove(name);
            fields.add(field == null ? text("$" + fields.size()) : field);
        }
        for (StructField field : data.fields()) {
            if (field.name().equals(unnamed)) {
                fields.add(field);
            }
        }
        return struct(fields);
    }

    private static StructField text(String name) {
        return new StructField(name, DataTypes.StringType, true, Metadata.empty());
    }

    private static StructType struct(List<StructField> fields) {
        return new StructType(fields.toArray(new StructField[0]));
    }
}
