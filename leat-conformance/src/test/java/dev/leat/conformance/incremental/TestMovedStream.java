package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.connect.kafka.KafkaReaders;
import dev.leat.connect.kafka.KafkaSinkWriters;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.MovableState;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.move.Bundle;
import dev.leat.move.BundleFolder;
import dev.leat.move.Movement;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.TopicFormat;
import dev.leat.run.RunReport;
import dev.leat.spark.SparkEngine;
import dev.leat.spark.WarehouseMove;
import dev.leat.spi.Engine;
import dev.leat.spi.Outcome;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.spi.SourceReaders;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import dev.leat.sql.read.SparkRecordParsers;
import dev.leat.testkit.kafka.TopicFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A project from a topic to a topic whose state moves to Spark and back between commits, beside the same project that stays where it is:
 * each commit has the same outcome on both.
 */
final class TestMovedStream {
    private static final String IN = "moved-in";
    private static final int RECORDS = 60;
    private static final int COMMITS = 1;

    private static final TopicFixture TOPICS = new TopicFixture();
    private static final KafkaReaders KAFKA = new KafkaReaders(new SparkRecordParsers());
    private static final SourceReaders READERS = source ->
            source.format().equals(TopicFormat.NAME) ? KAFKA.open(source) : new SparkFileReaders().open(source);

    @TempDir
    private Path folder = Path.of("");

    private final SplittableRandom random = new SplittableRandom(20261127);
    private Instant time = Instant.parse("2026-11-27T00:00:00Z");

    @AfterAll
    static void disconnect() {
        KAFKA.close();
        TOPICS.close();
    }

    /** A project with results of its own. */
    private final class Project {
        private final String name;
        private final Path root;
        private final Pipeline pipeline;
        private final KafkaSinkWriters writers = new KafkaSinkWriters("moved");
        private final TopicPartition out;
        private long sent;

        Project(String name) throws IOException {
            this.name = name;
            this.root = Files.createDirectories(folder.resolve(name));
            TOPICS.create("out-" + name, 1);
            this.out = new TopicPartition("out-" + name, 0);
            Path file = Files.writeString(root.resolve("p.sql"), """
                    CREATE TABLE clicks (user STRING, at TIMESTAMP, n INT) USING kafka
                      OPTIONS ('kafka.bootstrap.servers' '%1$s', subscribe '%2$s', 'value.format' 'json');
                    CREATE STREAMING TABLE kept AS SELECT * FROM STREAM(clicks) WHERE n > 5;
                    CREATE STREAMING TABLE per_minute AS
                      SELECT window.start AS minute, user, count(*) AS c, sum(n) AS n
                      FROM STREAM(clicks) WATERMARK at DELAY OF INTERVAL 2 MINUTES GROUP BY window(at, '1 minute'), user;
                    CREATE MATERIALIZED VIEW per_user AS SELECT user, count(*) AS c, avg(n) AS mean FROM kept GROUP BY user;
                    CREATE MATERIALIZED VIEW latest AS SELECT user, at, n FROM
                      (SELECT *, row_number() OVER (PARTITION BY user ORDER BY at DESC, n DESC) AS place FROM kept) WHERE place = 1;
                    CREATE SINK sent USING kafka OPTIONS ('kafka.bootstrap.servers' '%1$s', topic 'out-%3$s');
                    CREATE FLOW sending AS INSERT INTO sent BY NAME
                      SELECT user AS key, concat_ws(',', user, at, n) AS value FROM STREAM(kept);
                    CREATE SINK files USING csv OPTIONS (path '%4$s');
                    CREATE FLOW writing AS INSERT INTO files BY NAME SELECT user, n FROM STREAM(kept);
                    CREATE SINK sums USING json OPTIONS (path '%5$s');
                    CREATE FLOW summing AS INSERT INTO sums BY NAME SELECT user, c FROM per_user;
                    CREATE SINK minutes USING csv OPTIONS (path '%6$s');
                    CREATE FLOW counting AS INSERT INTO minutes BY NAME
                      SELECT window.start AS minute, count(*) AS c
                      FROM STREAM(clicks) WATERMARK at DELAY OF INTERVAL 2 MINUTES GROUP BY window(at, '1 minute');
                    """.formatted(
                    TOPICS.servers(), IN, name, root.resolve("files"), root.resolve("sums"), root.resolve("minutes")));
            this.pipeline = new ProjectCompiler(READERS, writers)
                    .compile(ProjectTexts.read(ProjectLocation.of(file)))
                    .require();
        }

