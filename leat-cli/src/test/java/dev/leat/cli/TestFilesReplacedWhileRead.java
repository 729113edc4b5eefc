package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.run.RunReport;
import dev.leat.spi.ReadCounts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log that is rotated by a copy, and written again to its old length and more, between the look at what it holds and its reading.
 * Its number stays, as it does for one that is deleted and made again on file systems that give away numbers at once.
 */
final class TestFilesReplacedWhileRead {
    @TempDir
    private Path folder = Path.of("");

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> i + ",w" + i % 3).toList();
    }

    private Path log() {
        return folder.resolve("in/a.log");
    }

    private void rotate() {
        try {
            Files.copy(log(), folder.resolve("in/a.log.1"));
            Files.write(log(), lines(500, 900));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eachRecordIsReadOnce() throws IOException {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE log (at INT, word STRING) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE events AS SELECT at, word FROM STREAM(log);
                CREATE MATERIALIZED VIEW words AS SELECT word, count(*) AS n FROM log GROUP BY word;
                """);
        project.file("in/a.log", String.join("\n", lines(0, 100)) + "\n");
        Path state = folder.resolve("state");
        try (EngineRun engine = EngineRun.open(project, state, new SparkFileReaders())) {
            assertThat(engine.run().failure()).isEmpty();
        }
        Files.write(log(), lines(100, 400), StandardOpenOption.APPEND);
        AtomicBoolean isRotated = new AtomicBoolean();
        FlawedReaders readers = new FlawedReaders(counts -> counts, FlawedReaders.Telling.ALL, () -> {
            if (!isRotated.getAndSet(true)) {
                rotate();
            }
        });
        try (EngineRun engine = EngineRun.open(project, state, readers)) {
            RunReport report = engine.run();
            assertThat(report.outcomes().stream().flatMap(outcome -> outcome.problems().stream()))
                    .hasSize(2)
                    .allMatch(problem -> problem.message()
                            .contains("a.log: it was renamed, replaced or cut while the source was read; run again"));
            assertThat(engine.run().failure()).isEmpty();
            assertThat(engine.status().reads().stream().map(read -> read.counts()))
                    .extracting(ReadCounts::read)
                    .contains(800L);
        }
        assertThat(project.rows("SELECT * FROM events ORDER BY at", "--state", state))
                .containsExactlyElementsOf(Stream.concat(lines(0, 400).stream(), lines(500, 900).stream())
                        .toList());
        assertThat(project.rows("SELECT sum(n) FROM words", "--state", state)).containsExactly("800");
    }
}
