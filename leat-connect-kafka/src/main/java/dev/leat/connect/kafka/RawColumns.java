package dev.leat.connect.kafka;

import dev.leat.spi.OutputColumn;
import dev.leat.spi.SourceScan;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The columns that Spark has for the records of topics. */
enum RawColumns {
    KEY("key", Simple.BINARY) {
        @Override
        void write(ConsumerRecord<byte[], byte[]> record, OutputColumn column, int row) {
            writeBytes(record.key(), column, row);
        }
    },
    VALUE("value", Simple.BINARY) {
        @Override
        void write(ConsumerRecord<byte[], byte[]> record, OutputColumn column, int row) {
            writeBytes(record.value(), column, row);
        }
    },
    TOPIC("topic", Simple.STRING) {
        @Override
        void write(ConsumerRecord<byte[], byte[]> record, OutputColumn column, int row) {
            column.setBytes(row, record.topic().getBytes(StandardCharsets.UTF_8));
        }
    },
    PARTITION("partition", Simple.INT) {
        @Override
        void write(ConsumerRecord<byte[], byte[]> record, OutputColumn column, int row) {
            column.setInt(row, record.partition());
        }
    },
    OFFSET("offset", Simple.BIGINT) {
        @Override
        void write(ConsumerRecord<byte[], byte[]> record, OutputColumn column, int row) {
            column.setLong(row, record.offset());
        }
    },
    TIMESTAMP("timestamp", Simple.TIMESTAMP) {
        @Override
        void write(ConsumerRecord<byte[], byte[]> record, OutputColumn column, int row) {
            column.setLong(row, Math.multiplyExact(record.timestamp(), 1000L));
        }
    },
    TIMESTAMP_TYPE("timestampType", Simple.INT) {
        @Override
        void write(ConsumerRecord<byte[], byte[]> record, OutputColumn column, int row) {
            column.setInt(row, record.timestampType().id);
        }
    },
    HEADERS(
            "headers",
            new DataType.ArrayType(
                    new DataType.StructType(
                            List.of(new Field("key", Simple.STRING, true), new Field("value", Simple.BINARY, true))),
                    true)) {
        /** As in Spark, NULL where there are none. */
        @Override
        void write(ConsumerRecord<byte[], byte[]> record, OutputColumn column, int row) {
            Header[] headers = record.headers().toArray();
            if (headers.length == 0) {
                column.setNull(row);
                return;
            }
            int at = column.setLength(row, headers.length);
            OutputColumn struct = column.child(0);
            for (Header header : headers) {
                struct.setStruct(at);
                struct.child(0).setBytes(at, header.key().getBytes(StandardCharsets.UTF_8));
                writeBytes(header.value(), struct.child(1), at);
                at++;
            }
        }
    };

    /** The fields of {@code _metadata} where values are parsed. */
    static final List<RawColumns> METADATA =
            Stream.of(values()).filter(column -> column != VALUE).toList();

    private final Field field;

    RawColumns(String name, DataType type) {
        this.field = new Field(name, type, true);
    }

    abstract void write(ConsumerRecord<byte[], byte[]> record, OutputColumn column, int row);

    @SuppressWarnings("NullAway") // Keys and values are null where a record has none; the client has no annotations.
    private static void writeBytes(byte[] value, OutputColumn column, int row) {
        if (value == null) {
            column.setNull(row);
        } else {
            column.setBytes(row, value);
        }
    }

    static RawColumns of(String name) {
        if (name.equals(SourceScan.POSITION_COLUMN)) {
            return OFFSET;
        }
        return Stream.of(values())
                .filter(column -> column.field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no column of records: " + name));
    }

    /** The columns of a source whose values are not parsed. */
    static List<Field> fields(boolean withHeaders) {
        return Stream.of(values())
                .filter(column -> withHeaders || column != HEADERS)
                .map(column -> column.field)
                .toList();
    }

    static List<Field> metadataFields() {
        return METADATA.stream().map(column -> column.field).toList();
    }

    /** Whether columns are those of a source whose values are not parsed, by name and type. */
    static boolean areRaw(List<Field> columns, boolean withHeaders) {
        List<Field> raw = fields(withHeaders);
        if (columns.size() != raw.size()) {
            return false;
        }
        for (int i = 0; i < raw.size(); i++) {
            if (!columns.get(i).name().equalsIgnoreCase(raw.get(i).name())
                    || !columns.get(i).type().equals(raw.get(i).type())) {
                return false;
            }
        }
        return true;
    }

    static String names(boolean withHeaders) {
        return fields(withHeaders).stream().map(Field::name).collect(Collectors.joining(", "));
    }
}
