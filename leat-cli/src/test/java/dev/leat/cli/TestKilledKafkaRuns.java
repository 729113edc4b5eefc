package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testkit.kafka.TopicFixture;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that read a topic and are killed: what was read and what came of it are one commit. */
final class TestKilledKafkaRuns {
    private static final long SEED = 20260502;
    private static final int KILLS = 2;
    private static final int RECORDS = 200;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void eachRecordIsThereOnceAfterKillsAtAnyInstant() {
        Random random = new Random(SEED);
        try (TopicFixture topics = new TopicFixture()) {
            topics.create("killed", 1);
            ScratchProject project = new ScratchProject(folder, """
                    CREATE TABLE numbers (n INT) USING kafka
                    OPTIONS ('kafka.bootstrap.servers' '%s', subscribe 'killed', 'value.format' 'json');
                    CREATE STREAMING TABLE seen AS SELECT n FROM STREAM(numbers);
                    CREATE MATERIALIZED VIEW sums AS SELECT n %% 10 AS digit, count(*) AS n FROM numbers GROUP BY 1;
                    """.formatted(topics.servers()));
            for (int kill = 0; kill < KILLS; kill++) {
                send(topics, kill);
                try (LeatProcess run = LeatProcess.start("run", project.path())) {
                    run.awaitLine(kill % 2 == 0 ? "[1/2] " : "[2/2] ");
                    run.waitFor(random.nextInt(40));
                    run.kill();
                }
            }
            send(topics, KILLS);
            Leat.Ended ended = project.run("--quiet");
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            int all = RECORDS * (KILLS + 1);
            assertThat(project.rows("SELECT count(*), count(DISTINCT n), min(n), max(n) FROM seen"))
                    .containsExactly(all + "," + all + ",0," + (all - 1));
            assertThat(project.rows("SELECT min(n), max(n), count(*) FROM sums"))
                    .containsExactly(all / 10 + "," + all / 10 + ",10");
        }
    }

    private static void send(TopicFixture topics, int batch) {
        for (int i = 0; i < RECORDS; i++) {
            topics.send("killed", 0, "{\"n\": " + (batch * RECORDS + i) + "}");
        }
    }
}
