package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that read results while commits are made. {@code -Dleat.test.commits=N} makes N of them. */
final class TestReaders {
    /** From 17 on tables are written anew, and from 20 on their oldest snapshots are removed. */
    private static final int COMMITS = Integer.getInteger("leat.test.commits", 2);

    private static final long SEED = 20261127;

    @TempDir
    private Path folder;

    private final AtomicBoolean isOver = new AtomicBoolean();
    private final Map<String, Set<List<String>>> contents = new ConcurrentHashMap<>();

    /** What a table may have: what some commit gives it. */
    private void allow(Map<String, List<String>> expected) {
        expected.forEach((dataset, rows) -> contents.computeIfAbsent(dataset, unseen -> ConcurrentHashMap.newKeySet())
                .add(rows));
    }

    private SparkSession reader(Shop shop, String cache) {
        SparkSession spark = LocalSpark.session().newSession();
        spark.conf().set("spark.sql.catalog.leat", "org.apache.iceberg.spark.SparkCatalog");
        spark.conf().set("spark.sql.catalog.leat.type", "hadoop");
        spark.conf()
                .set(
                        "spark.sql.catalog.leat.warehouse",
                        shop.warehouse().toUri().toString());
        spark.conf().set("spark.sql.catalog.leat.cache-enabled", cache);
        return spark;
    }

    private int read(SparkSession spark, CountDownLatch started) {
        int reads = 0;
        while (!isOver.get()) {
            for (String dataset : Shop.DATASETS) {
                List<String> rows = Shop.rows(spark, dataset);
                assertThat(contents.getOrDefault(dataset, Set.of())).contains(rows);
                reads++;
            }
            started.countDown();
        }
        return reads;
    }

    @Test
    void resultIsThatOfSomeCommitWhileOthersAreMade()
            throws InterruptedException, ExecutionException, TimeoutException {
        SplittableRandom random = new SplittableRandom(SEED);
        Shop shop = Shop.in(folder).customer("c1", "0,Zoe", "1,Ann", "2,Bob").order("o1", "1,1,10", "2,2,20");
        Pipeline pipeline = shop.pipeline();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (SparkEngine engine = shop.open()) {
            allow(shop.expected());
            Shop.run(engine, pipeline);
            CountDownLatch started = new CountDownLatch(2);
            List<Future<Integer>> readers = List.of(
                    threads.submit(() -> read(reader(shop, "true"), started)),
                    threads.submit(() -> read(reader(shop, "false"), started)));
            started.await(2, TimeUnit.MINUTES);
            for (int commit = 0; commit < COMMITS && readers.stream().noneMatch(Future::isDone); commit++) {
                ShopProcess.order(shop, "r" + commit, random);
                allow(shop.expected());
                Shop.run(engine, pipeline);
            }
            isOver.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get(2, TimeUnit.MINUTES)).isPositive();
            }
            shop.check(engine);
        } finally {
            isOver.set(true);
            threads.shutdownNow();
        }
    }
}
