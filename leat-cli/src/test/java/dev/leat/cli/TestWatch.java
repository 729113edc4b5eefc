package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that stays up follows its sources, tells its status, ends gently, and goes on after it was killed. */
final class TestWatch {
    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project;

    @BeforeEach
    void write() {
        project = new ScratchProject(folder, """
                CREATE TABLE log (id INT, word STRING) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE events AS SELECT id, word FROM STREAM(log);
                CREATE MATERIALIZED VIEW words AS SELECT word, count(*) AS n FROM events GROUP BY word;
                CREATE SINK out USING csv OPTIONS (path 'out');
                CREATE FLOW f AS INSERT INTO out BY NAME SELECT id, word FROM STREAM(events);
                """);
        project.file("in/a.csv", "1,a\n2,b\n");
    }

    private void append(String text) throws IOException {
        Files.writeString(folder.resolve("in/a.csv"), text, StandardOpenOption.APPEND);
    }

    private LeatProcess start() {
        return LeatProcess.watch(project);
    }

    /** The status of a run that is up follows its commits within a second or so, also when no further one comes. */
    private void awaitStatus(String begin) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        String status = "";
        while (!status.startsWith(begin) && System.nanoTime() - end < 0) {
            status = Leat.run("status", project.path(), "--json").out();
        }
        assertThat(status).startsWith(begin);
    }

    @Test
    void whatIsAddedIsFollowedAndTheEndIsGentle() throws IOException {
        try (LeatProcess run = start()) {
            run.awaitLine("commit 1: 2 rows read");
            // The line that has no end yet is not read.
            append("3,c\n4,ha");
            run.awaitLine("commit 2: 1 rows read");
            append("lf\n");
            project.file("in/b.csv", "5,a\n");
            run.awaitLine("commit 3: ");
            assertThat(project.run().exitCode()).isEqualTo(2);
            awaitStatus("{\"commits\":3,");
            Leat.Ended status = Leat.run("status", project.path());
            assertThat(status.exitCode()).isZero();
            assertThat(status.out()).contains("source  read by", "log     events", "sink  pending");
            run.signal("INT");
            Leat.Ended ended = run.end();
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.out()).isEmpty();
        }
        // What came in the meantime is read, and nothing else is.
        assertThat(project.run("--quiet").exitCode()).isZero();
        assertThat(project.rows("SELECT * FROM events ORDER BY id"))
                .containsExactly("1,a", "2,b", "3,c", "4,half", "5,a");
        assertThat(project.rows("SELECT n FROM words WHERE word = 'a'")).containsExactly("2");
        assertThat(project.rows("SELECT count(*) FROM csv.`" + folder + "/out`"))
                .containsExactly("5");
    }

    @Test
    void projectWithoutSourcesIsComputedOnce() throws IOException {
        ScratchProject constant =
                new ScratchProject(folder.resolve("constant"), "CREATE MATERIALIZED VIEW one AS SELECT 1 AS a;");
        try (LeatProcess run = LeatProcess.watch(constant)) {
            run.awaitLine("commit 1: ");
            run.signal("INT");
            assertThat(run.end().exitCode()).isZero();
        }
        assertThat(constant.rows("SELECT * FROM one")).containsExactly("1");
    }

    @Test
    void afterAKillTheNextGoesOn() throws IOException {
        try (LeatProcess run = start()) {
            run.awaitLine("commit 1: ");
            run.kill();
        }
        append("3,c\n");
        try (LeatProcess run = start()) {
            run.awaitLine("commit 2: 1 rows read");
            run.signal("TERM");
            assertThat(run.end().exitCode()).isZero();
        }
        assertThat(project.rows("SELECT * FROM events ORDER BY id")).containsExactly("1,a", "2,b", "3,c");
        Leat.Ended status = Leat.run("status", project.path(), "--json");
        assertThat(status.out())
                .startsWith("{\"commits\":2,")
                .contains("\"lag\":0,\"read\":3,\"accepted\":3,\"malformed\":0,\"late\":0,\"rejected\":0}");
    }

    @Test
    void whatIsLeftIsReadInCommitsThatGrowAlsoAfterAKill() throws IOException {
        int last = 400_000;
        try (LeatProcess run = start()) {
            run.awaitLine("commit 1: ");
            StringBuilder lines = new StringBuilder();
            for (int i = 3; i <= last; i++) {
                lines.append(i).append(",w").append(i % 50).append('\n');
            }
            append(lines.toString());
            run.awaitLine("commit 3: ");
            run.kill();
        }
        try (LeatProcess run = start()) {
            run.awaitLine("commit 6: ");
            run.interrupt();
        }
        assertThat(project.run("--quiet").exitCode()).isZero();
        assertThat(project.rows("SELECT count(*), count(DISTINCT id), max(id) FROM events"))
                .containsExactly(last + "," + last + "," + last);
        assertThat(project.rows("SELECT sum(n) FROM words")).containsExactly(String.valueOf(last));
        assertThat(project.rows("SELECT count(*), count(DISTINCT _c0) FROM csv.`" + folder + "/out`"))
                .containsExactly(last + "," + last);
    }

    @Test
    void sourceThatIsGoneForAWhileIsTriedAgain() throws IOException {
        try (LeatProcess run = start()) {
            run.awaitLine("commit 1: ");
            Files.move(folder.resolve("in"), folder.resolve("away"));
            run.awaitLine("warning: ");
            Files.move(folder.resolve("away"), folder.resolve("in"));
            append("3,c\n");
            run.awaitLine("commit 2: 1 rows read");
            run.signal("TERM");
            assertThat(run.end().exitCode()).isZero();
        }
    }

    @Test
    void sinkWithoutRoomIsTriedAgainAndTheOthersGoOn() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("out"), 256);
                LeatProcess run = start()) {
            run.awaitLine("commit 1: ");
            disk.leave(0);
            append("3,c\n");
            run.awaitLine("warning: ");
            run.awaitLine("commit 2: 1 rows read");
            disk.makeRoom();
            run.awaitLine("commit 3: 0 rows read");
            run.signal("TERM");
            Leat.Ended ended = run.end();
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.err()).contains("error[DISK_FULL]: Cannot write to the sink");
            assertThat(project.rows("SELECT * FROM csv.`" + folder + "/out/part-*` ORDER BY 1"))
                    .containsExactly("1,a", "2,b", "3,c");
        }
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThat(project.run("--watch", "--full-refresh").err())
                .isEqualTo(
                        "error[USAGE]: --watch and --full-refresh do not go together; run with --full-refresh first\n");
        assertThat(project.run("--watch", "--interval", "1").err())
                .isEqualTo("error[USAGE]: --interval is at least 20 milliseconds\n");
        assertThat(project.run("--watch", "--commit-time", "19").err())
                .isEqualTo("error[USAGE]: --commit-time is at least 20 milliseconds\n");
    }
}
