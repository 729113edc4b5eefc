package dev.leat.conformance.incremental;

import com.sun.management.OperatingSystemMXBean;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Outcome;
import dev.leat.sql.project.CompiledProject;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a commit of 1,000 rows takes over a history of one million rows, ten, a hundred: for results whose live state is bounded
 * (100,000 groups at most, or by a watermark), and for such whose state grows with the history. The milliseconds of each dataset are the
 * median of the commits after the first few; the last lines compare them with those over the smallest history, and the datasets that
 * are computed anew in the end.
 *
 * <p>Arguments: a folder, {@code bounded} or {@code growing}, and the sizes of the history, in millions of rows.
 */
public final class CommitCost {
    private static final int WARM_UP = 5;
    private static final int COMMITS = 21;
    private static final int ROWS = 1000;
    private static final int CUSTOMERS = 100_000;
    private static final long ROWS_OF_FILE = 1_000_000;

    private static final String SOURCES = """
            CREATE TABLE events (id BIGINT, customer INT, account BIGINT, ts TIMESTAMP, amount BIGINT)
                USING parquet OPTIONS (path 'events');
            CREATE TABLE customers (customer INT, segment STRING) USING parquet OPTIONS (path 'customers');
            CREATE STREAMING TABLE log AS SELECT * FROM STREAM(events);
            """;

    private static final String BOUNDED = SOURCES + """
            CREATE STREAMING TABLE by_minute AS
                SELECT window.start AS minute, customer % 100 AS customers, count(*) AS n, sum(amount) AS amount
                FROM STREAM(events) WATERMARK ts DELAY OF INTERVAL 1 MINUTE
                GROUP BY window(ts, '1 minute'), customer % 100;
            CREATE MATERIALIZED VIEW total AS SELECT count(*) AS n, sum(amount) AS amount FROM log;
            CREATE MATERIALIZED VIEW by_customer AS
                SELECT customer, count(*) AS n, sum(amount) AS amount, avg(amount) AS mean FROM log GROUP BY customer;
            CREATE MATERIALIZED VIEW by_segment AS
                SELECT segment, count(*) AS n, sum(amount) AS amount FROM log JOIN customers USING (customer) GROUP BY segment;
            CREATE MATERIALIZED VIEW best_customers AS
                SELECT customer, amount FROM by_customer ORDER BY amount DESC, customer LIMIT 10;
            """;

    private static final String GROWING = SOURCES + """
            CREATE MATERIALIZED VIEW by_account AS
                SELECT account, count(*) AS n, sum(amount) AS amount FROM log GROUP BY account;
            CREATE MATERIALIZED VIEW accounts_of_customer AS
                SELECT customer, count(DISTINCT account) AS accounts FROM log GROUP BY customer;
            CREATE MATERIALIZED VIEW latest_of_account AS
                SELECT account, id, ts, amount
                FROM (SELECT *, row_number() OVER (PARTITION BY account ORDER BY ts DESC, id DESC) AS place FROM log)
                WHERE place = 1;
            """;

    private final Path folder;
    private final Pipeline pipeline;
    private final long history;

