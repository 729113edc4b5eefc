package dev.leat.connect.kafka;

import dev.leat.spi.OutputColumn;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SplitReader;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Rows of the raw columns, one for each record. */
final class RawSplitReader implements SplitReader {
    private final TopicCursor cursor;
    private final List<RawColumns> columns;
    private long rows;

    RawSplitReader(TopicCursor cursor, List<String> columns) {
        this.cursor = cursor;
        this.columns = columns.stream().map(RawColumns::of).toList();
    }

    @Override
    public int read(List<? extends OutputColumn> outputs, int rowsMax) {
        int row = 0;
        while (row < rowsMax) {
            Optional<ConsumerRecord<byte[], byte[]>> record = cursor.advance();
            if (record.isEmpty()) {
                break;
            }
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).write(record.get(), outputs.get(i), row);
            }
            row++;
        }
        rows += row;
        return row;
    }

    @Override
    public ReadCounts counts() {
        return ReadCounts.allAccepted(cursor.count(), rows, rows);
    }

    @Override
    public void close() {
        cursor.close();
    }
}
