package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that are rotated and compressed while they are followed: each line becomes a row once. */
final class TestCompressedLogs {
    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project;

    @BeforeEach
    void firstRun() throws IOException {
        project = project(", header true");
        append("a.log", "id,word\n1,one\n2,two\n");
        project.assertRun("events refreshed 2 2");
    }

    private ScratchProject project(String options) throws IOException {
        Files.createDirectories(folder.resolve("in"));
        return new ScratchProject(folder, """
                CREATE TABLE log (id INT, word STRING) USING csv OPTIONS (path 'in'%s);
                CREATE STREAMING TABLE events AS SELECT id, word FROM STREAM(log);
                """.formatted(options));
    }

    private Path file(String name) {
        return folder.resolve("in").resolve(name);
    }

    private void append(String name, String text) throws IOException {
        Files.writeString(file(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private void pack(String name, String packed) throws IOException {
        Files.write(file(packed), packed(Files.readAllBytes(file(name))));
    }

    private void assertEvents(String... rows) {
        assertThat(project.rows("SELECT * FROM events ORDER BY id, word")).containsExactly(rows);
    }

    @Test
    void aLogThatIsCompressedIsNotReadAgain() throws IOException {
        pack("a.log", "a.log.1.gz");
        project.assertRun("events unchanged 0 0");
        Files.delete(file("a.log"));
        append("a.log", "id,word\n3,three\n");
        project.assertRun("events updated 1 1");
        project.assertRun("events unchanged 0 0");
        Files.move(file("a.log.1.gz"), file("a.log.2.gz"));
        project.assertRun("events unchanged 0 0");
        assertEvents("1,one", "2,two", "3,three");
    }

    @Test
    void whatCameBeforeItWasCompressedIsRead() throws IOException {
        append("a.log", "3,three\n4,four");
        pack("a.log", "a.log.1.gz");
        Files.delete(file("a.log"));
        append("a.log", "id,word\n5,five\n");
        project.assertRun("events updated 3 3");
        assertEvents("1,one", "2,two", "3,three", "4,four", "5,five");
    }

    @Test
    void aLineThatWasReadBeforeItsEndIsTakenBack() throws IOException {
        append("a.log", "3,thr");
        project.assertRun("events updated 1 1");
        append("a.log", "ee\n4,four\n");
        pack("a.log", "a.log.1.gz");
        Files.writeString(file("a.log"), "");
        project.assertRun("events updated 1 3");
        assertEvents("1,one", "2,two", "3,three", "4,four");
    }

    @Test
    void aLogThatIsCopiedTruncatedAndCompressedIsNotReadAgain() throws IOException {
        append("a.log", "3,three\n");
        pack("a.log", "a.log.1.gz");
        Files.writeString(file("a.log"), "id,word\n4,four\n");
        project.assertRun("events updated 2 2");
        assertEvents("1,one", "2,two", "3,three", "4,four");
    }

    @Test
    void whatIsAppendedToACompressedLogIsReadAlone() throws IOException {
        pack("a.log", "b.log.gz");
        Files.write(file("c.log.gz"), packed("id,word\n5,five\n".getBytes(StandardCharsets.UTF_8)));
        project.assertRun("events updated 1 1");
        Files.write(file("c.log.gz"), packed("6,six\n".getBytes(StandardCharsets.UTF_8)), StandardOpenOption.APPEND);
        Files.write(file("b.log.gz"), packed("3,three\n".getBytes(StandardCharsets.UTF_8)), StandardOpenOption.APPEND);
        project.assertRun("events updated 2 2");
        project.assertRun("events unchanged 0 0");
        assertEvents("1,one", "2,two", "3,three", "5,five", "6,six");
    }

    @Test
    void aRunThatStaysUpWaitsForTheEndOfACompressedLog() throws IOException {
        byte[] all = packed("id,word\n3,three\n4,four\n".getBytes(StandardCharsets.UTF_8));
        try (LeatProcess run = LeatProcess.start("run", project.path(), "--watch", "--interval", "20")) {
            append("a.log", "5,five\n");
            run.awaitLine("commit 2: 1 rows read");
            Files.write(file("b.log.gz"), Arrays.copyOf(all, all.length - 6));
            append("a.log", "6,six\n");
            run.awaitLine("commit 3: 1 rows read");
            Files.write(file("b.log.gz"), all);
            run.awaitLine("commit 4: 2 rows read");
            run.interrupt();
        }
        assertEvents("1,one", "2,two", "3,three", "4,four", "5,five", "6,six");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", maxBytesPerTrigger 100",
                ", maxFilesPerTrigger 1",
                " ",
                ", maxBytesPerTrigger  200",
                ", maxFilesPerTrigger  2"
            })
    void howeverALogIsRotatedCompressedAndReadItsLinesAreRowsOnce(String options) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        // The first run reads a log and its compressed copy as they are.
        Files.writeString(file("a.log"), "1,one\n");
        project = project(options);
        project.run("--quiet", "--full-refresh");
        int last = 1;
        String unwritten = "";
        int rotations = 0;
        for (int step = 0; step < 40; step++) {
            StringBuilder text = new StringBuilder(unwritten);
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(++last)
                        .append(",word")
                        .append("x".repeat(random.nextInt(40)))
                        .append('\n');
            }
            int end = random.nextInt(3) == 0 ? random.nextInt(text.length() + 1) : text.length();
            append("a.log", text.substring(0, end));
            unwritten = text.substring(end);
            if (random.nextInt(3) == 0) {
                append("a.log", unwritten);
                unwritten = "";
                rotate(random);
                rotations++;
            }
            // Nothing is removed that was never there for a run.
            if (rotations == 2 || random.nextInt(3) == 0) {
                rotations = 0;
                Leat.Ended ended = project.run("--quiet");
                assertThat(ended.err()).as("seed " + seed).isEmpty();
            }
        }
        append("a.log", unwritten);
        assertThat(project.run("--quiet").exitCode()).isZero();
        assertThat(project.rows("SELECT count(*), count(DISTINCT id), coalesce(max(id), 0) FROM events"))
                .as("seed " + seed)
                .containsExactly(last + "," + last + "," + last);
    }

    /** As logrotate does: the last log is compressed when there is a new last one, or at once, and may be there for a while then. */
    private void rotate(Random random) throws IOException {
        if (Files.exists(file("a.log.1")) && !Files.exists(file("a.log.1.gz"))) {
            pack("a.log.1", "a.log.1.gz");
        }
        Files.deleteIfExists(file("a.log.1"));
        Files.deleteIfExists(file("a.log.3.gz"));
        if (Files.exists(file("a.log.2.gz"))) {
            Files.move(file("a.log.2.gz"), file("a.log.3.gz"));
        }
        if (Files.exists(file("a.log.1.gz"))) {
            Files.move(file("a.log.1.gz"), file("a.log.2.gz"));
        }
        if (random.nextBoolean()) {
            Files.move(file("a.log"), file("a.log.1"));
            Files.createFile(file("a.log"));
        } else {
            Files.copy(file("a.log"), file("a.log.1"));
            Files.writeString(file("a.log"), "");
        }
        if (random.nextBoolean()) {
            pack("a.log.1", "a.log.1.gz");
            if (random.nextBoolean()) {
                Files.delete(file("a.log.1"));
            }
        }
    }
}
