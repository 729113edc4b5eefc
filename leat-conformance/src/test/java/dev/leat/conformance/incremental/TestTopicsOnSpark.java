package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.connect.kafka.KafkaReaders;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.Database;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.TopicFormat;
import dev.leat.run.RunReport;
import dev.leat.spark.SparkEngine;
import dev.leat.spark.store.CommitLog;
import dev.leat.spark.store.Warehouse;
import dev.leat.spi.Outcome;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourceReaders;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import dev.leat.sql.read.SparkRecordParsers;
import dev.leat.testkit.kafka.TopicFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same project on the same topic, commit by commit, on both engines: results, counts, positions and errors. */
final class TestTopicsOnSpark {
    private static final int COMMITS = 4;
    private static final long SEED = 20261127;
    private static final String TOPIC = "both-engines";
    private static final List<String> MALFORMED = List.of("not JSON", "{\"n\": \"x\"}", "{\"user\": 1");

    private static final TopicFixture TOPICS = new TopicFixture();
    private static final KafkaReaders KAFKA = new KafkaReaders(new SparkRecordParsers());
    private static final SourceReaders READERS = source ->
            source.format().equals(TopicFormat.NAME) ? KAFKA.open(source) : new SparkFileReaders().open(source);

    @TempDir
    private Path folder = Path.of("");

    private final SplittableRandom random = new SplittableRandom(SEED);

    @AfterAll
    static void disconnect() {
        KAFKA.close();
        TOPICS.close();
    }

    private Pipeline pipeline() throws IOException {
        String options = "USING kafka OPTIONS ('kafka.bootstrap.servers' '" + TOPICS.servers() + "', subscribe '"
                + TOPIC + "', 'kafka.client.id' 'leat-test'";
        Path file = Files.writeString(folder.resolve("p.sql"), """
                CREATE TABLE clicks (user STRING, n INT) %1$s, 'value.format' 'json');
                CREATE TABLE raw %1$s);
                CREATE STREAMING TABLE events AS
                  SELECT user, n, _metadata.partition AS p, _metadata.offset AS o FROM STREAM(clicks);
                CREATE STREAMING TABLE copies AS
                  SELECT CAST(value AS STRING) AS text, partition AS p, offset AS o, timestampType AS t FROM STREAM(raw);
                CREATE MATERIALIZED VIEW per_user AS SELECT user, count(*) AS c, sum(n) AS n FROM clicks GROUP BY user;
                CREATE MATERIALIZED VIEW joined AS
                  SELECT e.p, e.o, u.c FROM events e JOIN per_user u ON e.user = u.user;
                """.formatted(options));
        return new ProjectCompiler(READERS)
                .compile(ProjectTexts.read(ProjectLocation.of(file)))
                .require();
    }

    private Path warehouse() {
        return folder.resolve("warehouse");
    }

    private SparkEngine cluster() {
        return SparkEngines.open(warehouse(), Clock.systemUTC());
    }

    private DuckDbEngine embedded() {
        return DuckDbEngine.open(
                EngineOptions.at(folder.resolve("state")),
                new DuckDbEngine.Code(new SparkEvaluatorFactory(), READERS, Clock.systemUTC(), FunctionTable.STANDARD));
    }

