package dev.leat.sql.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.PositionRange;
import dev.leat.spi.SourcePart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files of a scan, one of which may be listed more than once. */
final class TestListedFiles {
    private static final DataFile LOG = file("/in/a.log", 7);
    private static final DataFile EMPTY = file("/in/b.log", 0);
    private static final DataFile PACKED = file("/in/c.log.GZ", 5);
    private static final ListedFiles LISTED = new ListedFiles(List.of(LOG, EMPTY, LOG, PACKED), true);

    private static DataFile file(String path, long bytes) {
        return new DataFile(Path.of(path), bytes, 1, "");
    }

    @Test
    void fileThatIsListedTwiceIsReadTwiceAndOnePart() {
        assertThat(LISTED.files()).containsExactly(LOG, LOG, PACKED);
        assertThat(LISTED.parts())
                .extracting(SourcePart::name)
                .containsExactly("/in/a.log", "/in/b.log", "/in/c.log.GZ");
        ListedFiles some = LISTED.only(Map.of("/in/a.log", new PositionRange(3, 7)));
        assertThat(some.files()).hasSize(2).allMatch(file -> file.start() == 3 && file.bytes() == 7);
        assertThat(some.parts()).containsExactly(new SourcePart("/in/a.log", 3, 7, 1, ""));
    }

    @Test
    void filesOfLinesGrowUnlessTheyAreCompressed() {
        assertThat(LISTED.grow("/in/a.log")).isTrue();
        assertThat(LISTED.grow("/in/c.log.GZ")).isFalse();
        assertThat(new ListedFiles(List.of(LOG), false).grow("/in/a.log")).isFalse();
    }

    @Test
    void fileOfAnotherScanIsADefect() {
        assertThat(LISTED.require("/in/b.log")).isEqualTo(EMPTY);
        assertThatThrownBy(() -> LISTED.require("/in/d.log"))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessage("Not a file of this scan: /in/d.log");
    }
}
