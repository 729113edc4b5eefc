package dev.leat.sql.read;

import dev.leat.error.Checks;
import dev.leat.spi.OutputColumn;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RecordParser;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Takes plain records the fast way and gives the others to Spark's parser. */
final class JsonRecordParser implements RecordParser {
    private final Optional<FastLine> fast;
    private final Function<SingleLine, SparkRecordCursor> spark;
    private final CurrentRecord record = new CurrentRecord();
    private final SingleLine offered = new SingleLine(record);
    private Optional<SparkRecordCursor> slow = Optional.empty();
    private State state = State.READ;
    private long direct;

    /** What has become of the current record. */
    private enum State {
        /** No row of it was read. */
        NEW,
        /** Spark's parser may have more rows of it. */
        BEGUN,
        READ
    }

    /**
     * A parser.
     *
     * @param fast takes the columns of a read by their index
     * @param spark opens Spark's parser of the same columns on records that are offered
     */
    JsonRecordParser(Optional<FastLine> fast, Function<SingleLine, SparkRecordCursor> spark) {
        this.fast = fast;
        this.spark = spark;
    }

    @Override
    public void offer(byte[] bytes, long position) {
        record.set(bytes, position);
        state = State.NEW;
    }

    @Override
    public int read(List<? extends OutputColumn> columns, int first, int end) {
        Checks.verify(first < end, "there is room for a row");
        if (state == State.NEW) {
            state = State.READ;
            if (fast.isPresent() && fast.get().take(record.bytes(), 0, record.length())) {
                for (int i = 0; i < columns.size(); i++) {
                    fast.get().write(i, columns.get(i), first);
                }
                direct++;
                return 1;
            }
            offered.offer();
            state = State.BEGUN;
        }
        if (state == State.READ) {
            return 0;
        }
        int rows = slow().read(columns, first, end);
        if (rows < end - first) {
            state = State.READ;
        }
        return rows;
    }

    private SparkRecordCursor slow() {
        if (slow.isEmpty()) {
            slow = Optional.of(spark.apply(offered));
        }
        return slow.get();
    }

    @Override
    public ReadCounts counts() {
        ReadCounts counts = ReadCounts.allAccepted(record.count(), direct, direct);
        return slow.map(SparkRecordCursor::counts)
                .map(others -> counts.plus(others.withRead(others.read() - offered.count())))
                .orElse(counts);
    }

    @Override
    public void close() {
        slow.ifPresent(SparkRecordCursor::close);
    }
}