    private void send(int partitions) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String value = random.nextInt(5) == 0
                    ? MALFORMED.get(random.nextInt(MALFORMED.size()))
                    : "{\"user\": \"u" + random.nextInt(4) + "\", \"n\": " + random.nextInt(100) + "}";
            byte[] key = ("k" + random.nextInt(3)).getBytes(StandardCharsets.UTF_8);
            boolean isGone = random.nextInt(8) == 0;
            records.add(
                    isGone
                            ? new ProducerRecord<>(TOPIC, random.nextInt(partitions), key, (byte[]) null)
                            : new ProducerRecord<>(
                                    TOPIC, random.nextInt(partitions), key, value.getBytes(StandardCharsets.UTF_8)));
        }
        TOPICS.send(records);
    }

    /** Names are quoted on one engine, and not on the other. */
    private static String plain(String text) {
        return text.replace("`", "");
    }

    /** What became of the records that each dataset has read; which parser took them is another matter. */
    private static List<String> counts(RunReport report) {
        List<String> counts = new ArrayList<>();
        for (Outcome outcome : report.outcomes()) {
            assertThat(outcome.problems()).isEmpty();
            new TreeMap<>(outcome.result().orElseThrow().reads()).forEach((source, all) -> {
                ReadCounts read = new ReadCounts(
                        all.read(), all.accepted(), all.malformed(), all.late(), all.rejected(), all.kept(), 0);
                if (!read.equals(ReadCounts.NONE)) {
                    counts.add(outcome.name().simpleName() + " " + plain(source) + " " + read);
                }
            });
        }
        return counts.stream().sorted().toList();
    }

    @Test
    void resultsCountsPositionsAndErrorsAreThoseOfTheEmbeddedEngine() throws IOException, SQLException {
        TOPICS.create(TOPIC, 2);
        Pipeline pipeline = pipeline();
        List<String> errors = new ArrayList<>();
        try (DuckDbEngine embedded = embedded();
                KafkaProducer<byte[], byte[]> producer = TOPICS.producer(Map.of("transactional.id", "both-writer"))) {
            producer.initTransactions();
            for (int commit = 0; commit < COMMITS; commit++) {
                send(commit < 2 ? 2 : 3);
                TopicFixture.sendAborted(producer, TopicFixture.record(TOPIC, "{\"user\": \"aborted\"}"));
                try (SparkEngine cluster = cluster()) {
                    assertThat(counts(Engines.run(cluster, pipeline)))
                            .isEqualTo(counts(Engines.run(embedded, pipeline)));
                    requireSame(pipeline, embedded, cluster);
                }
                if (commit == 1) {
                    TOPICS.grow(TOPIC, 3);
                }
            }
            embedded.forEachRejected(record -> errors.add(plain(record.reader() + " " + record.source()) + " "
                    + record.kind() + " " + new String(record.record().raw(), StandardCharsets.UTF_8)));
        }
        try (SparkEngine cluster = cluster()) {
            assertThat(cluster
                            .spark()
                            .sql("SELECT concat_ws(' ', reader, source, reason, content) FROM leat.leat.errors")
                            .collectAsList()
                            .stream()
                            .map(row -> plain(row.getString(0)))
                            .sorted())
                    .isNotEmpty()
                    .isEqualTo(errors.stream().sorted().toList());
        }
        assertThat(positionsOnSpark()).isNotEmpty().isEqualTo(positions());
    }

    private static void requireSame(Pipeline pipeline, DuckDbEngine embedded, SparkEngine cluster) {
        for (Dataset dataset : pipeline.datasets()) {
            assertThat(RowsDifference.find(
                            Engines.rows(embedded, pipeline, dataset.name(), dataset.schema()),
                            SparkEngines.rows(cluster, dataset.name()),
                            List.of()))
                    .as(dataset.name().toString())
                    .isEmpty();
        }
    }

    private List<String> positionsOnSpark() {
        List<String> texts = new ArrayList<>();
        CommitLog.read(Warehouse.open(warehouse().toUri().toString(), new Configuration()))
                .positions()
                .forEach((dataset, sources) ->
                        sources.forEach((source, parts) -> parts.forEach((part, position) -> texts.add(String.join(
                                " ",
                                dataset,
                                source,
                                part,
                                Long.toString(position.start()),
                                Long.toString(position.end()),
                                position.tag())))));
        return texts.stream().map(TestTopicsOnSpark::plain).sorted().toList();
    }

    private List<String> positions() throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:duckdb:" + folder.resolve("state").resolve(Database.FILE));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT concat_ws(' ', dataset, source, part, first, next, tag) FROM leat.positions")) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts.stream().map(TestTopicsOnSpark::plain).sorted().toList();
    }
}
