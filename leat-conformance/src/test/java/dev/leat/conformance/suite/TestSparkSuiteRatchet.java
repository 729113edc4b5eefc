package dev.leat.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Spark's SQL suite on Leat; raise the figures with the file that the run leaves in {@code target/spark-suite}. */
class TestSparkSuiteRatchet {
    private static final Path RUN = Path.of("target", "spark-suite");

    @Test
    void noFileFallsBelowItsFigure() throws IOException {
        SuiteReport report = SparkSuite.runLeat(List.of());

        report.writeReasons(RUN);
        Files.write(RUN.resolve("ratchet.txt"), Ratchet.lines(report));
        assertThat(Ratchet.parse(figures()).violations(report))
                .as(report.summary())
                .isEmpty();
    }

    private static List<String> figures() throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(TestSparkSuiteRatchet.class.getResourceAsStream("ratchet.txt"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