        private EngineOptions state() {
            return EngineOptions.at(root.resolve("state"));
        }

        private DuckDbEngine embedded() {
            return DuckDbEngine.open(
                    state(),
                    new DuckDbEngine.Code(
                            new SparkEvaluatorFactory(),
                            READERS,
                            writers,
                            Clock.systemUTC(),
                            Clock.systemUTC(),
                            FunctionTable.STANDARD));
        }

        private SparkEngine.Options warehouse() {
            return SparkEngines.options(root.resolve("warehouse"));
        }

        private SparkEngine cluster() {
            return SparkEngine.open(SparkEngines.session(), warehouse(), writers);
        }

        /** The outcome of a commit, as far as it does not depend on the engine. */
        private Commit commit(Engine engine, java.util.function.Function<Dataset, Rows> rows) throws IOException {
            RunReport report = Engines.run(engine, pipeline);
            Map<String, String> outcomes = new TreeMap<>();
            for (Outcome outcome : report.outcomes()) {
                assertThat(outcome.problems()).as(name + " " + outcome.name()).isEmpty();
                RefreshResult result = outcome.result().orElseThrow();
                List<String> counts = new ArrayList<>();
                result.reads().values().stream()
                        .filter(read -> read.read() != 0)
                        .map(ReadCounts::fates)
                        .forEach(read -> counts.add(read.toString()));
                Extent extent = result.extent();
                outcomes.put(outcome.name().simpleName(), extent + " " + counts);
            }
            assertThat(report.undelivered()).isEmpty();
            Map<String, Rows> contents = new TreeMap<>();
            pipeline.datasets().forEach(dataset -> contents.put(dataset.name().simpleName(), rows.apply(dataset)));
            return new Commit(outcomes, contents, sent(), lines("files"), lines("sums"), lines("minutes"));
        }

        private Commit commitHere() throws IOException {
            try (DuckDbEngine engine = embedded()) {
                return commit(engine, dataset -> Engines.rows(engine, pipeline, dataset.name(), dataset.schema()));
            }
        }

        private Commit commitOnSpark() throws IOException {
            try (SparkEngine engine = cluster()) {
                return commit(engine, dataset -> SparkEngines.rows(engine, dataset.name()));
            }
        }

        private KafkaConsumer<String, String> consumer(String isolation) {
            return new KafkaConsumer<>(
                    Map.of(
                            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            TOPICS.servers(),
                            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                            isolation),
                    new StringDeserializer(),
                    new StringDeserializer());
        }

        /** What the topic has got since it was last asked; what was committed may not be told to be for a moment. */
        private List<String> sent() {
            List<String> values = new ArrayList<>();
            try (KafkaConsumer<String, String> all = consumer("read_uncommitted");
                    KafkaConsumer<String, String> committed = consumer("read_committed")) {
                long end = all.endOffsets(List.of(out)).getOrDefault(out, sent);
                committed.assign(List.of(out));
                committed.seek(out, sent);
                while (committed.position(out) < end) {
                    for (ConsumerRecord<String, String> record : committed.poll(Duration.ofMillis(100))) {
                        values.add(record.value());
                    }
                }
                sent = committed.position(out);
            }
            return values.stream().sorted().toList();
        }

