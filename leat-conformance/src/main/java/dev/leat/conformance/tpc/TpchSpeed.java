package dev.leat.conformance.tpc;

import dev.leat.conformance.oracle.OracleSession;
import dev.leat.plan.Plan;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The 22 queries of TPC-H over Parquet on Leat, on plain DuckDB and on Spark, two threads each, in one process and in turns:
 * each query on each engine, then the next query; the whole three times after a pass to warm up. Leat's time is that of a
 * compiled plan; compiling is shown apart.
 *
 * <p>Arguments: folder for generated data, scale factor.
 */
public final class TpchSpeed {
    private static final int PASSES = 3;

    private TpchSpeed() {}

    /** What is timed. */
    interface Work {
        void run() throws SQLException;
    }

    /** The command. */
    public static void main(String[] arguments) throws SQLException {
        List<TpcTable> tables = TpchData.tables(Path.of(arguments[0]), Double.parseDouble(arguments[1]));
        Map<String, Map<String, List<Double>>> times = new LinkedHashMap<>();
        try (LeatTables leat = new LeatTables(tables);
                Connection duckDb = duckDb(tables)) {
            OracleSession spark = TpcAnswers.spark(tables);
            for (int pass = 0; pass <= PASSES; pass++) {
                boolean isTimed = pass > 0;
                TpcTexts.tpchQueries().forEach((name, sql) -> {
                    Map<String, Double> seconds = new LinkedHashMap<>();
                    List<Plan> plan = new ArrayList<>();
                    seconds.put("compile", seconds(() -> plan.add(leat.plan(sql))));
                    seconds.put("leat", seconds(() -> leat.rows(plan.get(0))));
                    seconds.put("duckdb", seconds(() -> rows(duckDb, sql)));
                    seconds.put("spark", seconds(() -> spark.rows(sql)));
                    if (isTimed) {
                        Map<String, List<Double>> ofQuery = times.computeIfAbsent(name, key -> new LinkedHashMap<>());
                        seconds.forEach((engine, second) -> ofQuery.computeIfAbsent(engine, key -> new ArrayList<>())
                                .add(second));
                    }
                });
            }
        }
        print(times);
        System.exit(0);
    }

    private static void print(Map<String, Map<String, List<Double>>> times) {
        Map<String, Double> totals = new LinkedHashMap<>();
        times.forEach((name, engines) -> {
            StringBuilder line = new StringBuilder(name);
            engines.forEach((engine, passes) -> {
                double median = passes.stream().sorted().toList().get(PASSES / 2);
                totals.merge(engine, median, Double::sum);
                line.append(String.format(java.util.Locale.ROOT, "  %s %.3f s", engine, median));
            });
            System.out.println(line);
        });
        double leat = totals.getOrDefault("leat", Double.NaN);
        System.out.printf(
                java.util.Locale.ROOT,
                "leat %.2f s (and %.2f s to compile) duckdb %.2f s spark %.2f s: leat/duckdb %.2f spark/leat %.1f%n",
                leat,
                totals.getOrDefault("compile", Double.NaN),
                totals.getOrDefault("duckdb", Double.NaN),
                totals.getOrDefault("spark", Double.NaN),
                leat / totals.getOrDefault("duckdb", Double.NaN),
                totals.getOrDefault("spark", Double.NaN) / leat);
    }

    static double seconds(Work work) {
        long start = System.nanoTime();
        try {
            work.run();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not run a query of TPC-H", e);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    static Connection duckDb(List<TpcTable> tables) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 2");
            for (TpcTable table : tables) {
                statement.execute(
                        "CREATE VIEW " + table.name() + " AS SELECT * FROM read_parquet('" + table.file() + "')");
            }
        }
        return connection;
    }

    static void rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    rows.getObject(i);
                }
            }
        }
    }
}
