package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.kafka.KafkaReaders;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.TopicFormat;
import dev.leat.plan.RelationName;
import dev.leat.run.AvailableNow;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spark.read.SparkSource;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.CommitTerms.LastRecord;
import dev.leat.spi.Outcome;
import dev.leat.spi.Position;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult.Extent;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects that read topics of a real broker on Spark, commit after commit. */
final class TestTopics {
    private static final TopicFixture TOPICS = new TopicFixture();
    private static final KafkaReaders READERS = new KafkaReaders(new SparkRecordParsers());
    private static final CommitTerms AWAITED = new CommitTerms(Basis.EARLIER_RESULTS, LastRecord.AWAITED);

    @TempDir
    private Path folder = Path.of("");

    @AfterAll
    static void disconnect() {
        READERS.close();
        TOPICS.close();
    }

    private SparkEngine open() {
        return SparkEngine.open(
                LocalSpark.session(),
                new SparkEngine.Options(
                        folder.resolve("warehouse").toUri().toString(),
                        UUID.randomUUID().toString(),
                        Clock.systemUTC(),
                        Duration.ZERO));
    }

    private Pipeline pipeline(String topic, String options) {
        Path file = folder.resolve("p.sql");
        try {
            Files.writeString(file, """
                    CREATE TABLE clicks (user STRING, n INT) USING kafka
                    OPTIONS ('kafka.bootstrap.servers' '%s', subscribe '%s', 'value.format' 'json'%s);
                    CREATE STREAMING TABLE events AS SELECT user, n, _metadata.offset AS at FROM STREAM(clicks);
                    CREATE MATERIALIZED VIEW per_user AS SELECT user, sum(n) AS n FROM clicks GROUP BY user;
                    """.formatted(TOPICS.servers(), topic, options));
            return new ProjectCompiler(source -> source.format().equals(TopicFormat.NAME)
                            ? READERS.open(source)
                            : new SparkFileReaders().open(source))
                    .compile(ProjectTexts.read(ProjectLocation.of(file)))
                    .require();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RunReport run(SparkEngine engine, Pipeline pipeline) {
        return run(engine, pipeline, CommitTerms.DEFAULT);
    }

    private static RunReport run(SparkEngine engine, Pipeline pipeline, CommitTerms terms) {
        return new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), terms);
    }

    private static void assertRun(RunReport report, Extent... extents) {
        assertThat(report.outcomes())
                .as(report.outcomes().stream().map(Outcome::problems).toList().toString())
                .extracting(outcome -> outcome.result().orElseThrow().extent())
                .containsExactly(extents);
    }

    private static List<String> rows(SparkEngine engine, String dataset) {
        return Shop.rows(engine.spark(), dataset);
    }

    private static ReadCounts counts(RunReport report, int dataset) {
        return report.outcomes()
                .get(dataset)
                .result()
                .orElseThrow()
                .reads()
                .values()
                .iterator()
                .next();
    }

    /** How far the stream has read. */
    private static Map<String, Long> ends(SparkEngine engine) {
        Map<String, Long> ends = new TreeMap<>();
        for (Map<String, Position> parts : engine.state().readers(clicks())) {
            parts.forEach((part, position) -> ends.merge(part, position.end(), Math::max));
        }
        return ends;
    }

    private static String clicks() {
        return RelationName.of("spark_catalog", "default", "clicks").key();
    }

