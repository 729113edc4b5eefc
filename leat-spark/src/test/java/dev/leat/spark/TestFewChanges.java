package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of few rows, which the driver writes itself. */
final class TestFewChanges {
    private static final String TYPES = """
            CREATE MATERIALIZED VIEW typed AS SELECT id, CAST(customer AS TINYINT) AS tiny, CAST(customer AS SMALLINT) AS small,
                CAST(amount AS BIGINT) AS big, CAST(amount AS DECIMAL(12, 3)) AS exact, CAST(amount AS DOUBLE) / 3 AS ratio,
                CAST(IF(amount = 0, -0.0D, amount) AS FLOAT) AS single, IF(amount = 7, double('NaN'), 1.5D) AS odd,
                amount > 10 AS is_large, CAST(amount AS STRING) AS text, DATE '2024-02-29' + amount AS day,
                TIMESTAMP '2024-02-29 23:59:59.123456' + make_dt_interval(0, 0, 0, amount) AS moment,
                CAST(TIMESTAMP '2024-02-29 23:59:59.123456' AS TIMESTAMP_NTZ) AS local_moment,
                array(amount, NULL, customer) AS numbers,
                named_struct('a', amount, 'b', array(CAST(customer AS STRING))) AS parts,
                CAST(NULL AS DATE) AS nothing, MORE AS more
              FROM orders WHERE amount >= 0;
            """;

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.in(folder).customer("c1", "1,Ann", "2,Bob").order("o1", "1,1,10", "2,2,20", "3,1,7");
    }

    /** Counts the jobs that are started, until one of a group of its own is. */
    private static final class Jobs extends SparkListener {
        private static final String LAST = "last";

        private final AtomicInteger count = new AtomicInteger();
        private final CountDownLatch last = new CountDownLatch(1);

        @Override
        public void onJobStart(SparkListenerJobStart start) {
            if (LAST.equals(start.properties().getProperty("spark.jobGroup.id"))) {
                last.countDown();
            } else {
                count.incrementAndGet();
            }
        }
    }

    private static int jobs(Runnable work) throws InterruptedException {
        Jobs jobs = new Jobs();
        SparkSession session = LocalSpark.session();
        session.sparkContext().addSparkListener(jobs);
        try {
            work.run();
            session.sparkContext().setJobGroup(Jobs.LAST, "tells that all before it are told", false);
            session.range(1).count();
            assertThat(jobs.last.await(1, TimeUnit.MINUTES)).isTrue();
            return jobs.count.get();
        } finally {
            session.sparkContext().clearJobGroup();
            session.sparkContext().removeSparkListener(jobs);
        }
    }

    @Test
    void changeOfThreeDatasetsTakesSixJobs() throws InterruptedException {
        Pipeline pipeline = shop.pipeline();
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, pipeline);
            shop.order("o2", "4,2,5");
            Shop.run(engine, pipeline);
            shop.order("o3", "5,1,7");
            // The rows of a file are read and counted; two joins have a side that is broadcast, and a result.
            assertThat(jobs(() -> Shop.run(engine, pipeline))).isBetween(1, 6);
            shop.check(engine);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "CAST(text AS BINARY)", "array(odd)", "named_struct('x', single)"})
    void valuesOfAllTypesAreWrittenAsTheClusterWritesThem(String more) throws IOException {
        Pipeline pipeline = shop.pipeline(TYPES.replace("MORE", more));
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, pipeline);
            shop.order("o2", "4,2,5", "5,1,7", "6,1,0", "5,1,7");
            Shop.run(engine, pipeline);
            assertThat(rows(engine)).hasSize(7).isEqualTo(computed(pipeline, "added"));
            Files.delete(folder.resolve("orders/o1.csv"));
            Shop.run(engine, pipeline);
            assertThat(rows(engine)).hasSize(4).isEqualTo(computed(pipeline, "taken"));
        }
    }

    private List<String> computed(Pipeline pipeline, String warehouse) {
        try (SparkEngine engine = shop.open(folder.resolve(warehouse))) {
            Shop.run(engine, pipeline);
            return rows(engine);
        }
    }

    private static List<String> rows(SparkEngine engine) {
        return engine.spark().sql("SELECT * FROM " + Shop.table("typed")).collectAsList().stream()
                .map(TestFewChanges::text)
                .sorted()
                .toList();
    }

    private static String text(Row row) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> row.get(i) instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(row.get(i)))
                .collect(Collectors.joining(","));
    }
}
