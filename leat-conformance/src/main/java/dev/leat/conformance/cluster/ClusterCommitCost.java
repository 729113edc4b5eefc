package dev.leat.conformance.cluster;

import dev.leat.pipeline.Pipeline;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spark.SparkEngine;
import dev.leat.spi.CommitTerms;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * What a commit of 1,000 rows takes on the cluster engine, by the number of views over a stream: seconds, jobs, processor seconds of
 * executors, files and bytes of the warehouse. These are the constants of docs/scaling.md.
 *
 * <p>Arguments: a folder, the rows of the history, and numbers of views.
 */
public final class ClusterCommitCost {
    private static final int WARM_UP = 4;
    private static final int COMMITS = 12;
    private static final int ROWS = 1_000;
    private static final int KEYS = 1_000;
    private static final double NANOS = 1e9;

    private final SparkSession spark;
    private final Path folder;
    private final SplittableRandom random = new SplittableRandom(1);
    private final Work work = new Work();
    private long rows;
    private int files;

    private ClusterCommitCost(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("events"));
        this.spark = SparkSession.builder()
                .master("local[2]")
                .appName("leat-commit-cost")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.codegen.cache.maxEntries", "5000")
                .config("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
                .getOrCreate();
        spark.sparkContext().addSparkListener(work);
    }

    /** The command. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(
                "views  first run s  rows/s    commit s  jobs  executor CPU s  files  bytes of data  of metadata");
        for (String views : List.of(arguments).subList(2, arguments.length)) {
            ClusterCommitCost cost = new ClusterCommitCost(Path.of(arguments[0]).resolve("views-" + views));
            cost.measure(Integer.parseInt(views), Long.parseLong(arguments[1]));
        }
        System.exit(0);
    }

    /** Counts what executors do. */
    private static final class Work extends SparkListener {
        private final AtomicLong jobs = new AtomicLong();
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public void onJobStart(SparkListenerJobStart event) {
            jobs.incrementAndGet();
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd event) {
            nanos.addAndGet(event.taskMetrics().executorCpuTime());
        }
    }

    /** What a commit takes. */
    private record Cost(double seconds, double jobs, double cpu, double files, double data, double metadata) {}

    private void measure(int views, long history) throws IOException {
        Pipeline pipeline = compile(views);
        write(history);
        try (SparkEngine engine = SparkEngine.open(
                spark,
                new SparkEngine.Options(
                        folder.resolve("warehouse").toUri().toString(),
                        UUID.randomUUID().toString(),
                        Clock.systemUTC(),
                        Duration.ofSeconds(1)))) {
            double first = commit(engine, pipeline).seconds();
            List<Cost> costs = new ArrayList<>();
            for (int i = 0; i < COMMITS; i++) {
                write(ROWS);
                costs.add(commit(engine, pipeline));
            }
            List<Cost> counted = costs.subList(WARM_UP, COMMITS);
            System.out.printf(
                    Locale.ROOT,
                    "%5d  %11.1f  %,9.0f  %7.2f  %4.0f  %14.2f  %5.0f  %,13.0f  %,11.0f%n",
                    views,
                    first,
                    history / first,
                    median(counted.stream().map(Cost::seconds)),
                    median(counted.stream().map(Cost::jobs)),
                    median(counted.stream().map(Cost::cpu)),
                    median(counted.stream().map(Cost::files)),
                    median(counted.stream().map(Cost::data)),
                    median(counted.stream().map(Cost::metadata)));
        }
    }

    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private Pipeline compile(int views) throws IOException {
        StringBuilder text = new StringBuilder("""
                CREATE TABLE events (id BIGINT, k INT, v BIGINT) USING csv OPTIONS (path 'events');
                CREATE STREAMING TABLE log AS SELECT * FROM STREAM(events);
                """);
        for (int i = 0; i < views; i++) {
            text.append(
                    "CREATE MATERIALIZED VIEW view_%d AS SELECT (k + %d) %% %d AS g, count(*) AS n, sum(v) AS v FROM log GROUP BY 1;%n"
                            .formatted(i, i, KEYS));
        }
        Files.writeString(folder.resolve("cost.sql"), text);
        return new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(folder.resolve("cost.sql"))))
                .require();
    }

    private void write(long count) throws IOException {
        Path unfinished = folder.resolve("unfinished");
        try (BufferedWriter out = Files.newBufferedWriter(unfinished)) {
            for (long i = 0; i < count; i++) {
                out.write(rows++ + "," + random.nextInt(KEYS) + "," + random.nextInt(1_000_000) + "\n");
            }
        }
        Files.move(unfinished, folder.resolve("events/" + files++ + ".csv"));
    }

    private Cost commit(SparkEngine engine, Pipeline pipeline) throws IOException {
        long[] before = content();
        long jobs = work.jobs.get();
        long nanos = work.nanos.get();
        long start = System.nanoTime();
        RunReport report =
                new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), CommitTerms.DEFAULT);
        if (report.failure().isPresent()) {
            throw new IllegalStateException(report.outcomes().toString());
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        long[] after = content();
        return new Cost(
                seconds,
                work.jobs.get() - jobs,
                (work.nanos.get() - nanos) / NANOS,
                after[0] - before[0],
                after[1] - before[1],
                after[2] - before[2]);
    }

    /** Files, bytes of data and of metadata in the warehouse. */
    private long[] content() throws IOException {
        long[] content = new long[3];
        Path warehouse = folder.resolve("warehouse");
        if (!Files.isDirectory(warehouse)) {
            return content;
        }
        try (Stream<Path> all = Files.walk(warehouse)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                content[0]++;
                content[file.toString().endsWith(".parquet") ? 1 : 2] += Files.size(file);
            }
        }
        return content;
    }
}