    private CommitCost(Path folder, String sql, long history) throws IOException {
        this.folder = folder;
        this.history = history;
        Files.createDirectories(folder.resolve("events"));
        Files.createDirectories(folder.resolve("customers"));
        Files.writeString(folder.resolve("cost.sql"), sql);
        CompiledProject compiled = new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(folder.resolve("cost.sql"))));
        this.pipeline = compiled.pipeline()
                .orElseThrow(
                        () -> new IllegalStateException("The project does not compile: " + compiled.diagnostics()));
    }

    /** The command. */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path root = Path.of(arguments[0]).toAbsolutePath();
        boolean isBounded = arguments[1].equals("bounded");
        Map<Long, Map<String, Double>> costs = new LinkedHashMap<>();
        long differences = 0;
        for (String millions : List.of(arguments).subList(2, arguments.length)) {
            long history = Long.parseLong(millions) * 1_000_000;
            CommitCost cost =
                    new CommitCost(root.resolve(arguments[1] + millions), isBounded ? BOUNDED : GROWING, history);
            costs.put(history, cost.measure());
            differences += cost.differences();
        }
        print(costs);
        System.out.println("differences " + differences);
        System.exit(differences == 0 ? 0 : 1);
    }

    private static void print(Map<Long, Map<String, Double>> costs) {
        Map<String, Double> first = costs.values().iterator().next();
        System.out.printf(
                "%nmilliseconds of a commit of %,d rows, and how many times those over the shortest history%n", ROWS);
        System.out.printf("%-22s", "rows of history");
        costs.keySet().forEach(history -> System.out.printf(Locale.ROOT, "%,20d", history));
        System.out.println();
        first.forEach((name, base) -> {
            System.out.printf("%-22s", name);
            costs.values()
                    .forEach(cost -> System.out.printf(
                            Locale.ROOT, "%12.1f  %5.2f×", cost.get(name), cost.getOrDefault(name, Double.NaN) / base));
            System.out.println();
        });
    }

    private DuckDbEngine engine(EngineOptions options) {
        return Engines.open(options, Clock.systemUTC());
    }

    /** The milliseconds of each dataset in a commit, and of the whole commit. */
    private Map<String, Double> measure() throws SQLException {
        for (long first = 0; first < history; first += ROWS_OF_FILE) {
            write("events/history-" + first + ".parquet", events(first, Math.min(ROWS_OF_FILE, history - first)));
        }
        write(
                "customers/all.parquet",
                "SELECT range::INT AS customer, 'segment ' || range % 10 AS segment FROM range(" + CUSTOMERS + ")");
        Map<String, List<Double>> times = new LinkedHashMap<>();
        try (DuckDbEngine engine = engine(EngineOptions.at(folder.resolve("state")))) {
            long start = System.nanoTime();
            run(engine);
            System.out.printf(
                    Locale.ROOT, "%,d rows of history: first run %.1f s%n", history, (System.nanoTime() - start) / 1e9);
            for (int commit = 0; commit < WARM_UP + COMMITS; commit++) {
                long first = history + (long) commit * ROWS;
                write("events/new-" + commit + ".parquet", events(first, ROWS));
                long begun = System.nanoTime();
                long cpuBegun = cpuNanos();
                RunReport report = run(engine);
                double cpuMillis = (cpuNanos() - cpuBegun) / 1e6;
                double millis = (System.nanoTime() - begun) / 1e6;
                if (commit >= WARM_UP) {
                    for (Outcome outcome : report.outcomes()) {
                        add(
                                times,
                                outcome.name().simpleName(),
                                outcome.duration().toNanos() / 1e6);
                    }
                    add(times, "the commit", millis);
                    add(times, "the commit, CPU", cpuMillis);
                }
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        times.forEach((name, all) -> medians.put(
                name, all.stream().sorted().skip(all.size() / 2).findFirst().orElse(Double.NaN)));
        return medians;
    }

    /** What the process has used; other processes beside it don't add to that. */
    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static void add(Map<String, List<Double>> times, String name, double millis) {
        times.computeIfAbsent(name, key -> new ArrayList<>()).add(millis);
    }

    /** A thousand a second, in order; customers and accounts come up anywhere, an account about ten times. */
    private String events(long first, long rows) {
        return "SELECT range AS id, (hash(range) % " + CUSTOMERS + ")::INT AS customer, (hash(range, 1) % "
                + Math.max(1, history / 10) + ")::BIGINT AS account,"
                + " make_timestamp(1767225600000000 + range * 1000) AS ts, (hash(range, 2) % 1000)::BIGINT AS amount"
                + " FROM range(" + first + ", " + (first + rows) + ")";
    }

    private void write(String file, String sql) throws SQLException {
        Path path = folder.resolve(file);
        Path staged = folder.resolve("staged.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 2");
            statement.execute("COPY (" + sql + ") TO '" + staged + "' (FORMAT parquet)");
            Files.move(staged, path);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + path, e);
        }
    }

    private RunReport run(DuckDbEngine engine) {
        RunReport report =
                new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), CommitTerms.DEFAULT);
        report.outcomes().stream()
                .filter(outcome -> outcome.status() != Outcome.Status.REFRESHED)
                .findFirst()
                .ifPresent(outcome -> {
                    throw new IllegalStateException(outcome.name() + ": " + outcome.problems());
                });
        return report;
    }

    /** How many datasets are not what they are when computed as a whole; looked at over short histories. */
    private long differences() {
        if (history > 2 * ROWS_OF_FILE) {
            return 0;
        }
        try (DuckDbEngine kept = engine(EngineOptions.at(folder.resolve("state")));
                DuckDbEngine fresh = engine(EngineOptions.inMemory())) {
            run(fresh);
            return pipeline.datasets().stream()
                    .filter(dataset -> differs(kept, fresh, dataset))
                    .count();
        }
    }

    private boolean differs(DuckDbEngine kept, DuckDbEngine fresh, Dataset dataset) {
        return RowsDifference.find(
                        Engines.rows(fresh, pipeline, dataset.name(), dataset.schema()),
                        Engines.rows(kept, pipeline, dataset.name(), dataset.schema()),
                        List.of())
                .map(difference -> {
                    System.out.println(dataset.name().simpleName() + ": " + difference);
                    return true;
                })
                .orElse(false);
    }
}
