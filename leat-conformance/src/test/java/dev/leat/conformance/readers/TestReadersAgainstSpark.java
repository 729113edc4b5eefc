package dev.leat.conformance.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.pipeline.Settings;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Every so manieth case of the harness, whose full run is {@code bench/readers}. */
@TestInstance(Lifecycle.PER_CLASS)
final class TestReadersAgainstSpark {
    private static final int EVERY = 50;
    private static final int GENERATED = 12;

    private Optional<SparkSession> session = Optional.empty();
    private Optional<ReaderComparison> comparison = Optional.empty();

    @BeforeAll
    void startSpark() {
        SparkOracle oracle = SparkOracle.start();
        SparkSession spark = oracle.session(Settings.DEFAULT).spark();
        session = Optional.of(spark);
        comparison = Optional.of(new ReaderComparison(spark, new SparkFileReaders(), oracle.scratch()));
    }

    private List<String> differences(List<ReaderCase> cases) throws IOException {
        List<String> differences = new ArrayList<>();
        for (ReaderCase test : cases) {
            comparison.orElseThrow().difference(test).ifPresent(differences::add);
        }
        return differences;
    }

    @Test
    void handMadeFilesGiveSparksRows() throws IOException {
        List<ReaderCase> cases = new ArrayList<>();
        List<ReaderCase> all = ReaderHarness.handMade();
        for (int i = 0; i < all.size(); i += EVERY) {
            cases.add(all.get(i));
        }

        assertThat(differences(cases)).isEmpty();
    }

    @Test
    void generatedFilesGiveSparksRows() throws IOException {
        assertThat(differences(GeneratedCases.all(1, GENERATED))).isEmpty();
    }

    @Test
    void parquetFilesGiveSparksRows() {
        List<String> differences = new ArrayList<>();
        Path scratch = SparkOracle.start().scratch();
        List<SharedDataCases.Located> all = ParquetCases.all(session.orElseThrow(), scratch);
        for (int i = 0; i < all.size(); i += 8) {
            SharedDataCases.Located one = all.get(i);
            comparison.orElseThrow().differenceIn(one.test(), one.folder()).ifPresent(differences::add);
        }

        assertThat(differences).isEmpty();
    }

    @Test
    void differenceIsFound() throws IOException {
        SparkSession spark = session.orElseThrow();
        Path scratch = SparkOracle.start().scratch().resolve("found");
        ReaderComparison broken = new ReaderComparison(
                spark,
                source -> new SparkFileReaders()
                        .open(new dev.leat.pipeline.SourceDefinition(
                                source.format(),
                                source.paths(),
                                Map.of("nullValue", "1"),
                                source.schema(),
                                source.settings())),
                scratch);

        assertThat(broken.difference(ReaderCase.csv("one", "1\n2\n").as("a int")))
                .hasValueSatisfying(text -> assertThat(text).contains("Spark 1", "ours"));
    }
}