    @Test
    void eachCommitReadsTheNewOffsetsOnly() {
        TOPICS.create("t-new", 2);
        TOPICS.send("t-new", 0, "{\"user\": \"ann\", \"n\": 1}", "{\"user\": \"bob\", \"n\": 2}");
        Pipeline pipeline = pipeline("t-new", "");
        try (SparkEngine engine = open()) {
            assertRun(run(engine, pipeline), Extent.WHOLE, Extent.WHOLE);
            String looked = engine.inputs(pipeline, CommitTerms.DEFAULT);
            assertThat(engine.inputs(pipeline, CommitTerms.DEFAULT)).isEqualTo(looked);
            assertRun(run(engine, pipeline), Extent.NOTHING, Extent.NOTHING);
            TOPICS.send("t-new", 0, "{\"user\": \"ann\", \"n\": 3}", "not JSON");
            assertThat(engine.inputs(pipeline, CommitTerms.DEFAULT)).isNotEqualTo(looked);
            RunReport third = run(engine, pipeline);
            assertRun(third, Extent.CHANGE, Extent.CHANGE);
            assertThat(counts(third, 0)).isEqualTo(new ReadCounts(2, 1, 1, 0, 0, 1, 0));
            assertThat(counts(third, 1)).isEqualTo(new ReadCounts(2, 1, 1, 0, 0, 1, 0));
        }
        TOPICS.grow("t-new", 3);
        TOPICS.send("t-new", 2, "{\"user\": \"bob\", \"n\": 5}");
        try (SparkEngine engine = open()) {
            assertRun(run(engine, pipeline), Extent.CHANGE, Extent.CHANGE);
            assertThat(rows(engine, "events"))
                    .containsExactly("ann,1,0", "ann,3,2", "bob,2,1", "bob,5,0", "null,null,3");
            assertThat(rows(engine, "per_user")).containsExactly("ann,4", "bob,7", "null,null");
            assertThat(ends(engine)).isEqualTo(Map.of("t-new-0", 4L, "t-new-1", 0L, "t-new-2", 1L));
            assertThat(engine.spark()
                            .sql("SELECT commit, content FROM " + TableNames.sql(TableNames.ERRORS)
                                    + " WHERE reader LIKE '%events`'")
                            .collectAsList()
                            .toString())
                    .isEqualTo("[[4,not JSON]]");
        }
    }

    @Test
    void whatACommitThatWasNotMadeHadReadIsReadAgainOnce() {
        TOPICS.create("t-killed", 1);
        TOPICS.send("t-killed", 0, "{\"user\": \"a\", \"n\": 1}");
        Pipeline pipeline = pipeline("t-killed", "");
        try (SparkEngine engine = open()) {
            run(engine, pipeline);
            TOPICS.send("t-killed", 0, "{\"user\": \"a\", \"n\": 2}");
            try (Commit commit = engine.begin(pipeline, CommitTerms.DEFAULT)) {
                pipeline.datasets().forEach(commit::refresh);
            }
            assertThat(ends(engine)).containsEntry("t-killed-0", 1L);
            TOPICS.send("t-killed", 0, "{\"user\": \"b\", \"n\": 3}");
            assertRun(run(engine, pipeline), Extent.CHANGE, Extent.CHANGE);
            assertThat(rows(engine, "events")).containsExactly("a,1,0", "a,2,1", "b,3,2");
            assertThat(rows(engine, "per_user")).containsExactly("a,3", "b,3");
        }
    }

    @Test
    void abortedRecordsAreNotSeenButPassed() {
        TOPICS.create("t-aborted", 1);
        Pipeline pipeline = pipeline("t-aborted", "");
        try (SparkEngine engine = open();
                KafkaProducer<byte[], byte[]> producer = TOPICS.producer(Map.of("transactional.id", "t-writer"))) {
            producer.initTransactions();
            TopicFixture.sendAborted(producer, TopicFixture.record("t-aborted", "{\"n\": 1}"));
            TopicFixture.sendCommitted(producer, TopicFixture.record("t-aborted", "{\"n\": 2}"));
            RunReport report = run(engine, pipeline);
            assertThat(counts(report, 0)).isEqualTo(new ReadCounts(1, 1, 0, 0, 0, 0, 0));
            assertThat(rows(engine, "events")).containsExactly("null,2,2");
            assertThat(ends(engine)).containsEntry("t-aborted-0", 4L);
        }
    }

