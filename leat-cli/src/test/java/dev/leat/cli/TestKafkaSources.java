package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testkit.kafka.TopicFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects that read topics of a real broker, run after run. */
final class TestKafkaSources {
    private static final TopicFixture TOPICS = new TopicFixture();

    @TempDir
    private Path folder = Path.of("");

    @AfterAll
    static void disconnect() {
        TOPICS.close();
    }

    private static String definitions(String topic, String options) {
        return """
                CREATE TABLE clicks (user STRING, n INT) USING kafka
                OPTIONS ('kafka.bootstrap.servers' '%s', subscribe '%s', 'value.format' 'json'%s);
                CREATE STREAMING TABLE events AS SELECT user, n, _metadata.offset AS at FROM STREAM(clicks);
                CREATE MATERIALIZED VIEW per_user AS SELECT user, sum(n) AS n FROM clicks GROUP BY user;
                """.formatted(TOPICS.servers(), topic, options);
    }

    private static void assertEvents(ScratchProject project, String... rows) {
        assertThat(project.rows("SELECT * FROM events ORDER BY at, user")).containsExactly(rows);
    }

    private static void assertPerUser(ScratchProject project, String... rows) {
        assertThat(project.rows("SELECT * FROM per_user ORDER BY user")).containsExactly(rows);
    }

    @Test
    void eachRunReadsTheNewOffsetsOnly() {
        TOPICS.create("clicks", 1);
        TOPICS.send("clicks", 0, "{\"user\": \"ann\", \"n\": 1}", "{\"user\": \"bob\", \"n\": 2}");
        ScratchProject project = new ScratchProject(folder, definitions("clicks", ""));
        project.assertRun("events refreshed 2 2", "per_user refreshed 2 2");
        project.assertRun("events unchanged 0 0", "per_user unchanged 0 0");

        TOPICS.send("clicks", 0, "{\"user\": \"ann\", \"n\": 3}", "not JSON");
        project.assertRun("events updated 2 2", "per_user updated 2 3");
        assertEvents(project, "ann,1,0", "bob,2,1", "ann,3,2", ",,3");
        assertPerUser(project, ",", "ann,4", "bob,2");
        assertThat(project.rows("SELECT count(*), max(_metadata.offset) FROM clicks"))
                .containsExactly("4,3");
    }

    @Test
    void recordsThatWereReadAreTheOffsetsThatWerePassed() {
        TOPICS.create("counted", 2);
        TOPICS.send("counted", 0, "{\"user\": \"ann\", \"n\": 1}", "not JSON");
        TOPICS.send(new ProducerRecord<>("counted", 1, "gone".getBytes(StandardCharsets.UTF_8), (byte[]) null));
        ScratchProject project = new ScratchProject(folder, definitions("counted", ""));
        assertThat(project.run().exitCode()).isZero();
        TOPICS.send("counted", 1, "{\"n\": 2}", "{\"n\": \"x\"}", "{\"n\": 3}");
        assertThat(project.run().exitCode()).isZero();

        assertThat(DuckDbFile.texts(
                        project.state(),
                        "SELECT (SELECT string_agg(concat_ws(' ', read, accepted, malformed), ', '"
                                + " ORDER BY commit) FROM leat.counts WHERE name LIKE '%events') || ' of ' || (SELECT sum(next - first)"
                                + " FROM leat.positions WHERE dataset LIKE '%events`')"))
                .containsExactly("3 2 1, 3 2 1 of 6");
    }

    @Test
    void connectionsEndWithTheCommand() {
        TOPICS.create("brief", 1);
        TOPICS.send("brief", 0, "{\"user\": \"ann\", \"n\": 1}");
        ScratchProject project = new ScratchProject(folder, definitions("brief", ""));
        long before = connections();
        project.assertRun("events refreshed 1 1", "per_user refreshed 1 1");
        assertThat(connections()).isEqualTo(before);
    }

