package dev.leat.spark;

import dev.leat.incremental.Stored;
import dev.leat.json.SchemaJson;
import dev.leat.move.RowHash;
import dev.leat.move.RowSum;
import dev.leat.spark.read.SparkTypes;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import dev.leat.type.Identifiers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Rows in the form that both engines write and read when a state moves, and their sums. */
final class NeutralRows {
    private static final LocalDateTime EPOCH = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);

    private NeutralRows() {}

    /** A table's rows in that form; the session's zone is UTC. */
    static Dataset<Row> of(Dataset<Row> rows, List<Field> columns) {
        return rows.select(IntStream.range(0, columns.size())
                .mapToObj(i -> functions
                        .col(Identifiers.quote(columns.get(i).name()))
                        .cast(neutral(columns.get(i).type()).sql())
                        .as(Stored.field(i)))
                .toArray(Column[]::new));
    }

    /** Rows in that form as those of a table. */
    static Dataset<Row> restored(Dataset<Row> neutral, List<Field> columns) {
        return neutral.select(IntStream.range(0, columns.size())
                .mapToObj(i -> functions
                        .col(Stored.field(i))
                        .cast(SparkTypes.sql(columns.get(i).type()))
                        .as(columns.get(i).name()))
                .toArray(Column[]::new));
    }

    private static DataType neutral(DataType type) {
        if (type instanceof ArrayType array) {
            return new ArrayType(neutral(array.element()), true);
        }
        if (type instanceof MapType map) {
            return new MapType(neutral(map.key()), neutral(map.value()), true);
        }
        if (type instanceof StructType struct) {
            return new StructType(IntStream.range(0, struct.fields().size())
                    .mapToObj(i ->
                            new Field("f" + i, neutral(struct.fields().get(i).type()), true))
                    .toList());
        }
        return type.isText() ? Simple.STRING : type == Simple.TIMESTAMP ? Simple.TIMESTAMP_NTZ : type;
    }

    /** The sum of rows in that form. */
    static RowSum sum(Dataset<Row> neutral, List<Field> columns) {
        String schema = SchemaJson.write(columns);
        MapPartitionsFunction<Row, String> part =
                rows -> List.of(text(sum(rows, schema))).iterator();
        return neutral.mapPartitions(part, Encoders.STRING()).collectAsList().stream()
                .map(NeutralRows::sum)
                .reduce(RowSum.NONE, RowSum::plus);
    }

    private static String text(RowSum sum) {
        return sum.rows() + " " + sum.hashes();
    }

    private static RowSum sum(String text) {
        int blank = text.indexOf(' ');
        return new RowSum(Long.parseLong(text.substring(0, blank)), Long.parseLong(text.substring(blank + 1)));
    }

    private static RowSum sum(Iterator<Row> rows, String schema) {
        List<Field> columns = SchemaJson.read(schema);
        long count = 0;
        long hashes = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            RowHash hash = new RowHash();
            for (int i = 0; i < columns.size(); i++) {
                add(hash, row, i, columns.get(i).type());
            }
            hashes += hash.value();
            count++;
        }
        return new RowSum(count, hashes);
    }

    private static void add(RowHash hash, Row row, int index, DataType type) {
        if (row.isNullAt(index)) {
            hash.addNull();
        } else {
            add(hash, row.get(index), type);
        }
    }

    private static void add(RowHash hash, Object value, DataType type) {
        if (type instanceof ArrayType array) {
            List<?> elements = elements(value);
            hash.add((long) elements.size());
            elements.forEach(element -> addElement(hash, element, array.element()));
        } else if (type instanceof MapType map) {
            Map<?, ?> entries = scala.jdk.javaapi.CollectionConverters.asJava((scala.collection.Map<?, ?>) value);
            hash.add((long) entries.size());
            long sum = 0;
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                RowHash one = new RowHash();
                addElement(one, entry.getKey(), map.key());
                addElement(one, entry.getValue(), map.value());
                sum += one.value();
            }
            hash.add(sum);
        } else if (type instanceof StructType struct) {
            hash.add((long) struct.fields().size());
            for (int i = 0; i < struct.fields().size(); i++) {
                add(hash, (Row) value, i, struct.fields().get(i).type());
            }
        } else {
            addSimple(hash, value);
        }
    }

    private static List<?> elements(Object value) {
        return new ArrayList<>(scala.jdk.javaapi.CollectionConverters.asJava((scala.collection.Seq<?>) value));
    }

    private static void addElement(RowHash hash, Object element, DataType type) {
        if (element == null) {
            hash.addNull();
        } else {
            add(hash, element, type);
        }
    }

    private static void addSimple(RowHash hash, Object value) {
        if (value instanceof Boolean truth) {
            hash.add(truth ? 1L : 0L);
        } else if (value instanceof Float number) {
            hash.add(number.floatValue());
        } else if (value instanceof Double number) {
            hash.add(number.doubleValue());
        } else if (value instanceof BigDecimal number) {
            hash.add(number);
        } else if (value instanceof Number number) {
            hash.add(number.longValue());
        } else if (value instanceof String text) {
            hash.add(text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof byte[] bytes) {
            hash.add(bytes);
        } else if (value instanceof LocalDate date) {
            hash.add(date.toEpochDay());
        } else {
            hash.add(ChronoUnit.MICROS.between(EPOCH, (LocalDateTime) value));
        }
    }
}
