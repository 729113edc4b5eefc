package dev.leat.sql.read;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * What a file says its columns are.
 *
 * @param types of a footer, in the order of the names; none of a header, whose columns are told apart by their places
 */
record FileColumns(List<String> names, List<String> types) {
    FileColumns {
        names = List.copyOf(names);
        types = List.copyOf(types);
    }

    static FileColumns ofHeader(List<String> names) {
        return new FileColumns(names, List.of());
    }

    /** Types are named as in SQL, whatever writers make of them: units of time, forms of decimals and lists, what may be missing. */
    static FileColumns ofFooter(DataFile file) throws IOException {
        List<Type> fields =
                ParquetFooters.readAll(file).getFileMetaData().getSchema().getFields();
        return new FileColumns(
                fields.stream().map(Type::getName).toList(),
                fields.stream().map(FileColumns::typeOf).toList());
    }

    private static String typeOf(Type field) {
        LogicalTypeAnnotation meaning = field.getLogicalTypeAnnotation();
        if (!field.isPrimitive()) {
            return meaning == null ? "STRUCT" : String.valueOf(meaning);
        }
        String plain = nameOf(field.asPrimitiveType().getPrimitiveTypeName());
        if (meaning instanceof StringLogicalTypeAnnotation
                || meaning instanceof EnumLogicalTypeAnnotation
                || meaning instanceof JsonLogicalTypeAnnotation) {
            return "STRING";
        }
        if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
            return timestamp.isAdjustedToUTC() ? "TIMESTAMP" : "TIMESTAMP_NTZ";
        }
        boolean saysNothing = meaning instanceof IntLogicalTypeAnnotation integer
                && integer.isSigned()
                && (integer.getBitWidth() == Integer.SIZE || integer.getBitWidth() == Long.SIZE);
        return meaning == null || saysNothing ? plain : String.valueOf(meaning);
    }

    private static String nameOf(PrimitiveTypeName type) {
        return switch (type) {
            case BOOLEAN -> "BOOLEAN";
            case INT32 -> "INT";
            case INT64 -> "BIGINT";
            case INT96 -> "TIMESTAMP";
            case FLOAT -> "FLOAT";
            case DOUBLE -> "DOUBLE";
            case BINARY, FIXED_LEN_BYTE_ARRAY -> "BINARY";
        };
    }

    /** Whether a name is there more than once. */
    boolean hasRepeatedNames() {
        return new HashSet<>(lowerCase(names)).size() < names.size();
    }

    boolean isHeader() {
        return types.isEmpty();
    }

    /** Names without regard to case, which Spark does not tell apart. */
    static boolean isSame(String name, String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Whether another file has the same columns; those of footers may have another order. */
    boolean agreesWith(FileColumns other) {
        return isHeader() || other.isHeader()
                ? lowerCase(names).equals(lowerCase(other.names))
                : byName().equals(other.byName());
    }

    private static List<String> lowerCase(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** The types of a footer by the names. */
    Map<String, String> byName() {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < types.size(); i++) {
            byName.put(names.get(i).toLowerCase(Locale.ROOT), types.get(i));
        }
        return byName;
    }

    String text() {
        return isHeader()
                ? String.join(", ", names)
                : IntStream.range(0, names.size())
                        .mapToObj(i -> names.get(i) + " " + types.get(i))
                        .collect(Collectors.joining(", "));
    }
}
