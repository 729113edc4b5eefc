package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testkit.kafka.KafkaBroker;
import dev.leat.testkit.kafka.TopicFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects that write to topics of a real broker: what is new, once, and later if the broker is away. */
final class TestKafkaSinks {
    private static final TopicFixture TOPICS = new TopicFixture();

    @TempDir
    private Path folder = Path.of("");

    @AfterAll
    static void disconnect() {
        TOPICS.close();
    }

    private ScratchProject project(String servers, String topic) {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE log (id INT, word STRING) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE events AS SELECT id, word FROM STREAM(log);
                CREATE SINK alerts USING kafka OPTIONS ('kafka.bootstrap.servers' '%s', topic '%s');
                CREATE FLOW f AS INSERT INTO alerts BY NAME
                SELECT cast(id AS STRING) AS key, word AS value FROM STREAM(events) WHERE id > 0;
                """.formatted(servers, topic));
        project.file("in/1.csv", "1,a\n2,b\n0,none\n");
        return project;
    }

    /** Keys and values, as a reader sees them that reads what is committed. */
    private static List<String> records(String servers, String topic) {
        List<String> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end =
                    consumer.endOffsets(List.of(partition)).values().iterator().next();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(found -> records.add(new String(found.key(), StandardCharsets.UTF_8) + "="
                                + new String(found.value(), StandardCharsets.UTF_8)));
            }
        }
        return records;
    }

    @Test
    void rowsOfEachCommitAreThereOnce() throws IOException {
        TOPICS.create("once", 1);
        ScratchProject project = project(TOPICS.servers(), "once");
        project.assertRun("events refreshed 3 3", "alerts refreshed 3 2");
        project.assertRun("events unchanged 0 0", "alerts unchanged 0 0");
        project.file("in/2.csv", "3,c\n");
        project.assertRun("events updated 1 1", "alerts updated 1 1");
        assertThat(records(TOPICS.servers(), "once")).containsExactlyInAnyOrder("1=a", "2=b", "3=c");

        // A line without its end waits: a topic could not be told that it was none yet.
        project.file("in/3.csv", "4,d\n5,ha");
        project.assertRun("events updated 1 1", "alerts updated 1 1");
        project.file("in/3.csv", "4,d\n5,half\n");
        project.assertRun("events updated 1 1", "alerts updated 1 1");
        assertThat(records(TOPICS.servers(), "once")).containsExactlyInAnyOrder("1=a", "2=b", "3=c", "4=d", "5=half");

        // The commits of another state have numbers of their own.
        assertThat(project.run("--quiet", "--state", folder.resolve("other")).exitCode())
                .isZero();
        assertThat(records(TOPICS.servers(), "once")).hasSize(10);
    }

    @Test
    void whatCannotBeTakenBackIsNotSentAgain() {
        TOPICS.create("whole", 1);
        ScratchProject project = project(TOPICS.servers(), "whole");
        project.sql(project.text()
                .replace(
                        "SELECT cast(id AS STRING) AS key, word AS value FROM STREAM(events) WHERE id > 0",
                        "SELECT word AS key, cast(count(*) AS STRING) AS value FROM events GROUP BY word"));
        project.assertRun("events refreshed 3 3", "alerts refreshed 3 3");
        project.file("in/2.csv", "3,a\n");
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains(
                        "error[BAD_DATA]: Rows that the sink ",
                        "its flow reads no stream",
                        "--full-refresh --refresh alerts");
        assertThat(project.rows("SELECT count(*) FROM events")).containsExactly("4");
        assertThat(records(TOPICS.servers(), "whole")).containsExactlyInAnyOrder("a=1", "b=1", "none=1");
    }

    @Test
    void wrongOptionsAreFoundByCheck() {
        ScratchProject project = new ScratchProject(folder, """
                CREATE SINK one USING kafka OPTIONS (
                  'kafka.bootstrap.servers' 'localhost', topic 't', 'kafka.linger' 5, 'kafka.acks' 'some');
                CREATE FLOW a AS INSERT INTO one BY NAME SELECT 'v' AS value;
                CREATE SINK two USING kafka OPTIONS (topic 't');
                CREATE FLOW b AS INSERT INTO two BY NAME SELECT 'v' AS value;
                """);
        Leat.Ended ended = Leat.run("check", project.path());
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out() + ended.err())
                .contains(
                        "p.sql:1:13: error[OPTION]: Unknown option kafka.linger: Kafka's client has no setting linger")
                .contains("p.sql:1:13: error[OPTION]: Option kafka.acks: ")
                .contains("p.sql:1:13: error[OPTION]: Option kafka.bootstrap.servers is localhost, expected host:port")
                .contains("p.sql:4:13: error[OPTION]: The sink two has no option kafka.bootstrap.servers; add it")
                .doesNotContain("The option kafka.bootstrap.servers is missing");
    }

    @Test
    void brokerThatIsAwayGetsItsRowsLater() throws IOException {
        Path files = Files.createTempDirectory("leat-broker-");
        try (KafkaBroker broker = KafkaBroker.start(files.resolve("broker"));
                TopicFixture topics = new TopicFixture(broker)) {
            topics.create("later", 1);
            ScratchProject project = project(broker.servers(), "later");
            project.assertRun("events refreshed 3 3", "alerts refreshed 3 2");
            broker.stop();
            project.file("in/2.csv", "3,c\n");
            Leat.Ended ended = project.run("--quiet");
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err()).contains("error[IO]: ", broker.servers());
            assertThat(ended.out()).contains("alerts   updated");
            assertThat(project.rows("SELECT count(*) FROM events")).containsExactly("4");
            assertThat(Leat.run("status", project.path(), "--json").out())
                    .contains("{\"name\":\"alerts\",\"pending\":1}");
            broker.start();
            project.file("in/3.csv", "4,d\n");
            project.assertRun("events updated 1 1", "alerts updated 1 1");
            assertThat(records(broker.servers(), "later")).containsExactlyInAnyOrder("1=a", "2=b", "3=c", "4=d");
        }
    }
}
