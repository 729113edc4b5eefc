package dev.leat.conformance.tpc;

import dev.leat.conformance.oracle.EngineValues;
import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Outcome;
import dev.leat.spi.QueryResult;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.sql.project.CompiledProject;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import dev.leat.type.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The 22 queries of TPC-H as materialized views over folders of Parquet files. New orders come with their lines, a tenth of a
 * percent at a time, then a percent; each time Leat brings all views up to date in one commit, and plain DuckDB, and Spark if
 * wanted, compute each query anew over the same files, two threads each. A time is the best of three such commits (Spark has
 * one), since what else runs only adds. Every refreshed view is compared with the same view computed as a whole.
 *
 * <p>Arguments: folder for data, scale factor, and {@code --spark}.
 */
public final class RefreshSpeed {
    private static final int PASSES = 3;
    private static final int THREADS = 2;

    private final RefreshFiles files;
    private final Path folder;
    private final Pipeline pipeline;
    private final boolean hasSpark;
    private int differences;

    private RefreshSpeed(RefreshFiles files, Path folder, boolean hasSpark) throws IOException {
        this.files = files;
        this.folder = folder;
        this.hasSpark = hasSpark;
        this.pipeline = compile();
    }

    /** The command. */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path cache = Path.of(arguments[0]).toAbsolutePath();
        double scale = Double.parseDouble(arguments[1]);
        Path folder = cache.resolve("refresh");
        RefreshFiles files = new RefreshFiles(TpchData.tables(cache, scale), folder);
        RefreshSpeed speed = new RefreshSpeed(files, folder, List.of(arguments).contains("--spark"));
        speed.run();
        System.exit(speed.differences == 0 ? 0 : 1);
    }

    private Pipeline compile() throws IOException {
        List<String> statements = new ArrayList<>();
        files.tables().forEach(table -> statements.add(table.createStatement()));
        TpcTexts.tpchQueries()
                .forEach((name, sql) -> statements.add("CREATE MATERIALIZED VIEW " + name + " AS\n" + sql.strip()));
        Files.writeString(folder.resolve("tpch.sql"), String.join(";\n", statements) + ";\n");
        CompiledProject compiled = new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(folder.resolve("tpch.sql"))));
        return compiled.pipeline()
                .orElseThrow(() ->
                        new IllegalStateException("The queries of TPC-H do not compile: " + compiled.diagnostics()));
    }

    private void run() throws SQLException {
        try (DuckDbEngine engine = engine(EngineOptions.at(folder.resolve("state")))) {
            System.out.printf("first run %.2f s%n", run(engine).seconds());
            // Rows of some operators are stored only once a view is seen to change.
            files.add(0.001);
            System.out.printf("second run %.2f s%n", run(engine).seconds());
            for (double share : List.of(0.001, 0.01)) {
                List<RefreshTimes> passes = new ArrayList<>();
                for (int pass = 0; pass < PASSES; pass++) {
                    files.add(share);
                    Optional<OracleSession> spark = Optional.empty();
                    if (hasSpark && pass == PASSES - 1) {
                        spark = Optional.of(TpcAnswers.spark(files.tables()));
                    }
                    passes.add(pass(engine, spark));
                }
                Map<String, Double> whole = check(engine);
                System.out.printf("%n%.1f %% new orders and lines%n", 100 * share);
                RefreshTimes.print(passes, whole, rules(engine));
            }
        }
        System.out.println("differences " + differences);
    }

    private record Run(RunReport report, double seconds) {}

    private Run run(DuckDbEngine engine) {
        long start = System.nanoTime();
        RunReport report =
                new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), CommitTerms.DEFAULT);
        report.outcomes().stream()
                .filter(outcome -> outcome.status() != Outcome.Status.REFRESHED)
                .forEach(this::fail);
        return new Run(report, (System.nanoTime() - start) / 1e9);
    }

    private void fail(Outcome outcome) {
        differences++;
        System.out.println(outcome.name().simpleName() + " " + outcome.status() + " " + outcome.problems());
    }

    private RefreshTimes pass(DuckDbEngine engine, Optional<OracleSession> spark) throws SQLException {
        Run run = run(engine);
        Map<String, RefreshTimes.View> views = new LinkedHashMap<>();
        try (Connection duckDb = TpchSpeed.duckDb(files.tables())) {
            for (Outcome outcome : run.report().outcomes()) {
                String name = outcome.name().simpleName();
                String sql =
                        Optional.ofNullable(TpcTexts.tpchQueries().get(name)).orElseThrow();
                double first = TpchSpeed.seconds(() -> TpchSpeed.rows(duckDb, sql));
                double plain = Math.min(first, TpchSpeed.seconds(() -> TpchSpeed.rows(duckDb, sql)));
                double ofSpark = spark.map(session -> TpchSpeed.seconds(() -> session.rows(sql)))
                        .orElse(Double.NaN);
                Extent extent = outcome.result().orElseThrow().extent();
                views.put(
                        name,
                        new RefreshTimes.View(
                                extent, outcome.duration().toNanos() / 1e9, plain, ofSpark, isJoin(name)));
            }
        }
        return new RefreshTimes(run.seconds(), views);
    }

    private Dataset.MaterializedView view(String name) {
        return pipeline.datasets().stream()
                .filter(dataset -> dataset.name().simpleName().equals(name))
                .map(Dataset.MaterializedView.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private boolean isJoin(String name) {
        return Plans.nodes(view(name).query()).stream().anyMatch(Plan.Join.class::isInstance);
    }

    /** What explain says of each view, in short. */
    private Map<String, String> rules(DuckDbEngine engine) {
        Map<String, String> rules = new LinkedHashMap<>();
        for (Dataset dataset : pipeline.datasets()) {
            String name = dataset.name().simpleName();
            List<String> said = engine.describe(pipeline, view(name).query()).upkeep().stream()
                    .filter(line -> !line.startsWith(" "))
                    .map(line -> line.replaceAll("[:,(].*", "")
                            .replaceAll("(touched keys).*", "$1")
                            .strip())
                    .distinct()
                    .toList();
            rules.put(name, String.join(" + ", said));
        }
        return rules;
    }

    /** Compares all views with what they are as a whole; the seconds that takes Leat for each. */
    private Map<String, Double> check(DuckDbEngine engine) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        try (DuckDbEngine fresh = engine(EngineOptions.inMemory())) {
            new PipelineRunner(fresh, RunListener.SILENT)
                    .run(pipeline, Selection.all(), CommitTerms.on(CommitTerms.Basis.NOTHING))
                    .outcomes()
                    .forEach(outcome -> seconds.put(
                            outcome.name().simpleName(), outcome.duration().toNanos() / 1e9));
            for (Dataset dataset : pipeline.datasets()) {
                RowsDifference.find(rows(fresh, dataset), rows(engine, dataset), List.of())
                        .ifPresent(difference -> {
                            differences++;
                            System.out.println(dataset.name().simpleName() + ": " + difference);
                        });
            }
        }
        return seconds;
    }

    private Rows rows(DuckDbEngine engine, Dataset dataset) {
        List<String> fields = dataset.schema().stream().map(Field::name).toList();
        List<Column> columns = new ArrayList<>();
        for (Field field : dataset.schema()) {
            columns.add(new Column(columns.size(), field.name(), field.type(), true));
        }
        Plan scan = new Plan.Scan(dataset.name(), Plan.ScanMode.TABLE, fields, columns);
        try (QueryResult result = engine.query(pipeline, scan)) {
            return EngineValues.read(result);
        }
    }

    private static DuckDbEngine engine(EngineOptions options) {
        return DuckDbEngine.open(
                new EngineOptions(options.state(), THREADS, options.memoryLimit()),
                new DuckDbEngine.Code(
                        new SparkEvaluatorFactory(),
                        new SparkFileReaders(),
                        Clock.systemUTC(),
                        FunctionTable.STANDARD));
    }
}
