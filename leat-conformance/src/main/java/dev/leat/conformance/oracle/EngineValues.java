package dev.leat.conformance.oracle;

import dev.leat.plan.LiteralText;
import dev.leat.spi.InputColumn;
import dev.leat.spi.QueryResult;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.CharType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.DataType.VarcharType;
import dev.leat.type.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads an engine's result into the form in which Spark's answers come. */
public final class EngineValues {
    private EngineValues() {}

    /** All rows; the result is read to its end. */
    public static Rows read(QueryResult result) {
        List<Field> schema = result.schema();
        List<List<Value>> rows = new ArrayList<>();
        for (int count = result.next(); count > 0; count = result.next()) {
            for (int row = 0; row < count; row++) {
                List<Value> values = new ArrayList<>(schema.size());
                for (int i = 0; i < schema.size(); i++) {
                    values.add(value(schema.get(i).type(), result.column(i), row));
                }
                rows.add(values);
            }
        }
        return new Rows(
                schema.stream().map(Field::name).toList(),
                schema.stream().map(field -> catalogString(field.type())).toList(),
                rows);
    }

    private static String catalogString(DataType type) {
        return org.apache.spark.sql.types.DataType.fromDDL(type.sql()).catalogString();
    }

    private static Value value(DataType type, InputColumn column, int row) {
        return column.isNullAt(row) ? Value.Null.NULL : type.accept(new Reader(column, row));
    }

    private record Reader(InputColumn column, int row) implements DataType.Visitor<Value> {
        @Override
        public Value visit(Simple type) {
            return switch (type) {
                case VOID -> Value.Null.NULL;
                case FLOAT -> new Value.Floating(column.floatAt(row));
                case DOUBLE -> new Value.Floating(column.doubleAt(row));
                case BOOLEAN -> new Value.Exact(Boolean.toString(column.booleanAt(row)));
                case TINYINT -> new Value.Exact(Byte.toString(column.byteAt(row)));
                case SMALLINT -> new Value.Exact(Short.toString(column.shortAt(row)));
                case INT, DATE -> new Value.Exact(Integer.toString(column.intAt(row)));
                case BIGINT, TIMESTAMP, TIMESTAMP_NTZ -> new Value.Exact(Long.toString(column.longAt(row)));
                case STRING -> text();
                case BINARY -> new Value.Exact(LiteralText.ofBytes(column.bytesAt(row)));
                case INTERVAL ->
                    new Value.Exact(column.intervalMonthsAt(row) + "," + column.intervalDaysAt(row) + ","
                            + column.intervalMicrosAt(row));
            };
        }

        private Value text() {
            return new Value.Exact(new String(column.bytesAt(row), StandardCharsets.UTF_8));
        }

        @Override
        public Value visit(DecimalType type) {
            return new Value.Exact(column.decimalAt(row).toPlainString());
        }

        @Override
        public Value visit(CharType type) {
            return text();
        }

        @Override
        public Value visit(VarcharType type) {
            return text();
        }

        @Override
        public Value visit(IntervalType type) {
            return new Value.Exact(
                    type.countsMonths() ? Integer.toString(column.intAt(row)) : Long.toString(column.longAt(row)));
        }

        @Override
        public Value visit(ArrayType type) {
            return new Value.Sequence(elements(type.element(), column.child(0)));
        }

        private List<Value> elements(DataType type, InputColumn child) {
            List<Value> values = new ArrayList<>();
            int start = column.offsetAt(row);
            for (int i = start; i < start + column.lengthAt(row); i++) {
                values.add(value(type, child, i));
            }
            return values;
        }

        @Override
        public Value visit(MapType type) {
            List<Value> keys = elements(type.key(), column.child(0));
            List<Value> values = elements(type.value(), column.child(1));
            List<Value> pairs = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                pairs.add(new Value.Sequence(List.of(keys.get(i), values.get(i))));
            }
            return new Value.Sequence(pairs);
        }

        @Override
        public Value visit(StructType type) {
            List<Value> values = new ArrayList<>();
            for (int i = 0; i < type.fields().size(); i++) {
                values.add(value(type.fields().get(i).type(), column.child(i), row));
            }
            return new Value.Sequence(values);
        }
    }
}
