package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.fault.FaultPoint;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed in the middle of their work. What the next one finds is what the last commit has left, of all tables, and it
 * goes on from there. {@code -Dleat.test.kills=N} kills N processes, at points and instants that a seed chooses.
 */
final class TestKilledProcesses {
    private static final int KILLS = Integer.getInteger("leat.test.kills", 1);
    private static final long SEED = Long.getLong("leat.test.seed", System.nanoTime());
    private static final int COMMITS = 4;
    private static final int MILLIS_MAX = 25_000;
    private static final int MINUTES_MAX = 10;
    private static final RelationName KEPT = RelationName.of("spark_catalog", "default", "kept");
    private static final RelationName ORDERS = RelationName.of("spark_catalog", "default", "orders");

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.in(folder).customer("c1", "0,Zoe", "1,Ann", "2,Bob").order("o1", "1,1,10", "2,2,20");
    }

    @Test
    void nextProcessFindsWhatTheLastCommitHasLeft() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(SEED);
        Pipeline pipeline = shop.pipeline();
        List<String> told = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Optional<String> point = kill % 4 == 3 ? Optional.empty() : Optional.of(point(random));
            String what = "seed " + SEED + " kill " + kill + " at " + point.orElse("some instant");
            boolean isHit = kill(kill, point, random);
            told.add(what + (isHit ? "" : ", which it did not reach"));
            try (SparkEngine next = shop.open()) {
                Set<String> read = read(next);
                if (!read.isEmpty()) {
                    assertThat(Shop.rows(next)).as(what).isEqualTo(shop.expected(read::contains));
                }
                ShopProcess.order(shop, "n" + kill, random);
                Shop.run(next, pipeline);
                assertThat(Shop.rows(next)).as(what).isEqualTo(shop.expected());
            }
        }
        System.out.println(String.join("\n", told));
        try (SparkEngine fresh = shop.open(folder.resolve("fresh"))) {
            Shop.run(fresh, pipeline);
            shop.check(fresh);
        }
    }

    /** The first are the likely ones of a first run; later there are more tables to be written. */
    private static String point(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> FaultPoint.WAREHOUSE_TAKEN.name();
            case 1 -> FaultPoint.TABLE_TAKEN_BACK + ":" + random.nextInt(1, 6);
            case 2 -> FaultPoint.TRANSACTION_WRITTEN + ":" + random.nextInt(1, COMMITS);
            case 3 -> FaultPoint.TRANSACTION_COMMITTED + ":" + random.nextInt(1, COMMITS + 2);
            case 4 -> FaultPoint.RESULT_STAGED + ":" + random.nextInt(1, 3 * COMMITS);
            default -> FaultPoint.TABLE_WRITTEN + ":" + random.nextInt(1, 5 * COMMITS);
        };
    }

    private boolean kill(int kill, Optional<String> point, SplittableRandom random)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out-" + kill);
        Process process = ShopProcess.start(folder, kill, COMMITS, point, out);
        try {
            int millis = point.isPresent() ? MINUTES_MAX * 60_000 : random.nextInt(MILLIS_MAX);
            boolean hasEnded = process.waitFor(millis, TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            int code = process.waitFor();
            assertThat(hasEnded || point.isEmpty()).as("it ends within minutes").isTrue();
            assertThat(code).as(Files.readString(out)).isIn(0, FaultPoint.EXIT_CODE);
            return code == FaultPoint.EXIT_CODE;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The files of orders that the last commit has read. */
    private static Set<String> read(SparkEngine engine) {
        return engine.state().positions(KEPT.key(), ORDERS.key()).keySet().stream()
                .map(file -> file.substring(file.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
    }
}
