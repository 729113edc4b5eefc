package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testkit.ConservedState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random logs that grow in the middle of lines, are rotated, compressed, cut and joined by others, with records of every fate, read by runs in
 * between: in the end each record was counted once, as what it is.
 */
final class TestConservedRuns {
    private static final int STEPS = 40;
    private static final String TIME = "2026-01-01T10:00:00Z,";

    private static final String ROW_BY_ROW = """
            CREATE TABLE log (t TIMESTAMP, v INT) USING csv OPTIONS (path 'in');
            CREATE STREAMING TABLE kept (CONSTRAINT c EXPECT (v > 0) ON VIOLATION DROP ROW)
            AS SELECT t, v FROM STREAM(log) WHERE v IS NULL OR v % 10 <> 7;
            """;

    /** Where groups below a watermark are, lines are not read before they end. */
    private static final String SUMS = """
            CREATE STREAMING TABLE sums AS SELECT t, sum(v) AS v
            FROM STREAM log WATERMARK t DELAY OF INTERVAL 10 MINUTES GROUP BY t;
            CREATE STREAMING TABLE pairs AS SELECT a.v AS a, b.v AS b FROM STREAM(log) AS a JOIN log AS b ON a.v = b.v;
            """;

    @TempDir
    private Path folder = Path.of("");

    private final Fates expected = new Fates();
    private String half = "";

    /** Records written so far. */
    private static final class Fates {
        private long accepted;
        private long malformed;
        private long rejected;
        private long number;

        /** A line, like no other, lest a file be taken for the copy of another; its row is left out where its value is below zero. */
        String line(SplittableRandom random) {
            number += 10;
            switch (random.nextInt(6)) {
                case 0 -> {
                    return random.nextBoolean() ? "" : "  ";
                }
                case 1 -> {
                    malformed++;
                    return TIME + "wrong" + number;
                }
                case 2 -> {
                    malformed++;
                    return "never," + number;
                }
                case 3 -> {
                    rejected++;
                    return TIME + "-" + number;
                }
                case 4 -> {
                    accepted++;
                    return TIME + (number + 7);
                }
                default -> {
                    accepted++;
                    return "2026-01-01T1" + random.nextInt(10) + ":00:00Z," + number;
                }
            }
        }

        @Override
        public String toString() {
            return (accepted + malformed + rejected) + " " + accepted + " " + malformed + " 0 " + rejected;
        }
    }

    private Path log() {
        return folder.resolve("in/app.log");
    }

    private void append(String text) throws IOException {
        Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String lines(SplittableRandom random) {
        StringBuilder lines = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            lines.append(expected.line(random)).append('\n');
        }
        return lines.toString();
    }

    /** Writes the rest of a line of which a part is there. */
    private void complete() throws IOException {
        if (!half.isEmpty()) {
            append(half);
        }
        half = "";
    }

    private void step(SplittableRandom random, int number, ScratchProject project) throws IOException {
        switch (random.nextInt(6)) {
            case 0 -> {
                complete();
                String line = expected.line(random) + "\n";
                int cut = random.nextInt(line.length());
                append(line.substring(0, cut));
                half = line.substring(cut);
            }
            case 1 -> {
                complete();
                if (Files.exists(log())) {
                    Files.move(log(), folder.resolve("in/app.log." + number));
                }
            }
            case 2 -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                    out.write(lines(random).getBytes(StandardCharsets.UTF_8));
                }
                project.file("in/z" + number + ".log.gz", bytes.toByteArray());
            }
            case 3 -> project.file("in/m" + number + ".log", "\ufeff" + lines(random));
            default -> {
                complete();
                append(lines(random));
            }
        }
    }

    private static String counted(ScratchProject project, String dataset) {
        return DuckDbFile.texts(
                        project.state(),
                        "SELECT concat_ws(' ', sum(read), sum(accepted), sum(malformed), sum(late), sum(rejected))"
                                + " FROM leat.counts WHERE name LIKE '%." + dataset + "'")
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "5, true", "1, false", "2, false", "3, false", "4, false", "5, false"})
    void everyRecordIsCountedOnceAsWhatItIs(long seed, boolean hasSums) throws IOException, SQLException {
        SplittableRandom random = new SplittableRandom(seed);
        ScratchProject project = new ScratchProject(folder, ROW_BY_ROW + (hasSums ? SUMS : ""));
        project.file("in/0.log", "");
        for (int i = 0; i < STEPS; i++) {
            step(random, i, project);
            if (random.nextInt(4) == 0) {
                assertThat(project.run("--quiet").exitCode()).isZero();
            }
        }
        complete();
        append(TIME + "1\n");
        expected.accepted++;
        assertThat(project.run("--quiet").exitCode()).isZero();

        assertThat(counted(project, "kept")).isEqualTo(expected.toString());
        assertThat(ConservedState.of(project.state()).violations()).isEmpty();
        if (hasSums) {
            assertThat(counted(project, "sums"))
                    .startsWith(expected.accepted + expected.malformed + expected.rejected + " ");
        }
    }
}
