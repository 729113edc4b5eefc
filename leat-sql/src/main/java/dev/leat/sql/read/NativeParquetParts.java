package dev.leat.sql.read;

import dev.leat.plan.Expression.Literal;
import dev.leat.spi.NativeParquet;
import dev.leat.spi.NativeParquet.Column;
import dev.leat.spi.NativeParquet.Part;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Groups the files of a Parquet source by layout. */
final class NativeParquetParts {
    private final Map<Layout, List<String>> pathsByLayout = new LinkedHashMap<>();
    private long rows;

    /** What files that are read together have in common. */
    private record Layout(List<Column> columns, String schema) {}

    void add(DataFile file, List<Column> columns, FormatReader.NativeFile found) {
        pathsByLayout
                .computeIfAbsent(new Layout(columns, found.layout()), layout -> new ArrayList<>())
                .add(file.path().toString());
        rows += found.rows();
    }

    NativeParquet toNative() {
        List<Part> parts = new ArrayList<>();
        pathsByLayout.forEach((layout, paths) -> parts.add(new Part(paths, layout.columns())));
        return new NativeParquet(parts, rows);
    }

    /** The values of a folder's columns; absent where one has a type without a text form. */
    static Optional<Literal> constant(Field field, StructType partition, InternalRow values) {
        int ordinal = partition.fieldIndex(field.name());
        StructField column = partition.fields()[ordinal];
        if (field.type().isNested() || field.type() == DataType.Simple.BINARY) {
            return Optional.empty();
        }
        if (values.isNullAt(ordinal)) {
            return Optional.of(Literal.ofNull(field.type()));
        }
        Object value = values.get(ordinal, column.dataType());
        String text =
                value instanceof Decimal decimal ? decimal.toJavaBigDecimal().toPlainString() : value.toString();
        return Optional.of(Literal.of(text, field.type()));
    }
}
