package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.render.Relations.Relation;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.spi.NativeParquet;
import dev.leat.spi.NativeParquet.Column;
import dev.leat.spi.NativeParquet.Part;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Parquet files as a relation that DuckDB reads itself, with values in their storage types. */
final class ParquetRelation {
    private ParquetRelation() {}

    /** The relation; there is at least one part. */
    static Relation of(NativeParquet files) {
        if (files.parts().size() == 1) {
            Part part = files.parts().get(0);
            return new Relation(
                    from(part),
                    part.columns().stream().map(ParquetRelation::value).toList());
        }
        List<String> selects = new ArrayList<>();
        for (Part part : files.parts()) {
            List<String> columns = new ArrayList<>();
            for (Column column : part.columns()) {
                columns.add(value(column) + " AS " + name(columns.size()));
            }
            String list = columns.isEmpty() ? "1 AS " + name(0) : String.join(", ", columns);
            selects.add("SELECT " + list + " FROM " + from(part));
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < files.parts().get(0).columns().size(); i++) {
            names.add(name(i));
        }
        return new Relation("(" + String.join(" UNION ALL ", selects) + ")", names);
    }

    private static String name(int index) {
        return "c" + index;
    }

    /** Names are taken from the file alone: no column of a folder's name, or of the file's own, is added. */
    private static String from(Part part) {
        String paths = part.paths().stream()
                .map(path -> LiteralSql.string(escapeGlob(path)))
                .collect(Collectors.joining(", ", "[", "]"));
        return "read_parquet(" + paths + ", hive_partitioning = false, union_by_name = false)";
    }

    /** A path is a glob to DuckDB; a special character in a set of its own stands for itself. */
    private static String escapeGlob(String path) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '*' || c == '?' || c == '[') {
                escaped.append('[').append(c).append(']');
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String value(Column column) {
        if (column instanceof Column.InFile inFile) {
            String name = LiteralSql.identifier(inFile.name());
            return inFile.type() == Simple.TIMESTAMP
                    ? "timezone('UTC', CAST(" + name + " AS TIMESTAMP WITH TIME ZONE))"
                    : "CAST(" + name + " AS " + DuckDbTypes.sql(inFile.type()) + ")";
        }
        return LiteralSql.of(((Column.Constant) column).value());
    }
}
