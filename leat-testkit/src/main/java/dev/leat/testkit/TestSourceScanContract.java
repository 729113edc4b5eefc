package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.spi.PositionRange;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SourceSplit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link SourceScan} of parts that grow does. Each test has a source of its own, which is there and empty. */
public abstract class TestSourceScanContract {
    /** Opens the source of this test as it is now. */
    protected abstract SourceScan open();

    /** Adds records to a part. */
    protected abstract void add(int part, List<String> records);

    /** A column that shows the record's text. */
    protected abstract String column();

    /** How the column's value is shown. */
    protected String shown(String record) {
        return HeapColumn.quote(record);
    }

    private List<String> rows(SourceScan scan) {
        return ScannedRows.of(scan, column()).rows();
    }

    private List<String> shown(String... records) {
        return List.of(records).stream().map(this::shown).toList();
    }

    private static SourcePart only(SourceScan scan) {
        assertThat(scan.parts()).hasSize(1);
        return scan.parts().get(0);
    }

    @Test
    void whatIsAddedLaterIsNotSeen() {
        add(0, List.of("a", "b"));
        SourceScan scan = open();
        assertThat(scan.parts()).hasSize(1);
        add(0, List.of("c"));
        assertThat(rows(scan)).isEqualTo(shown("a", "b"));
        assertThat(rows(open())).isEqualTo(shown("a", "b", "c"));
    }

    @Test
    void aPartIsReadOnFromItsEnd() {
        add(0, List.of("a", "b"));
        SourceScan first = open();
        SourcePart before = only(first);
        add(0, List.of("c", "d", "e", "f"));
        SourceScan scan = open();
        SourcePart now = only(scan);
        assertThat(now.name()).isEqualTo(before.name());
        assertThat(now.end()).isGreaterThan(before.end());
        assertThat(scan.grows(now.name())).isTrue();
        assertThat(scan.boundary(now.name(), before.end())).isEqualTo(before.end());
        assertThat(scan.tag(now.name(), before.end())).isNotEmpty().isEqualTo(first.tag(before.name(), before.end()));
        SourceScan added = scan.only(Map.of(now.name(), new PositionRange(before.end(), now.end())));
        assertThat(rows(added)).isEqualTo(shown("c", "d", "e", "f"));
        assertThat(added.schema()).isEqualTo(scan.schema());
        assertThat(rows(scan.only(Map.of(now.name(), new PositionRange(before.start(), before.end())))))
                .isEqualTo(shown("a", "b"));
        assertThat(rows(scan.only(Map.of(now.name(), new PositionRange(now.end(), now.end())))))
                .isEmpty();
        assertThat(rows(scan.only(Map.of()))).isEmpty();
    }

    private static List<Long> positions(List<String> rows) {
        return rows.stream()
                .map(row -> Long.parseLong(row.substring(row.lastIndexOf(' ') + 1)))
                .toList();
    }

    @Test
    void rowsKnowTheirPositionWhereverReadingBegins() {
        add(0, List.of("a", "bc", "d", "ef"));
        SourceScan whole = open();
        List<String> rows =
                ScannedRows.of(whole, column(), SourceScan.POSITION_COLUMN).rows();
        List<Long> positions = positions(rows);
        assertThat(rows).hasSize(4);
        assertThat(rows.get(3)).startsWith(shown("ef") + " ");
        assertThat(positions).isSorted().doesNotHaveDuplicates();
        assertThat(positions.get(0)).isEqualTo(only(whole).start());
        assertThat(positions(ScannedRows.of(whole, SourceScan.POSITION_COLUMN).rows()))
                .isEqualTo(positions);

        add(0, List.of("g", "hi"));
        SourceScan scan = open();
        SourcePart part = only(scan);
        SourceScan added = scan.only(Map.of(part.name(), new PositionRange(positions.get(2), part.end())));
        List<String> later =
                ScannedRows.of(added, column(), SourceScan.POSITION_COLUMN).rows();
        assertThat(later).hasSize(4);
        assertThat(later.subList(0, 2)).isEqualTo(rows.subList(2, 4));
        assertThat(positions(later)).isSorted().doesNotHaveDuplicates();
        assertThat(positions(later).get(3)).isLessThan(part.end());
    }

    @Test
    void nothingTellsWhatIsBeyondTheEnd() {
        add(0, List.of("a"));
        SourceScan scan = open();
        SourcePart part = only(scan);
        assertThat(scan.tag(part.name(), part.end() + 1)).isEmpty();
    }

    @Test
    void splitsAreThePartsInPieces() {
        List<String> many = IntStream.range(0, 100).mapToObj(i -> "record " + i).toList();
        add(0, many);
        add(1, List.of("x"));
        SourceScan scan = open();
        assertThat(scan.parts()).hasSize(2);
        for (SourcePart part : scan.parts()) {
            List<SourceSplit> pieces = scan.splits().stream()
                    .filter(split -> split.path().equals(part.name()))
                    .toList();
            long next = part.start();
            for (SourceSplit piece : pieces) {
                assertThat(piece.start()).isEqualTo(next);
                next += piece.length();
            }
            assertThat(next).isEqualTo(part.end());
        }
        ScannedRows read = ScannedRows.of(scan, column());
        assertThat(read.rows())
                .hasSize(101)
                .containsAll(many.stream().map(this::shown).toList());
        assertThat(read.counts().accepted()).isEqualTo(101);
        assertThat(read.counts().malformed()).isZero();
    }

    @Test
    void positionsThatWereReadAndAreKeptAreFine() {
        add(0, List.of("a"));
        SourceScan scan = open();
        SourcePart part = only(scan);
        String tag = scan.tag(part.name(), part.end());
        assertThat(scan.requireNothingLost(part.name(), part.end(), tag)).isEqualTo(part.end());
        add(0, List.of("b"));
        assertThat(open().requireNothingLost(part.name(), part.end(), tag)).isEqualTo(part.end());
    }
}