    /** Each client that asks for topics has a thread. */
    private static long connections() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kafka-admin-client-thread"))
                .count();
    }

    @Test
    void newPartitionsAreReadAndBrokersMayRestart() {
        TOPICS.create("growing", 1);
        TOPICS.send("growing", 0, "{\"user\": \"a\", \"n\": 1}");
        ScratchProject project = new ScratchProject(folder, definitions("growing", ""));
        project.assertRun("events refreshed 1 1", "per_user refreshed 1 1");
        TOPICS.grow("growing", 2);
        TOPICS.send("growing", 1, "{\"user\": \"b\", \"n\": 2}");
        TOPICS.send("growing", 0, "{\"user\": \"a\", \"n\": 3}");
        TOPICS.broker().kill();
        TOPICS.broker().start();
        project.assertRun("events updated 2 2", "per_user updated 2 3");
        assertEvents(project, "a,1,0", "b,2,0", "a,3,1");
        assertPerUser(project, "a,4", "b,2");
    }

    @Test
    void aRunTakesAllInCommitsWithinTheBound() {
        TOPICS.create("bounded", 1);
        for (int i = 1; i <= 5; i++) {
            TOPICS.send("bounded", 0, "{\"user\": \"u\", \"n\": " + i + "}");
        }
        ScratchProject project = new ScratchProject(folder, definitions("bounded", ", maxOffsetsPerTrigger 2"));
        project.assertRun("events refreshed 5 5", "per_user refreshed 5 5");
        assertPerUser(project, "u,15");
        assertThat(Leat.run("status", project.path(), "--json").out()).startsWith("{\"commits\":3,");
        TOPICS.send("bounded", 0, "{\"user\": \"u\", \"n\": 6}");
        project.assertRun("events updated 1 1", "per_user updated 1 2");
        assertPerUser(project, "u,21");
    }

    @Test
    void whoStaysUpWaitsForTheLeastAndARunReadsAll() {
        TOPICS.create("awaited", 2);
        TOPICS.send("awaited", 0, "{\"user\": \"u\", \"n\": 1}");
        ScratchProject project = new ScratchProject(
                folder,
                definitions("awaited", ", minOffsetsPerTrigger 3, maxTriggerDelay '1h'")
                        + "CREATE TABLE marks (n INT) USING csv OPTIONS (path 'marks');\n"
                        + "CREATE MATERIALIZED VIEW marked AS SELECT n FROM marks;\n");
        project.file("marks/a.csv", "1\n");
        try (LeatProcess run = LeatProcess.watch(project)) {
            run.awaitLine("commit 1: 3 rows read");
            TOPICS.send("awaited", 0, "{\"user\": \"u\", \"n\": 2}");
            TOPICS.send("awaited", 1, "{\"user\": \"u\", \"n\": 3}");
            project.file("marks/b.csv", "2\n");
            run.awaitLine("commit 2: 1 rows read");
            TOPICS.send("awaited", 1, "{\"user\": \"u\", \"n\": 4}");
            run.awaitLine("commit 3: 6 rows read");
            TOPICS.send("awaited", 1, "{\"user\": \"u\", \"n\": 5}");
            project.file("marks/c.csv", "3\n");
            run.awaitLine("commit 4: 1 rows read");
            run.interrupt();
        }
        assertPerUser(project, "u,10");
        project.assertRun("events updated 1 1", "per_user updated 1 2", "marked unchanged 0 0");
        assertPerUser(project, "u,15");
    }

    @Test
    void whoStaysUpWaitsNoLongerThanTheDelay() {
        TOPICS.create("delayed", 1);
        TOPICS.send("delayed", 0, "{\"user\": \"u\", \"n\": 1}");
        ScratchProject project = new ScratchProject(
                folder, definitions("delayed", ", minOffsetsPerTrigger 1000, maxTriggerDelay '300ms'"));
        try (LeatProcess run = LeatProcess.watch(project)) {
            run.awaitLine("commit 1: ");
            TOPICS.send("delayed", 0, "{\"user\": \"u\", \"n\": 2}");
            run.awaitLine("commit 2: ");
            run.interrupt();
        }
        assertPerUser(project, "u,3");
    }

    @Test
    void aViewAloneIsNotBounded() {
        TOPICS.create("viewed", 1);
        TOPICS.send("viewed", 0, "{\"user\": \"u\", \"n\": 1}", "{\"user\": \"u\", \"n\": 2}");
        ScratchProject project = new ScratchProject(
                folder,
                definitions("viewed", ", maxOffsetsPerTrigger 1")
                        .replaceAll("(?s)CREATE STREAMING TABLE events.*?;", ""));
        project.assertRun("per_user refreshed 2 1");
    }

    @Test
    void recordsThatExpireBeforeTheyAreReadAreAnErrorUnlessTheUserGoesOn() {
        TOPICS.create("expiring", 1);
        TOPICS.send("expiring", 0, "{\"user\": \"a\", \"n\": 1}");
        ScratchProject project = new ScratchProject(folder, definitions("expiring", ""));
        project.assertRun("events refreshed 1 1", "per_user refreshed 1 1");
        TOPICS.send("expiring", 0, "{\"user\": \"b\", \"n\": 2}", "{\"user\": \"c\", \"n\": 3}");
        TOPICS.expire("expiring", 0, 1);
        project.assertRun("events updated 2 2", "per_user updated 2 2");
        assertPerUser(project, "a,1", "b,2", "c,3");

        TOPICS.send("expiring", 0, "{\"user\": \"d\", \"n\": 4}", "{\"user\": \"e\", \"n\": 5}");
        TOPICS.expire("expiring", 0, 4);
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains("p.sql:3:24: error[DATA_LOSS]: Cannot read expiring-0 on from offset 3")
                .contains("the first offset that is kept is 4", "failOnDataLoss", "--full-refresh");

        project.sql(definitions("expiring", ", failOnDataLoss false"));
        project.assertRun("events updated 1 1", "per_user updated 1 1");
        assertEvents(project, "a,1,0", "b,2,1", "c,3,2", "e,5,4");
        assertPerUser(project, "a,1", "b,2", "c,3", "e,5");
    }

    @Test
    void partitionThatHasBecomeShorterIsReadOnFromItsEndIfTheUserGoesOn() {
        TOPICS.create("shorter", 1);
        TOPICS.send("shorter", 0, "{\"user\": \"a\", \"n\": 1}", "{\"user\": \"b\", \"n\": 2}", "{}", "{}");
        ScratchProject project = new ScratchProject(folder, definitions("shorter", ", maxOffsetsPerTrigger 9"));
        project.assertRun("events refreshed 4 4", "per_user refreshed 4 3");
        TOPICS.broker().truncate("shorter-0", 2);
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains("error[DATA_LOSS]: Cannot read shorter-0 on from offset 4: the partition ends at offset 2");

        project.sql(definitions("shorter", ", failOnDataLoss false"));
        project.assertRun("events unchanged 0 0", "per_user unchanged 0 0");
        TOPICS.send("shorter", 0, "{\"user\": \"a\", \"n\": 5}");
        project.assertRun("events updated 1 1", "per_user updated 1 2");
        assertEvents(project, "a,1,0", "b,2,1", ",,2", "a,5,2", ",,3");
        assertPerUser(project, ",", "a,6", "b,2");
        project.assertRun("events unchanged 0 0", "per_user unchanged 0 0");
    }

    @Test
    void topicThatWasMadeAnewIsNotTakenForTheOldOne() {
        TOPICS.create("anew", 1);
        TOPICS.send("anew", 0, "{\"user\": \"a\", \"n\": 1}");
        ScratchProject project = new ScratchProject(folder, definitions("anew", ""));
        project.assertRun("events refreshed 1 1", "per_user refreshed 1 1");
        TOPICS.delete("anew");
        TOPICS.create("anew", 1);
        TOPICS.send("anew", 0, "{\"user\": \"b\", \"n\": 2}");
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains("error[DATA_LOSS]: Cannot read anew-0 on from offset 1: the topic was deleted");

        project.sql(definitions("anew", ", failOnDataLoss false"));
        project.assertRun("events updated 1 1", "per_user refreshed 1 1");
        assertEvents(project, "a,1,0", "b,2,0");
        assertPerUser(project, "b,2");
    }

    @Test
    void streamThatBeganAtTheEndGoesOnFromThere() {
        TOPICS.create("late", 1);
        TOPICS.send("late", 0, "before");
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE late USING kafka
                OPTIONS ('kafka.bootstrap.servers' '%s', subscribe 'late', startingOffsets 'latest');
                CREATE STREAMING TABLE lines AS SELECT CAST(value AS STRING) AS line, offset FROM STREAM(late);
                CREATE MATERIALIZED VIEW count AS SELECT count(*) AS n FROM late;
                """.formatted(TOPICS.servers()));
        project.assertRun("lines refreshed 0 0", "count refreshed 0 1");
        TOPICS.send("late", 0, "one", "two");
        project.assertRun("lines updated 2 2", "count updated 2 2");
        assertThat(project.rows("SELECT * FROM lines ORDER BY offset")).containsExactly("one,1", "two,2");
        Leat.Ended ended = project.run("--quiet", "--full-refresh");
        assertThat(ended.exitCode()).isZero();
        assertThat(project.rows("SELECT * FROM count"))
                .as("as a whole, but from the same place")
                .containsExactly("2");
    }

    @Test
    void brokersAreNotNeededToCheckAndTheirAbsenceIsTold() {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE t USING kafka OPTIONS (
                  'kafka.bootstrap.servers' '127.0.0.1:1', subscribe 't',
                  'kafka.request.timeout.ms' 500, 'kafka.default.api.timeout.ms' 1000);
                CREATE STREAMING TABLE s AS SELECT value FROM STREAM(t);
                """);
        assertThat(Leat.run("check", project.path()).exitCode()).isZero();
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains(
                        "p.sql:4:24: error[IO]: Cannot read the offsets of t at 127.0.0.1:1: there is no answer in time");
    }

    @Test
    void examplesOfTheReferenceAreFine() throws IOException {
        String reference = Files.readString(Path.of("../docs/language.md"));
        String blocks = Pattern.compile("(?ms)^```sql kafka\n(.*?)^```")
                .matcher(reference)
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"));
        assertThat(blocks).contains("CREATE TABLE", "CREATE SINK");
        ScratchProject project = new ScratchProject(folder, blocks);
        Leat.Ended ended = Leat.run("check", project.path());
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
    }

    @Test
    void wrongOptionsAreMarked() {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE t (n INT) USING kafka OPTIONS (
                  'kafka.bootstrap.servers' 'localhost', subscribe 't',
                  startingOffset 'latest', 'value.format' 'json');
                CREATE TABLE u USING kafka OPTIONS (path 'data');
                CREATE TABLE v USING kaffka OPTIONS (subscribe 't');
                """);
        Leat.Ended ended = Leat.run("check", project.path());
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out() + ended.err())
                .contains("p.sql:2:3: error[OPTION]: Option kafka.bootstrap.servers is localhost")
                .contains("p.sql:3:3: error[OPTION]: Unknown option startingOffset of a kafka source; did you mean"
                        + " startingOffsets?")
                .contains("p.sql:4:42: error[OPTION]: A kafka source has no path; remove it")
                .contains(
                        "p.sql:5:22: error[NOT_SUPPORTED]: The format kaffka is not supported; supported are csv, json,"
                                + " text, parquet, kafka; did you mean kafka?");
    }
}
