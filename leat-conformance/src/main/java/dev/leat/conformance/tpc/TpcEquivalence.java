package dev.leat.conformance.tpc;

import dev.leat.conformance.incremental.Engines;
import dev.leat.conformance.incremental.SparkEngines;
import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.incremental.ClusterSupport;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.RunReport;
import dev.leat.spark.SparkEngine;
import dev.leat.spi.Engine;
import dev.leat.spi.Outcome;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.sql.project.CompiledProject;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
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
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The queries of TPC-H and TPC-DS as materialized views on both engines, over tables that get files and lose some; after each commit the
 * cluster engine's results have to be those of the embedded one, and those of a batch query of Spark.
 *
 * <p>Arguments: folder for data, {@code tpch} or {@code tpcds}, number of commits, a seed, and names of queries, or all.
 */
public final class TpcEquivalence {
    private static final double SCALE = 0.01;
    private static final int SHARES = 10;

    private final List<TpcTable> tables = new ArrayList<>();
    private final Map<String, String> queries;
    private final Path folder;
    private final SplittableRandom random;
    private final Map<Extent, Integer> extents = new TreeMap<>();
    private int compared;
    private int differences;
    private int refused;

    private TpcEquivalence(Path cache, String benchmark, long seed) throws SQLException, IOException {
        boolean isSmall = benchmark.equals("tpch");
        this.queries = new LinkedHashMap<>(isSmall ? TpcTexts.tpchQueries() : TpcTexts.tpcdsQueries());
        this.folder = Files.createTempDirectory(cache, "equivalence-" + benchmark);
        this.random = new SplittableRandom(seed);
        for (TpcTable table : isSmall ? TpchData.tables(cache, SCALE) : TpcdsData.tables(cache)) {
            Path files = Files.createDirectories(folder.resolve(table.name()));
            tables.add(new TpcTable(table.name(), table.columns(), files));
            split(table, files);
        }
    }

    /** The command. */
    public static void main(String[] arguments) throws SQLException, IOException {
        Path cache = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
        TpcEquivalence run = new TpcEquivalence(cache, arguments[1], Long.parseLong(arguments[3]));
        if (arguments.length > 4) {
            run.queries.keySet().retainAll(List.of(arguments).subList(4, arguments.length));
        }
        run.run(Integer.parseInt(arguments[2]));
        System.out.println("refreshes " + run.extents);
        System.out.println("compared " + run.compared + " differences " + run.differences + " refused " + run.refused);
        System.exit(run.differences == 0 ? 0 : 1);
    }

