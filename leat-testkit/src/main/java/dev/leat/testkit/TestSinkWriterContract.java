package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.CommitStamp;
import dev.leat.spi.InputColumn;
import dev.leat.spi.QueryResult;
import dev.leat.spi.SinkWriter;
import dev.leat.spi.SinkWriter.Guarantee;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link SinkWriter} does. Each test has a sink of its own. */
public abstract class TestSinkWriterContract {
    /** The one column of the rows that are written, unless the sink wants another name for it. */
    protected Field column() {
        return new Field("value", Simple.STRING, true);
    }

    /** Opens the sink of this test for rows of {@link #column()}; an earlier writer may have been left open. */
    protected abstract SinkWriter open();

    /** The values that a reader of the sink sees. */
    protected abstract List<String> read();

    /** A commit of a number, always of the same time. */
    public static CommitStamp stamp(long number) {
        return new CommitStamp(number, Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number));
    }

    private QueryResult rows(String... values) {
        return HeapRows.of(column(), List.of(values));
    }

    @Test
    void rowsOfCommitsAreThereWhenWriteReturns() {
        try (SinkWriter writer = open()) {
            assertThat(read()).isEmpty();
            writer.write(stamp(3), rows("a", "b"));
            assertThat(read()).containsExactly("a", "b");
            writer.write(stamp(4), rows());
            writer.write(stamp(7), rows("c", "c", "c", "c", "d"));
            assertThat(read()).containsExactly("a", "b", "c", "c", "c", "c", "d");
        }
    }

    @Test
    void manyRowsKeepTheirOrder() {
        List<String> values =
                IntStream.range(0, 5000).mapToObj(i -> "value " + i).toList();
        try (SinkWriter writer = open()) {
            writer.write(stamp(1), HeapRows.of(column(), values));
        }
        assertThat(read()).isEqualTo(values);
    }

    @Test
    void commitThatTheSinkHasIsNotRepeated() {
        try (SinkWriter writer = open()) {
            if (writer.guarantee() == Guarantee.EXACTLY_ONCE) {
                writer.write(stamp(5), rows("a"));
                writer.write(stamp(5), rows("a"));
            }
        }
        try (SinkWriter again = open()) {
            if (again.guarantee() == Guarantee.EXACTLY_ONCE) {
                again.write(stamp(5), rows("a"));
                again.write(stamp(6), rows("b"));
                assertThat(read()).containsExactly("a", "b");
            }
        }
    }

    @Test
    void commitBelowTheLastOneIsRefused() {
        try (SinkWriter writer = open()) {
            if (writer.guarantee() == Guarantee.EXACTLY_ONCE) {
                writer.write(stamp(5), rows("a"));
                assertThatThrownBy(() -> writer.write(stamp(4), rows("b")))
                        .isInstanceOf(LeatException.class)
                        .hasMessageContaining("Cannot write commit 4 to the sink")
                        .extracting(e -> ((LeatException) e).code())
                        .isEqualTo(ErrorCode.PROJECT);
                assertThat(read()).containsExactly("a");
            }
        }
    }

    @Test
    void commitOfTheSameNumberAndAnotherTimeIsRefused() {
        try (SinkWriter writer = open()) {
            if (writer.guarantee() == Guarantee.EXACTLY_ONCE) {
                writer.write(stamp(7), rows("a"));
            }
        }
        CommitStamp redone = new CommitStamp(7, stamp(7).published().plusNanos(1000));
        try (SinkWriter writer = open()) {
            if (writer.guarantee() == Guarantee.EXACTLY_ONCE) {
                writer.write(stamp(7), rows("a"));
                assertThatThrownBy(() -> writer.write(redone, rows("b")))
                        .isInstanceOf(LeatException.class)
                        .hasMessageContaining("Cannot write commit 7 to the sink")
                        .extracting(e -> ((LeatException) e).code())
                        .isEqualTo(ErrorCode.PROJECT);
                assertThat(read()).containsExactly("a");
            }
        }
    }

    @Test
    void rowsThatEndInAnErrorAreNotSeenAndCanBeWrittenAgain() {
        boolean isExact;
        try (SinkWriter writer = open()) {
            isExact = writer.guarantee() == Guarantee.EXACTLY_ONCE;
            writer.write(stamp(1), rows("a"));
            assertThatThrownBy(() -> writer.write(stamp(2), new FailingRows(rows("b", "c", "d", "e"))))
                    .isInstanceOf(LeatException.class)
                    .hasMessageContaining("the query failed")
                    .extracting(e -> ((LeatException) e).code())
                    .isEqualTo(ErrorCode.RUNTIME);
            if (isExact) {
                assertThat(read()).containsExactly("a");
            }
        }
        try (SinkWriter writer = open()) {
            writer.write(stamp(2), rows("b", "c", "d", "e"));
        }
        List<String> seen = new ArrayList<>(read());
        assertThat(seen.subList(seen.size() - 4, seen.size())).containsExactly("b", "c", "d", "e");
        assertThat(seen).hasSizeGreaterThanOrEqualTo(5);
        if (isExact) {
            assertThat(seen).hasSize(5);
        }
    }

    @Test
    void writerThatWasLeftOpenIsTakenOver() {
        try (SinkWriter left = open()) {
            left.write(stamp(1), rows("a"));
            try (SinkWriter writer = open()) {
                writer.write(stamp(2), rows("b"));
            }
        }
        assertThat(read()).containsExactly("a", "b");
    }

    /** Rows whose second batch cannot be computed. */
    private static final class FailingRows implements QueryResult {
        private final QueryResult rows;
        private int batches;

        FailingRows(QueryResult rows) {
            this.rows = rows;
        }

        @Override
        public List<Field> schema() {
            return rows.schema();
        }

        @Override
        public int next() {
            if (batches++ > 0) {
                throw new LeatException(ErrorCode.RUNTIME, "the query failed");
            }
            return rows.next();
        }

        @Override
        public InputColumn column(int index) {
            return rows.column(index);
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
