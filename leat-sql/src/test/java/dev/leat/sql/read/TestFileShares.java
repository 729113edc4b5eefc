package dev.leat.sql.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Settings;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.ReadLimit;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceScan;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read on in the order in which they were written, and no more of them than a limit says. */
final class TestFileShares {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void write() throws IOException {
        // Names are not in the order of times.
        write("c", 1, "1\n22\n");
        write("a", 2, "333\n4444\n");
        write("b.gz", 3, "packed");
    }

    private void write(String name, int second, String text) throws IOException {
        Path file = Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000L));
    }

    private SourceScan scan() {
        return new SparkFileReaders()
                .open(new SourceDefinition(
                        "text",
                        List.of(folder.toString()),
                        Map.of(),
                        Optional.of(List.of(new Field("value", Simple.STRING, true))),
                        Settings.DEFAULT));
    }

    /** Names with how far they are read. */
    private List<String> chosen(ReadLimit limit, Map<String, Long> read) {
        SourceScan scan = scan();
        Map<String, Long> byPath = new HashMap<>();
        read.forEach((name, end) -> byPath.put(folder.resolve(name).toString(), end));
        List<String> chosen = new ArrayList<>();
        for (SourcePart part : scan.within(limit, scan.parts(), byPath)) {
            chosen.add(Path.of(part.name()).getFileName() + " " + part.end());
        }
        return chosen;
    }

    private static ReadLimit files(int most) {
        return new ReadLimit(most, Long.MAX_VALUE);
    }

    @Test
    void filesAreTakenInTheOrderOfTheirTimes() {
        assertThat(chosen(files(1), Map.of())).containsExactly("c 5");
        assertThat(chosen(files(2), Map.of())).containsExactly("a 9", "c 5");
        assertThat(chosen(files(1), Map.of("c", 5L))).containsExactly("a 9", "c 5");
        assertThat(chosen(files(1), Map.of("c", 2L))).containsExactly("c 5");
        assertThat(chosen(files(9), Map.of())).containsExactly("a 9", "b.gz 6", "c 5");
    }

    @Test
    void filesOfLinesAreCutAfterLines() {
        assertThat(chosen(ReadLimit.ofUnits(4), Map.of())).containsExactly("c 2");
        assertThat(chosen(ReadLimit.ofUnits(5), Map.of())).containsExactly("c 5");
        assertThat(chosen(ReadLimit.ofUnits(8), Map.of()))
                .as("what is left is not enough for a line of the next")
                .containsExactly("c 5");
        assertThat(chosen(ReadLimit.ofUnits(9), Map.of())).containsExactly("a 4", "c 5");
        assertThat(chosen(ReadLimit.ofUnits(5), Map.of("c", 2L, "a", 0L))).containsExactly("a 0", "c 5");
    }

    @Test
    void somethingIsAlwaysRead() {
        assertThat(chosen(ReadLimit.ofUnits(1), Map.of())).containsExactly("c 2");
        assertThat(chosen(ReadLimit.ofUnits(1), Map.of("c", 5L, "a", 4L))).containsExactly("a 9", "c 5");
        assertThat(chosen(ReadLimit.ofUnits(1), Map.of("c", 5L, "a", 9L)))
                .as("a file that cannot be cut")
                .containsExactly("a 9", "b.gz 6", "c 5");
        assertThat(chosen(ReadLimit.ofUnits(1), Map.of("c", 5L, "a", 9L, "b.gz", 6L)))
                .containsExactly("a 9", "b.gz 6", "c 5");
    }

    @Test
    void contentThatHasTakenTheNameOfOtherIsNotLeftOut() {
        assertThat(chosen(files(1), Map.of("b.gz", 0L))).containsExactly("b.gz 6", "c 5");
    }
}