    /** Most rows are there from the beginning, the others in files that wait. */
    private void split(TpcTable table, Path files) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t AS SELECT *, hash(row_number() OVER ()) % " + SHARES
                    + " AS leat_share FROM read_parquet('" + table.file() + "')");
            for (int share = 0; share <= 2; share++) {
                String condition = share == 0 ? "leat_share >= 2" : "leat_share = " + (share - 1);
                String name = share == 0 ? "0.parquet" : "." + share + ".waiting";
                statement.execute(String.format(
                        Locale.ROOT,
                        "COPY (SELECT * EXCLUDE (leat_share) FROM t WHERE %s) TO '%s' (FORMAT parquet)",
                        condition,
                        files.resolve(name)));
            }
        }
    }

    private void change() throws IOException {
        for (TpcTable table : tables) {
            for (int share = 1; share <= 2; share++) {
                Path waiting = table.file().resolve("." + share + ".waiting");
                Path there = table.file().resolve(share + ".parquet");
                boolean isThere = Files.exists(there);
                if (random.nextInt(isThere ? 6 : 3) == 0) {
                    Files.move(isThere ? there : waiting, isThere ? waiting : there);
                }
            }
        }
    }

    private Map<String, String> texts() {
        OracleSession spark = TpcAnswers.spark(tables);
        Map<String, String> texts = new LinkedHashMap<>();
        queries.forEach((name, sql) -> {
            String plain = sql.strip().replaceFirst(";\\s*$", "");
            // Names of results repeat, or are none.
            String names = IntStream.range(0, spark.spark().sql(plain).schema().size())
                    .mapToObj(i -> "c" + i)
                    .collect(Collectors.joining(", "));
            texts.put(name, "SELECT * FROM (\n" + plain + "\n) AS leat_query(" + names + ")");
        });
        return texts;
    }

    private Optional<CompiledProject> compile(Map<String, String> texts) throws IOException {
        List<String> statements = new ArrayList<>();
        tables.forEach(table -> statements.add(table.createStatement()));
        texts.forEach((name, sql) -> statements.add("CREATE MATERIALIZED VIEW " + name + " AS\n" + sql));
        Path file = Files.writeString(folder.resolve("p.sql"), String.join(";\n", statements) + ";\n");
        CompiledProject compiled =
                new ProjectCompiler(new SparkFileReaders()).compile(ProjectTexts.read(ProjectLocation.of(file)));
        boolean isRefused = compiled.pipeline().isEmpty()
                || !ClusterSupport.problems(compiled.pipeline().get(), name -> true)
                        .isEmpty();
        return isRefused ? Optional.empty() : Optional.of(compiled);
    }

    private Pipeline pipeline(Map<String, String> texts) throws IOException {
        Optional<CompiledProject> all = compile(texts);
        if (all.isEmpty()) {
            for (String name : List.copyOf(texts.keySet())) {
                if (compile(Map.of(name, texts.getOrDefault(name, ""))).isEmpty()) {
                    System.out.println(name + " is refused");
                    texts.remove(name);
                    refused++;
                }
            }
            all = compile(texts);
        }
        return all.orElseThrow().require();
    }

    private void run(int commits) throws IOException {
        Map<String, String> texts = texts();
        Pipeline pipeline = pipeline(texts);
        try (DuckDbEngine embedded = Engines.open(EngineOptions.at(folder.resolve("leat-state")), Clock.systemUTC());
                SparkEngine cluster =
                        SparkEngines.open(folder.resolve("leat-warehouse"), new SparkEngine.Limits(10_000, 0))) {
            for (int commit = 0; commit < commits; commit++) {
                commit(embedded, pipeline);
                RunReport report = commit(cluster, pipeline);
                report.outcomes()
                        .forEach(outcome ->
                                outcome.result().ifPresent(result -> extents.merge(result.extent(), 1, Integer::sum)));
                OracleSession batch = TpcAnswers.spark(tables);
                for (Dataset dataset : pipeline.datasets()) {
                    compare("commit " + commit, pipeline, dataset, embedded, cluster, batch, texts);
                }
                System.out.println("commit " + commit + ": compared " + compared + " differences " + differences);
                change();
            }
        }
    }

    private RunReport commit(Engine engine, Pipeline pipeline) {
        RunReport report = Engines.run(engine, pipeline);
        for (Outcome outcome : report.outcomes()) {
            if (outcome.result().isEmpty()) {
                differences++;
                System.out.println(outcome.name().simpleName() + " " + outcome.problems());
            }
        }
        return report;
    }

    private void compare(
            String commit,
            Pipeline pipeline,
            Dataset dataset,
            DuckDbEngine embedded,
            SparkEngine cluster,
            OracleSession batch,
            Map<String, String> texts) {
        String name = dataset.name().simpleName();
        Rows there = SparkEngines.rows(cluster, dataset.name());
        difference(commit + " " + name, Engines.rows(embedded, pipeline, dataset.name(), dataset.schema()), there);
        difference(commit + " " + name + " by batch", batch.rows(texts.getOrDefault(name, "")), there);
    }

    private void difference(String what, Rows expected, Rows actual) {
        compared++;
        RowsDifference.find(SparkEngines.asStored(expected), actual, List.of()).ifPresent(text -> {
            differences++;
            System.out.println(what + ": " + text);
        });
    }
}
