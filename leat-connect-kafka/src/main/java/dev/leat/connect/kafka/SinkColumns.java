package dev.leat.connect.kafka;

import dev.leat.error.Checks;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.InputColumn;
import dev.leat.spi.QueryResult;
import dev.leat.type.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Where the columns of rows are that Spark has for records to be written. */
record SinkColumns(int value, OptionalInt key, OptionalInt topic, OptionalInt partition, OptionalInt headers) {
    static SinkColumns of(List<Field> columns) {
        OptionalInt value = find(columns, "value");
        Checks.verify(value.isPresent(), "rows for a topic have a value");
        return new SinkColumns(
                value.getAsInt(),
                find(columns, "key"),
                find(columns, "topic"),
                find(columns, "partition"),
                find(columns, "headers"));
    }

    private static OptionalInt find(List<Field> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * The record of a row.
     *
     * @param otherwise the topic where the row names none
     */
    @SuppressWarnings("NullAway") // The client takes null for what a record does not have, and has no annotations.
    ProducerRecord<byte[], byte[]> record(QueryResult rows, int row, String otherwise) {
        String to = topic.isPresent()
                ? Optional.ofNullable(bytes(rows.column(topic.getAsInt()), row))
                        .map(name -> new String(name, StandardCharsets.UTF_8))
                        .orElse(otherwise)
                : otherwise;
        byte[] named = key.isPresent() ? bytes(rows.column(key.getAsInt()), row) : null;
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(to, partition(rows, row), named, bytes(rows.column(value), row));
        if (headers.isPresent() && !rows.column(headers.getAsInt()).isNullAt(row)) {
            addHeaders(rows.column(headers.getAsInt()), row, record.headers());
        }
        return record;
    }

    private @Nullable Integer partition(QueryResult rows, int row) {
        if (partition.isEmpty() || rows.column(partition.getAsInt()).isNullAt(row)) {
            return null;
        }
        int number = rows.column(partition.getAsInt()).intAt(row);
        if (number < 0) {
            throw new LeatException(
                    ErrorCode.BAD_DATA,
                    "The partition of a record is " + number
                            + "; expected 0 or more, or NULL for the choice of the client");
        }
        return number;
    }

    private static byte @Nullable [] bytes(InputColumn column, int row) {
        return column.isNullAt(row) ? null : column.bytesAt(row);
    }

    @SuppressWarnings("NullAway") // As above.
    private static void addHeaders(InputColumn column, int row, Headers target) {
        int first = column.offsetAt(row);
        InputColumn struct = column.child(0);
        for (int i = first; i < first + column.lengthAt(row); i++) {
            byte[] name = struct.isNullAt(i) ? null : bytes(struct.child(0), i);
            if (name == null) {
                throw new LeatException(ErrorCode.BAD_DATA, "A header of a record has no key; give each one");
            }
            target.add(new String(name, StandardCharsets.UTF_8), bytes(struct.child(1), i));
        }
    }
}
