package dev.leat.spark.store;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Rows that the driver has, as Spark's and as Iceberg's. */
final class RowRecords {
    private RowRecords() {}

    /** Rows for a table with these columns, by their place. */
    static List<Record> records(List<Row> rows, Schema schema) {
        return rows.stream().map(row -> record(row, schema.asStruct())).toList();
    }

    private static Record record(Row row, Types.StructType struct) {
        GenericRecord record = GenericRecord.create(struct);
        List<Types.NestedField> fields = struct.fields();
        for (int i = 0; i < fields.size(); i++) {
            record.set(i, stored(row.get(i), fields.get(i).type()));
        }
        return record;
    }

    private static @Nullable Object stored(@Nullable Object value, Type type) {
        if (value == null) {
            return null;
        }
        return switch (type.typeId()) {
            case INTEGER -> ((Number) value).intValue();
            case TIMESTAMP -> value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
            case DECIMAL ->
                // The type of a column may have more digits after the point than a value of it.
                ((BigDecimal) value).setScale(((Types.DecimalType) type).scale(), RoundingMode.UNNECESSARY);
            case BINARY -> ByteBuffer.wrap((byte[]) value);
            case STRUCT -> record((Row) value, type.asStructType());
            case LIST -> {
                List<@Nullable Object> list = new ArrayList<>();
                list(value)
                        .forEach(element ->
                                list.add(stored(element, type.asListType().elementType())));
                yield list;
            }
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
                CollectionConverters.asJava((scala.collection.Map<?, ?>) value)
                        .forEach((key, element) -> map.put(
                                stored(key, type.asMapType().keyType()),
                                stored(element, type.asMapType().valueType())));
                yield map;
            }
            default -> value;
        };
    }

    private static List<?> list(Object value) {
        return CollectionConverters.asJava((scala.collection.Seq<?>) value);
    }

    /** Rows of a table as Spark gives them for some types. */
    static List<Row> rows(List<Record> records, StructType schema) {
        return records.stream().map(record -> row(record, schema)).toList();
    }

    private static Row row(Record record, StructType schema) {
        return RowFactory.create(IntStream.range(0, schema.size())
                .mapToObj(i -> given(record.get(i), schema.fields()[i].dataType()))
                .toArray());
    }

    private static @Nullable Object given(@Nullable Object value, DataType type) {
        if (value == null) {
            return null;
        }
        if (type.equals(DataTypes.ByteType)) {
            return ((Number) value).byteValue();
        }
        if (type.equals(DataTypes.ShortType)) {
            return ((Number) value).shortValue();
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return copy;
        }
        if (type instanceof StructType struct) {
            return row((Record) value, struct);
        }
        if (type instanceof ArrayType array) {
            List<@Nullable Object> list = new ArrayList<>();
            ((List<?>) value).forEach(element -> list.add(given(element, array.elementType())));
            return CollectionConverters.asScala(list).toSeq();
        }
        if (type instanceof MapType map) {
            Map<@Nullable Object, @Nullable Object> copy = new HashMap<>();
            ((Map<?, ?>) value)
                    .forEach((key, element) -> copy.put(given(key, map.keyType()), given(element, map.valueType())));
            return CollectionConverters.asScala(copy);
        }
        return value;
    }
}
