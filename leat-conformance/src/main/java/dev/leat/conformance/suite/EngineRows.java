package dev.leat.conformance.suite;

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
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.unsafe.types.CalendarInterval;
import scala.jdk.javaapi.CollectionConverters;

/** Rows of an engine as Spark's public rows, so that Spark's own code prints them. */
final class EngineRows {
    private static final Object NULL = new Object();

    private EngineRows() {}

    static List<Row> read(QueryResult result) {
        List<Field> schema = result.schema();
        List<Row> rows = new ArrayList<>();
        for (int count = result.next(); count > 0; count = result.next()) {
            for (int row = 0; row < count; row++) {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < schema.size(); i++) {
                    values.add(value(schema.get(i).type(), result.column(i), row));
                }
                rows.add(row(values));
            }
        }
        return rows;
    }

    private static Row row(List<Object> values) {
        Object[] array = values.toArray();
        for (int i = 0; i < array.length; i++) {
            clearNull(array, i);
        }
        return RowFactory.create(array);
    }

    /** Spark's rows hold SQL NULL as Java's null. */
    @SuppressWarnings("NullAway")
    private static void clearNull(Object[] array, int index) {
        if (array[index] == NULL) {
            array[index] = null;
        }
    }

    @SuppressWarnings("NullAway")
    private static Object orNull(Object value) {
        return value == NULL ? null : value;
    }

    private static Object value(DataType type, InputColumn column, int row) {
        return column.isNullAt(row) ? NULL : type.accept(new Reader(column, row));
    }

    private record Reader(InputColumn column, int row) implements DataType.Visitor<Object> {
        @Override
        public Object visit(Simple type) {
            return switch (type) {
                case VOID -> NULL;
                case BOOLEAN -> column.booleanAt(row);
                case TINYINT -> column.byteAt(row);
                case SMALLINT -> column.shortAt(row);
                case INT -> column.intAt(row);
                case BIGINT -> column.longAt(row);
                case FLOAT -> column.floatAt(row);
                case DOUBLE -> column.doubleAt(row);
                case STRING -> text();
                case BINARY -> column.bytesAt(row);
                case DATE -> LocalDate.ofEpochDay(column.intAt(row));
                case TIMESTAMP -> Instant.EPOCH.plus(column.longAt(row), ChronoUnit.MICROS);
                case TIMESTAMP_NTZ ->
                    LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(column.longAt(row), ChronoUnit.MICROS);
                case INTERVAL ->
                    new CalendarInterval(
                            column.intervalMonthsAt(row), column.intervalDaysAt(row), column.intervalMicrosAt(row));
            };
        }

        private String text() {
            return new String(column.bytesAt(row), StandardCharsets.UTF_8);
        }

        @Override
        public Object visit(DecimalType type) {
            BigDecimal value = column.decimalAt(row);
            return value;
        }

        @Override
        public Object visit(CharType type) {
            return text();
        }

        @Override
        public Object visit(VarcharType type) {
            return text();
        }

        @Override
        public Object visit(IntervalType type) {
            return type.countsMonths()
                    ? Period.ofMonths(column.intAt(row)).normalized()
                    : Duration.of(column.longAt(row), ChronoUnit.MICROS);
        }

        @Override
        public Object visit(ArrayType type) {
            return CollectionConverters.asScala(elements(type.element(), column.child(0)))
                    .toSeq();
        }

        private List<Object> elements(DataType type, InputColumn child) {
            List<Object> values = new ArrayList<>();
            int start = column.offsetAt(row);
            for (int i = start; i < start + column.lengthAt(row); i++) {
                values.add(orNull(value(type, child, i)));
            }
            return values;
        }

        @Override
        public Object visit(MapType type) {
            List<Object> keys = elements(type.key(), column.child(0));
            List<Object> values = elements(type.value(), column.child(1));
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(keys.get(i), values.get(i));
            }
            return scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(map));
        }

        @Override
        public Object visit(StructType type) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < type.fields().size(); i++) {
                values.add(value(type.fields().get(i).type(), column.child(i), row));
            }
            return EngineRows.row(values);
        }
    }
}
