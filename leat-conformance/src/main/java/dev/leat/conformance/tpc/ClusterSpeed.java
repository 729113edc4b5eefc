package dev.leat.conformance.tpc;

import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.Selection;
import dev.leat.spark.SparkEngine;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Outcome;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;

/**
 * The 22 queries of TPC-H as materialized views on the cluster engine, beside the same queries written by hand into the same kind of tables:
 * a first run, and refreshes after 0.1 % and 1 % of new orders and lines, in seconds and in processor seconds of executors. Every view
 * is compared with what is computed by hand.
 *
 * <p>Arguments: folder for data, scale factor, master, and the names of the queries if not all.
 */
public final class ClusterSpeed {
    private static final String HAND = "hand";
    private static final long LISTENER_MILLIS = 2_000;

    private final RefreshFiles files;
    private final Path folder;
    private final Map<String, String> queries;
    private final SparkSession spark;
    private final ExecutorTimes times = new ExecutorTimes();
    private final Pipeline pipeline;
    private final Map<String, Extent> extents = new HashMap<>();
    private int differences;

    private ClusterSpeed(RefreshFiles files, Path folder, String master, List<String> names) throws IOException {
        this.files = files;
        this.folder = folder;
        this.queries = new LinkedHashMap<>(TpcTexts.tpchQueries());
        if (!names.isEmpty()) {
            queries.keySet().retainAll(names);
        }
        this.spark = SparkSession.builder()
                .master(master)
                .appName("leat-cluster-speed")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "4")
                .config("spark.sql.ansi.enabled", "true")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
                .config("spark.sql.catalog." + HAND, "org.apache.iceberg.spark.SparkCatalog")
                .config("spark.sql.catalog." + HAND + ".type", "hadoop")
                .config(
                        "spark.sql.catalog." + HAND + ".warehouse",
                        folder.resolve("by-hand").toUri().toString())
                .getOrCreate();
        spark.sparkContext().addSparkListener(times);
        this.pipeline = compile();
    }

    /** The command. */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path cache = Path.of(arguments[0]).toAbsolutePath();
        double scale = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        Path folder = cache.resolve("cluster");
        RefreshFiles files = new RefreshFiles(TpchData.tables(cache, scale), folder);
        List<String> names = List.of(arguments).subList(Math.min(3, arguments.length), arguments.length);
        requireKnown(names);
        ClusterSpeed speed = new ClusterSpeed(files, folder, arguments.length > 2 ? arguments[2] : "local[2]", names);
        speed.run();
        System.exit(speed.differences == 0 ? 0 : 1);
    }

    private static void requireKnown(List<String> names) {
        Set<String> known = TpcTexts.tpchQueries().keySet();
        if (!known.containsAll(names)) {
            System.err.println("Unknown query among " + names + ", expected some of " + known);
            System.exit(2);
        }
    }

    private Pipeline compile() throws IOException {
        List<String> statements = new ArrayList<>();
        files.tables().forEach(table -> statements.add(table.createStatement()));
        queries.forEach((name, sql) -> statements.add("CREATE MATERIALIZED VIEW " + name + " AS\n" + sql.strip()));
        Files.writeString(folder.resolve("tpch.sql"), String.join(";\n", statements) + ";\n");
        return new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(folder.resolve("tpch.sql"))))
                .require();
    }

    private void run() throws SQLException {
        String warehouse = folder.resolve("warehouse").toUri().toString();
        try (SparkEngine engine = SparkEngine.open(
                spark,
                new SparkEngine.Options(
                        warehouse, UUID.randomUUID().toString(), Clock.systemUTC(), Duration.ofSeconds(1)))) {
            // The first queries of a process, and the first reads of the files, take longer, whoever asks.
            byHand("warm-up", new LinkedHashMap<>());
            round(engine, "first");
            // Rows of some operators are stored only once a view is seen to change.
            files.add(0.001);
            round(engine, "second");
            files.add(0.001);
            round(engine, "0.1 %");
            // The code of a change is compiled when it first comes.
            files.add(0.001);
            round(engine, "0.1 % again");
            files.add(0.01);
            round(engine, "1 %");
        }
        System.out.println("differences " + differences);
    }

    private void round(SparkEngine engine, String name) {
        long start = System.nanoTime();
        Map<String, Double> seconds = new LinkedHashMap<>();
        new PipelineRunner(engine, new Working(name, seconds)).run(pipeline, Selection.all(), CommitTerms.DEFAULT);
        double leat = (System.nanoTime() - start) / 1e9;
        long handStart = System.nanoTime();
        Map<String, Double> handSeconds = new LinkedHashMap<>();
        byHand(name, handSeconds);
        double hand = (System.nanoTime() - handStart) / 1e9;
        awaitListener();
        compare(engine, name);
        print(name, seconds, handSeconds);
        System.out.printf("%s: Leat %.1f s, by hand %.1f s%n%n", name, leat, hand);
    }

    /** Says what is worked at. */
    private final class Working implements RunListener {
        private final String round;
        private final Map<String, Double> seconds;

        Working(String round, Map<String, Double> seconds) {
            this.round = round;
            this.seconds = seconds;
        }

        @Override
        public void started(RelationName name, int index, int count) {
            spark.sparkContext().setLocalProperty(ExecutorTimes.WORK, "leat " + round + " " + name.simpleName());
        }

        @Override
        public void failed(RelationName name, LeatException failure) {
            differences++;
            System.out.println(name.simpleName() + ": " + failure.getMessage());
        }

        @Override
        public void ended(Outcome outcome) {
            String name = outcome.name().simpleName();
            seconds.put(name, outcome.duration().toNanos() / 1e9);
            outcome.result().ifPresent(result -> extents.put(name, result.extent()));
        }
    }

    private void byHand(String round, Map<String, Double> seconds) {
        OracleSession session = new OracleSession(spark.newSession());
        session.spark().sql("CREATE NAMESPACE IF NOT EXISTS " + HAND + ".q");
        for (TpcTable table : files.tables()) {
            session.spark().read().parquet(table.file().toString()).createOrReplaceTempView(table.name());
        }
        queries.forEach((name, sql) -> {
            spark.sparkContext().setLocalProperty(ExecutorTimes.WORK, HAND + " " + round + " " + name);
            seconds.put(
                    name,
                    TpchSpeed.seconds(() -> session.spark()
                            .sql("CREATE OR REPLACE TABLE " + HAND + ".q." + name + " USING iceberg AS\n" + sql)
                            .collectAsList()));
        });
    }

    /** The listener hears of tasks a little later. */
    private static void awaitListener() {
        try {
            if (new CountDownLatch(1).await(LISTENER_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compare(SparkEngine engine, String round) {
        for (Dataset dataset : pipeline.datasets()) {
            String name = dataset.name().simpleName();
            OracleSession session = new OracleSession(engine.spark());
            session.spark().conf().set("spark.sql.catalog." + HAND + ".cache-enabled", "false");
            RowsDifference.find(
                            new OracleSession(spark).rows("SELECT * FROM " + HAND + ".q." + name),
                            session.rows("SELECT * FROM " + SparkEngine.table(dataset.name())),
                            List.of())
                    .ifPresent(difference -> {
                        differences++;
                        System.out.println(round + " " + name + ": " + difference);
                    });
        }
    }

    private void print(String round, Map<String, Double> leat, Map<String, Double> hand) {
        double logs = 0;
        int counted = 0;
        double leatAll = 0;
        double handAll = 0;
        for (String name : leat.keySet()) {
            double ours = times.seconds("leat " + round + " " + name);
            double theirs = times.seconds(HAND + " " + round + " " + name);
            leatAll += ours;
            handAll += theirs;
            Extent extent = extents.getOrDefault(name, Extent.NOTHING);
            System.out.printf(
                    "%-4s %-8s Leat %6.2f s, CPU %6.2f s; by hand %6.2f s, CPU %6.2f s; CPU ratio %.2f%n",
                    name, extent, leat.get(name), ours, hand.getOrDefault(name, 0.0), theirs, theirs / ours);
            if (extent == Extent.CHANGE && ours > 0) {
                logs += Math.log(theirs / ours);
                counted++;
            }
        }
        System.out.printf(
                "%s: executor CPU Leat %.1f s, by hand %.1f s; by change %d views, geometric mean %.2f%n",
                round, leatAll, handAll, counted, Math.exp(logs / Math.max(1, counted)));
    }
}
