package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.RunReport;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Outcome;
import dev.leat.testkit.kafka.TopicFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic has each row once, whenever the run ends. */
final class TestTopicSinks {
    private static final TopicFixture TOPICS = new TopicFixture();

    @TempDir
    private Path folder;

    private Shop shop;
    private Pipeline pipeline;

    @BeforeEach
    void open() {
        TOPICS.create(SinkShop.TOPIC, 1);
        shop = Shop.in(folder).customer("c1", "1,Ann").order("o1", "1,1,10", "2,2,20", "3,1,-5");
        pipeline = SinkShop.pipeline(shop, folder, TOPICS.servers());
    }

    @AfterEach
    void delete() {
        TOPICS.delete(SinkShop.TOPIC);
    }

    private static List<String> sent() {
        return SinkShop.sent(TOPICS.servers()).stream().sorted().toList();
    }

    private void run(SparkEngine engine) {
        Shop.run(engine, pipeline);
    }

    private void publish(SparkEngine engine) {
        Commit commit = engine.begin(pipeline, CommitTerms.DEFAULT);
        for (Dataset dataset : pipeline.datasets()) {
            commit.refresh(dataset);
        }
        pipeline.sinks().forEach(commit::write);
        commit.publish(List.of());
        commit.close();
    }

    @Test
    void commitThatWasNotDeliveredIsDeliveredByTheNextRun() {
        SparkEngine dead = SinkShop.open(shop);
        publish(dead);
        assertThat(sent()).isEmpty();
        shop.order("o2", "4,1,7");
        try (SparkEngine next = SinkShop.open(shop)) {
            assertThat(next.undelivered(pipeline)).isEqualTo(1);
            run(next);
            assertThat(sent()).containsExactly("1,1,10", "2,2,20", "4,1,7");
            assertThat(SinkFolders.rows(SinkShop.out(folder).resolve("added")))
                    .containsExactly("1,1,10", "2,2,20", "4,1,7");
            assertThat(next.undelivered(pipeline)).isZero();
        }
        assertThat(SinkFolders.names(shop.warehouse().resolve("leat_outbox"))).isEmpty();
        dead.close();
    }

    /** The topic has the rows, and the log does not say so. */
    @Test
    void rowsThatTheTopicHasAreNotSentAgain() {
        AtomicInteger failures = new AtomicInteger(1);
        SparkEngine unsure = SinkShop.open(shop, SinkShop.withoutAnswer(SinkShop.writers(), () -> {
            if (failures.getAndDecrement() > 0) {
                throw new LeatException(ErrorCode.IO, "no answer");
            }
        }));
        RunReport report = Shop.report(unsure, pipeline);
        assertThat(report.undelivered().values())
                .singleElement()
                .satisfies(problem -> assertThat(problem).hasMessage("no answer"));
        assertThat(sent()).containsExactly("1,1,10", "2,2,20");
        shop.order("o2", "4,1,7");
        try (SparkEngine next = SinkShop.open(shop)) {
            run(next);
            assertThat(sent()).containsExactly("1,1,10", "2,2,20", "4,1,7");
        }
        unsure.close();
    }

    @Test
    void rowsThatWouldBeTakenBackAreRefusedAndTheOthersGoOn() throws IOException {
        try (SparkEngine engine = SinkShop.open(shop)) {
            run(engine);
            Files.writeString(folder.resolve("orders/o1.csv"), "1,1,11\n2,2,20\n");
            RunReport report = Shop.report(engine, pipeline);
            assertThat(report.outcomes())
                    .filteredOn(outcome -> outcome.status() == Outcome.Status.FAILED)
                    .flatExtracting(Outcome::problems)
                    .isNotEmpty();
            assertThat(sent()).containsExactly("1,1,10", "2,2,20");
        }
    }

    /** A line without an end is not read by a project with a sink that keeps what it has got. */
    @Test
    void recordWithoutAnEndWaitsForIt() throws IOException {
        try (SparkEngine engine = SinkShop.open(shop)) {
            Files.writeString(folder.resolve("orders/o1.csv"), "5,1,1", StandardOpenOption.APPEND);
            run(engine);
            Files.writeString(folder.resolve("orders/o1.csv"), "2\n", StandardOpenOption.APPEND);
            run(engine);
            assertThat(sent()).containsExactly("1,1,10", "2,2,20", "5,1,12");
        }
    }
}
