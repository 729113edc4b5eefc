package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.run.RunReport;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourceReaders;
import dev.leat.sql.read.SparkFileReaders;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that loses a record, or has one twice, wherever it does, is noticed before anything is published. */
final class TestConservation {
    @TempDir
    private Path folder = Path.of("");

    private RunReport run(SourceReaders readers) {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE files (id INT, name STRING) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE items AS SELECT * FROM STREAM(files);
                """);
        project.file("in/1.csv", "1,a\n\nx,b\n3,c\n");
        try (EngineRun engine = EngineRun.open(project, folder.resolve("state"), readers)) {
            try {
                return engine.run();
            } finally {
                if (!isFine(readers)) {
                    assertThat(engine.status().commits()).isZero();
                }
            }
        }
    }

    private static boolean isFine(SourceReaders readers) {
        return readers instanceof SparkFileReaders;
    }

    @Test
    void recordsBelowAWindowOfWholePartitionsAreReadOnce() {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE files (id INT, name STRING) USING csv OPTIONS (path 'in');
                CREATE MATERIALIZED VIEW counted AS SELECT id, count(*) OVER (PARTITION BY name) AS n FROM files;
                CREATE MATERIALIZED VIEW names (CONSTRAINT once EXPECT UNIQUE (n))
                  AS SELECT name, count(*) AS n FROM files GROUP BY name;
                """);
        project.file("in/1.csv", "1,a\n2,b\n3,b\n");
        try (EngineRun engine = EngineRun.open(project, folder.resolve("state"), new SparkFileReaders())) {
            assertThat(engine.run().outcomes())
                    .hasSize(2)
                    .allSatisfy(outcome -> assertThat(
                                    outcome.result().orElseThrow().reads().values())
                            .extracting(ReadCounts::read)
                            .containsExactly(3L));
        }
    }

    private void assertRefused(SourceReaders readers, String message) {
        assertThatThrownBy(() -> run(readers))
                .isInstanceOfSatisfying(
                        LeatException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining(message);
    }

    private static SourceReaders counting(UnaryOperator<ReadCounts> counting) {
        return new FlawedReaders(counting, FlawedReaders.Telling.ALL);
    }

    @Test
    void readersAreSound() {
        assertThat(run(new SparkFileReaders()).failure()).isEmpty();
    }

    @Test
    void recordThatIsCutOutAndNotParsedIsMissed() {
        assertRefused(
                counting(counts -> counts.withRead(counts.read() + 1)),
                "the records that spark_catalog.default.items has read of spark_catalog.default.files are those accepted,"
                        + " malformed, late and rejected: ReadCounts[read=4, accepted=2, malformed=1, late=0");
    }

    @Test
    void recordThatIsParsedTwiceIsOneTooMany() {
        assertRefused(counting(counts -> counts.withRead(counts.read() - 1)), "ReadCounts[read=2, accepted=2");
    }

    @Test
    void malformedRecordThatIsNotKeptIsMissed() {
        assertRefused(
                new FlawedReaders(UnaryOperator.identity(), FlawedReaders.Telling.NONE),
                "each malformed record that `spark_catalog`.`default`.`items` has come across is kept: read"
                        + " {`spark_catalog`.`default`.`files`=1}, kept {}");
    }
}
