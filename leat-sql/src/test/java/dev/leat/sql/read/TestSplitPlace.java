package dev.leat.sql.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.PositionRange;
import dev.leat.spi.SourceSplit;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where records are that are in files, and others. */
final class TestSplitPlace {
    private static final DataFile FILE = new DataFile(Path.of("/in/a.csv"), 10, 1, "");

    private static SplitPlace ofSplit(long start, long length) {
        return SplitPlace.of(FILE, new SourceSplit("/in/a.csv", start, length, 10, 1));
    }

    @Test
    void splitOfAllBytesIsTheWholeFile() {
        assertThat(ofSplit(0, 10)).isEqualTo(SplitPlace.whole(FILE)).matches(SplitPlace::isWhole);
        assertThat(ofSplit(0, 4)).isEqualTo(SplitPlace.of(FILE, new PositionRange(0, 4)));
        assertThat(ofSplit(4, 6).isWhole()).isFalse();
        assertThat(ofSplit(4, 6).part()).isEqualTo("/in/a.csv");
    }

    @Test
    void placeOutsideOfFilesHasNone() {
        SplitPlace outside = SplitPlace.outside("clicks/0");
        assertThat(outside.part()).isEqualTo("clicks/0");
        assertThatThrownBy(outside::requireFile)
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining("only records of files are opened");
        assertThat(SplitPlace.whole(FILE).requireFile()).isEqualTo(FILE);
    }
}