    @Test
    void offsetsThatAreGoneAreAnErrorOrPassedOver() {
        TOPICS.create("t-lost", 1);
        TOPICS.send("t-lost", 0, "{\"n\": 1}");
        Pipeline strict = pipeline("t-lost", "");
        try (SparkEngine engine = open()) {
            run(engine, strict);
            TOPICS.send("t-lost", 0, "{\"n\": 2}", "{\"n\": 3}");
            TOPICS.expire("t-lost", 0, 2);
            RunReport lost = run(engine, strict);
            assertThat(lost.outcomes()).allSatisfy(outcome -> {
                assertThat(outcome.problems().get(0).code()).isEqualTo(ErrorCode.DATA_LOSS);
                assertThat(outcome.problems().get(0).message())
                        .contains("t-lost-0 on from offset 1: the first offset that is kept is 2");
            });
            Pipeline lenient = pipeline("t-lost", ", failOnDataLoss 'false'");
            assertThat(run(engine, lenient).failure()).isEmpty();
            assertThat(rows(engine, "events")).containsExactly("null,1,0", "null,3,2");
            assertThat(rows(engine, "per_user")).containsExactly("null,4");
            TOPICS.delete("t-lost");
            TOPICS.create("t-lost", 1);
            TOPICS.send("t-lost", 0, "{\"n\": 7}");
            assertThat(run(engine, strict).failure()).contains(ErrorCode.DATA_LOSS);
            assertRun(run(engine, lenient), Extent.CHANGE, Extent.WHOLE);
            assertThat(rows(engine, "events")).containsExactly("null,1,0", "null,3,2", "null,7,0");
            assertThat(rows(engine, "per_user")).containsExactly("null,7");
        }
    }

    @Test
    void offsetsThatExpireWhileTheyAreReadAreAnErrorOfTheData() {
        TOPICS.create("t-expiring", 1);
        TOPICS.send("t-expiring", 0, "{\"n\": 1}", "{\"n\": 2}");
        Pipeline pipeline = pipeline("t-expiring", "");
        try (SparkEngine engine = open()) {
            SparkSource source = engine.sources().open(pipeline.sources().get(0));
            Map<String, PositionRange> all = source.all();
            TOPICS.expire("t-expiring", 0, 1);
            assertThatThrownBy(() -> engine.failures()
                            .within(
                                    "read it",
                                    () -> source.read(all, List.of("n")).collectAsList()))
                    .isInstanceOfSatisfying(
                            LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_LOSS))
                    .hasMessageContaining("t-expiring-0")
                    .hasMessageContaining("failOnDataLoss");
        }
    }

    @Test
    void aRunTakesAllInCommitsWithinTheBoundAndWhoStaysUpWaits() {
        TOPICS.create("t-bounded", 1);
        for (int i = 1; i <= 5; i++) {
            TOPICS.send("t-bounded", 0, "{\"user\": \"u\", \"n\": " + i + "}");
        }
        Pipeline bounded = pipeline("t-bounded", ", maxOffsetsPerTrigger 2");
        try (SparkEngine engine = open()) {
            long before = engine.state().number();
            new AvailableNow(new PipelineRunner(engine, RunListener.SILENT))
                    .run(bounded, Selection.all(), CommitTerms.DEFAULT);
            assertThat(engine.state().number() - before).isEqualTo(3);
            assertThat(rows(engine, "per_user")).containsExactly("u,15");
            assertThat(rows(engine, "events")).hasSize(5);
            Pipeline waiting = pipeline("t-bounded", ", minOffsetsPerTrigger 2, maxTriggerDelay '1h'");
            run(engine, waiting, AWAITED);
            TOPICS.send("t-bounded", 0, "{\"user\": \"u\", \"n\": 6}");
            String looked = engine.inputs(waiting, AWAITED);
            assertRun(run(engine, waiting, AWAITED), Extent.NOTHING, Extent.NOTHING);
            TOPICS.send("t-bounded", 0, "{\"user\": \"u\", \"n\": 7}");
            assertThat(engine.inputs(waiting, AWAITED)).isNotEqualTo(looked);
            assertRun(run(engine, waiting, AWAITED), Extent.CHANGE, Extent.CHANGE);
            assertThat(rows(engine, "per_user")).containsExactly("u,28");
        }
    }
}
