package dev.leat.conformance.realdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestSourceSuites {
    private static final Optional<Path> DATA = RealDataSet.data(Path.of("../../shared"));

    @TempDir
    private Path folder;

    @Test
    void parquetFilesGiveSparksRowsOrSayWhyNot() throws IOException {
        assumeTrue(DATA.isPresent(), "LEAT_SHARED names no folder with real data");

        List<String> sources = SourceSuites.parquetTesting(DATA.orElseThrow());

        assertThat(sources).hasSizeGreaterThan(70);
        assertThat(SourceComparison.differences(sources, folder)).isEmpty();
    }

    @Test
    void csvFilesGiveSparksRows() throws IOException {
        assumeTrue(DATA.isPresent(), "LEAT_SHARED names no folder with real data");

        List<String> sources = SourceSuites.csvSpectrum(DATA.orElseThrow());

        assertThat(sources).hasSize(36);
        assertThat(SourceComparison.differences(sources, folder)).isEmpty();
    }

    /** Leat refuses an option that Spark ignores: of such a source Spark has rows. */
    @Test
    void differenceIsFound() throws IOException {
        Path file = Files.writeString(folder.resolve("one.csv"), "1\n");
        String odd = "USING csv OPTIONS (path '" + file + "', unheardOf true)";
        String missing = "USING parquet OPTIONS (path '" + folder.resolve("missing.parquet") + "')";

        assertThat(SourceComparison.differences(List.of(odd, missing), folder))
                .singleElement()
                .satisfies(
                        text -> assertThat(text).startsWith(odd).contains("Spark has 1 rows, Leat says", "unheardOf"));
    }
}