        private List<String> lines(String sink) throws IOException {
            List<String> lines = new ArrayList<>();
            try (Stream<Path> files = Files.list(root.resolve(sink))) {
                for (Path file : files.filter(
                                path -> !path.getFileName().toString().startsWith("."))
                        .toList()) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
            return lines.stream().sorted().toList();
        }

        private Movement.Place here() {
            return new Movement.Place(
                    Movement.Engine.EMBEDDED, root.resolve("state").toString());
        }

        private Movement.Place there() {
            return new Movement.Place(
                    Movement.Engine.SPARK, root.resolve("warehouse").toUri().toString());
        }

        private BundleFolder bundle() {
            return new BundleFolder(root.resolve("move"));
        }

        private WarehouseMove spark() {
            return WarehouseMove.open(SparkEngines.session(), warehouse());
        }

        /** Moves the state; the bytes that have moved, and those of the state's file. */
        private long[] moveToSpark() {
            try (MovableState state = MovableState.open(state());
                    WarehouseMove spark = spark()) {
                state.put(new Movement(Movement.Stage.MOVING, there(), state.commit()));
                Bundle bundle = state.write(pipeline, bundle(), MovingState.SILENT);
                spark.take(pipeline, bundle(), here(), MovingState.SILENT);
                state.put(new Movement(Movement.Stage.MOVED, there(), bundle.commit()));
                return new long[] {bundle.bytes(), state.bytes()};
            }
        }

        private void moveBack() {
            try (MovableState state = MovableState.open(state());
                    WarehouseMove spark = spark()) {
                spark.leave(pipeline, bundle(), here(), state.identity(), MovingState.SILENT);
                state.take(pipeline, bundle(), bundle().find().orElseThrow(), there(), MovingState.SILENT);
                spark.leaveFor(here(), state.identity());
            }
        }
    }

    /** What a commit has done. */
    private record Commit(
            Map<String, String> outcomes,
            Map<String, Rows> contents,
            List<String> sent,
            List<String> files,
            List<String> sums,
            List<String> minutes) {
        private Rows content(String dataset) {
            return Optional.ofNullable(contents.get(dataset)).orElseThrow();
        }

        void requireSame(Commit other, String what) {
            assertThat(outcomes).as(what).isEqualTo(other.outcomes());
            contents.forEach((dataset, rows) -> assertThat(RowsDifference.find(other.content(dataset), rows, List.of()))
                    .as(what + " " + dataset)
                    .isEmpty());
            assertThat(sent).as(what).isEqualTo(other.sent());
            assertThat(files).as(what).isEqualTo(other.files());
            assertThat(sums).as(what).isEqualTo(other.sums());
            assertThat(minutes).as(what).isEqualTo(other.minutes());
        }

        void requireNothing(String what) {
            assertThat(outcomes.values()).as(what).containsOnly(Extent.NOTHING + " []");
            assertThat(sent).as(what).isEmpty();
        }
    }

    private void send() {
        for (int i = 0; i < RECORDS; i++) {
            time = time.plusSeconds(random.nextInt(20));
            // Some are late, some are malformed, and some are both.
            Instant at = random.nextInt(6) == 0 ? time.minusSeconds(600) : time;
            String n = random.nextInt(6) == 0 ? "\"x\"" : Integer.toString(random.nextInt(100));
            TOPICS.send(
                    IN,
                    random.nextInt(2),
                    "{\"user\": \"u%d\", \"at\": \"%s\", \"n\": %s}".formatted(random.nextInt(5), at, n));
        }
    }

    @Test
    void eachCommitIsThatOfAnUndisturbedRun() throws IOException {
        TOPICS.create(IN, 2);
        Project moved = new Project("moved");
        Project stays = new Project("stays");
        for (int i = 0; i < COMMITS; i++) {
            send();
            moved.commitHere().requireSame(stays.commitHere(), "before, commit " + i);
        }
        long[] bytes = moved.moveToSpark();
        System.out.println("moved " + bytes[0] + " bytes of a state of " + bytes[1]);
        assertThat(bytes[0]).isLessThan(2 * bytes[1]);
        moved.commitOnSpark().requireNothing("the first run on Spark");
        for (int i = 0; i < COMMITS; i++) {
            send();
            moved.commitOnSpark().requireSame(stays.commitHere(), "on Spark, commit " + i);
        }
        moved.moveBack();
        moved.commitHere().requireNothing("the first run back");
        for (int i = 0; i < COMMITS; i++) {
            send();
            moved.commitHere().requireSame(stays.commitHere(), "back, commit " + i);
        }
    }
}
