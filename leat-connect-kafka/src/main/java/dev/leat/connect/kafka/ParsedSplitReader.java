package dev.leat.connect.kafka;

import dev.leat.spi.MalformedRecord;
import dev.leat.spi.OutputColumn;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RecordFormat;
import dev.leat.spi.RecordParser;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SplitReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Rows of the values of records. A record without a value is a row of NULLs. */
final class ParsedSplitReader implements SplitReader {
    private static final int METADATA = -1;
    private static final int POSITION = -2;

    private final TopicCursor cursor;
    private final RecordParser parser;
    /** For each output column its index among those that are parsed, {@link #METADATA} or {@link #POSITION}. */
    private final List<Integer> places;

    private Optional<ConsumerRecord<byte[], byte[]>> current = Optional.empty();
    private long offered;
    private long withoutValue;

    private ParsedSplitReader(TopicCursor cursor, RecordParser parser, List<Integer> places) {
        this.cursor = cursor;
        this.parser = parser;
        this.places = List.copyOf(places);
    }

    static ParsedSplitReader open(
            RecordFormat format, TopicCursor cursor, List<String> columns, Consumer<MalformedRecord> malformed) {
        List<String> parsed = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (String column : columns) {
            if (column.equals(SourceScan.METADATA_COLUMN)) {
                places.add(METADATA);
            } else if (column.equals(SourceScan.POSITION_COLUMN)) {
                places.add(POSITION);
            } else {
                places.add(parsed.size());
                parsed.add(column);
            }
        }
        return new ParsedSplitReader(cursor, format.open(cursor.part(), parsed, malformed), places);
    }

    @Override
    public int read(List<? extends OutputColumn> outputs, int rowsMax) {
        List<OutputColumn> parsed = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            if (places.get(i) >= 0) {
                parsed.add(outputs.get(i));
            }
        }
        int row = 0;
        while (row < rowsMax) {
            if (current.isEmpty()) {
                current = cursor.advance();
                if (current.isEmpty()) {
                    break;
                }
                if (!offer(current.get())) {
                    parsed.forEach(new NullAt(row));
                    withoutValue++;
                    row = writeMetadata(current.get(), outputs, row, row + 1);
                    current = Optional.empty();
                    continue;
                }
            }
            int end = row + parser.read(parsed, row, rowsMax);
            row = writeMetadata(current.get(), outputs, row, end);
            if (row < rowsMax) {
                current = Optional.empty();
            }
        }
        return row;
    }

    private record NullAt(int row) implements Consumer<OutputColumn> {
        @Override
        public void accept(OutputColumn column) {
            column.setNull(row);
        }
    }

    /** Gives the parser the record's value; false if it has none. */
    private boolean offer(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = record.value();
        if (value == null) {
            return false;
        }
        parser.offer(value, record.offset());
        offered++;
        return true;
    }

    /** The rows of a record have the same metadata; the row after the last. */
    private int writeMetadata(
            ConsumerRecord<byte[], byte[]> record, List<? extends OutputColumn> outputs, int first, int end) {
        for (int i = 0; i < outputs.size(); i++) {
            for (int row = first; row < end && places.get(i) < 0; row++) {
                if (places.get(i) == METADATA) {
                    writeMetadata(record, outputs.get(i), row);
                } else {
                    outputs.get(i).setLong(row, record.offset());
                }
            }
        }
        return end;
    }

    private static void writeMetadata(ConsumerRecord<byte[], byte[]> record, OutputColumn struct, int row) {
        struct.setStruct(row);
        for (int i = 0; i < RawColumns.METADATA.size(); i++) {
            RawColumns.METADATA.get(i).write(record, struct.child(i), row);
        }
    }

    @Override
    public ReadCounts counts() {
        ReadCounts parsed = parser.counts();
        return ReadCounts.allAccepted(cursor.count(), withoutValue, withoutValue)
                .plus(parsed.withRead(parsed.read() - offered));
    }

    @Override
    public void close() {
        try (cursor) {
            parser.close();
        }
    }
}
