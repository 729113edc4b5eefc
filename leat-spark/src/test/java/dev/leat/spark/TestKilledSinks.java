package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.fault.FaultPoint;
import dev.leat.pipeline.Pipeline;
import dev.leat.testkit.kafka.TopicFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed while they write to sinks or deliver. What sinks have after the next run is what those of a run have that
 * nobody has disturbed. {@code -Dleat.test.kills=N} kills N processes, at points that follow each other from a seed on.
 */
final class TestKilledSinks {
    private static final int KILLS = Integer.getInteger("leat.test.kills", 1);
    private static final long SEED = Long.getLong("leat.test.seed", System.nanoTime());
    private static final int COMMITS = 2;
    private static final int MINUTES_MAX = 10;
    private static final TopicFixture TOPICS = new TopicFixture();

    /** Before the commit, after it, and in the middle of the delivery, in the first commit of a process and in its second. */
    private static final List<String> POINTS = List.of(
            "DELIVERED:1",
            "SINK_FILE_MOVED:2",
            "STAGING_NOTED:1",
            "RESULT_STAGED:4",
            "SINK_FILES_MOVED:1",
            "TRANSACTION_WRITTEN:1",
            "TRANSACTION_COMMITTED:1",
            "COMMIT_ENDED:1",
            "TRANSACTION_WRITTEN:2",
            "TRANSACTION_COMMITTED:2",
            "STAGING_DROPPED:1",
            "TOPIC_OPENED:1",
            "TOPIC_ROWS_SENT:1",
            "TOPIC_NUMBER_SENT:1",
            "TRANSACTION_WRITTEN:3",
            "TRANSACTION_COMMITTED:3",
            "STAGING_NOTED:4",
            "RESULT_STAGED:9",
            "SINK_FILE_MOVED:4",
            "SINK_FILES_MOVED:2",
            "TOPIC_ROWS_SENT:2",
            "TOPIC_NUMBER_SENT:2",
            "DELIVERED:2",
            "COMMIT_ENDED:2",
            "WAREHOUSE_TAKEN:1");

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void open() {
        TOPICS.create(SinkShop.TOPIC, 1);
        shop = Shop.in(folder).order("o1", "1,1,10", "2,2,20");
    }

    @AfterEach
    void delete() {
        TOPICS.delete(SinkShop.TOPIC);
    }

    @Test
    void sinksHaveWhatAnUndisturbedRunGivesThem() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(SEED);
        Pipeline pipeline = SinkShop.pipeline(shop, folder, TOPICS.servers());
        int first = random.nextInt(POINTS.size());
        for (int kill = 0; kill < KILLS; kill++) {
            String point = POINTS.get((first + kill) % POINTS.size());
            String what = "seed " + SEED + " kill " + kill + " at " + point;
            boolean isHit = kill(kill, point);
            System.out.println(what + (isHit ? "" : ", which it did not reach"));
            try (SparkEngine next = SinkShop.open(shop)) {
                if (random.nextBoolean()) {
                    ShopProcess.order(shop, "n" + kill, random);
                }
                Shop.run(next, pipeline);
                check(what);
            }
        }
    }

    private void check(String what) {
        List<String> kept = shop.expected().getOrDefault("kept", List.of());
        assertThat(SinkShop.sent(TOPICS.servers()).stream().sorted().toList())
                .as(what)
                .isEqualTo(kept);
        Path added = SinkShop.out(folder).resolve("added");
        assertThat(SinkFolders.rows(added)).as(what).isEqualTo(kept);
        Path sums = SinkShop.out(folder).resolve("sums");
        List<String> totals = shop.expected().getOrDefault("totals", List.of()).stream()
                .map(total -> total.split(",", -1))
                .map(total -> "{\"customer\":" + total[0] + ",\"n\":" + total[1] + ",\"total\":" + total[2] + "}")
                .sorted()
                .toList();
        assertThat(SinkFolders.texts(sums).get("part-00000.json")).as(what).isEqualTo(totals);
        assertThat(SinkFolders.texts(sums).get("part-00001.json"))
                .as(what)
                .containsExactly("{\"n\":" + kept.size() + "}");
        assertThat(SinkFolders.names(sums))
                .as(what)
                .containsExactly(".leat-state", "part-00000.json", "part-00001.json");
        assertThat(SinkFolders.names(added)).as(what).noneMatch(name -> name.startsWith(".leat-staged"));
        assertThat(SinkFolders.names(shop.warehouse().resolve("leat_outbox")))
                .as(what)
                .isEmpty();
    }

    private boolean kill(int kill, String point) throws IOException, InterruptedException {
        Path out = folder.resolve("out-" + kill);
        Process process = ShopProcess.start(
                SinkProcess.class,
                Optional.of(point),
                out,
                List.of(folder.toString(), Integer.toString(kill), Integer.toString(COMMITS), TOPICS.servers()));
        try {
            boolean hasEnded = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
            assertThat(hasEnded).as("it ends within minutes").isTrue();
            assertThat(process.exitValue()).as(Files.readString(out)).isIn(0, FaultPoint.EXIT_CODE);
            return process.exitValue() == FaultPoint.EXIT_CODE;
        } finally {
            process.destroyForcibly();
        }
    }
}
