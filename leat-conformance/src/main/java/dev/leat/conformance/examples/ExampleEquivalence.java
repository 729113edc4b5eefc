package dev.leat.conformance.examples;

import dev.leat.conformance.incremental.Engines;
import dev.leat.conformance.incremental.MaintenanceTally;
import dev.leat.conformance.incremental.SparkEngines;
import dev.leat.conformance.nexmark.EventFiles;
import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.conformance.tpc.TpchFiles;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.RunReport;
import dev.leat.spark.SparkEngine;
import dev.leat.spi.Engine;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.project.SourceFile;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The example projects on both engines, over data that arrive piece by piece: after each commit all datasets have to be equal, and each view
 * what Spark answers to its text in batch.
 */
public final class ExampleEquivalence {
    private static final String EVENTS = "3000";
    private static final String SCALE = "0.01";
    private static final Pattern VIEW = Pattern.compile(
            "CREATE\\s+MATERIALIZED\\s+VIEW\\s+(\\w+).*?\\bAS\\s+((?:SELECT|WITH)\\b.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern SOURCE =
            Pattern.compile("CREATE\\s+TABLE\\s+(\\w+\\b.*\\bUSING\\b.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern TEMPORARY =
            Pattern.compile("CREATE\\s+(TEMPORARY\\s+VIEW\\s+(\\w+).*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final String name;
    private final Path example;
    private final Path folder;
    private final long seed;
    private final MaintenanceTally tally;
    private final Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private final Map<String, String> views = new LinkedHashMap<>();

    /**
     * A run of one.
     *
     * @param example its folder in the repository
     * @param folder for its copies and their states
     */
    ExampleEquivalence(Path example, Path folder, long seed, MaintenanceTally tally) {
        this.name = String.valueOf(example.getFileName());
        this.example = example;
        this.folder = folder;
        this.seed = seed;
        this.tally = tally;
    }

    /** The command: the folder of the examples, one for scratch, how many commits, a seed, and names of examples, or all. */
    public static void main(String[] arguments) throws IOException, SQLException {
        List<String> names = arguments.length > 4
                ? List.of(arguments).subList(4, arguments.length)
                : List.of("access-log", "card-fraud", "nexmark", "tpch");
        MaintenanceTally tally = new MaintenanceTally();
        for (String name : names) {
            Path folder = Files.createDirectories(Path.of(arguments[1]).resolve(name));
            new ExampleEquivalence(Path.of(arguments[0]).resolve(name), folder, Long.parseLong(arguments[3]), tally)
                    .run(Integer.parseInt(arguments[2]));
            System.err.println(name + ": checked so far " + tally.checkedSoFar());
        }
        System.out.println(tally);
        System.exit(tally.differences() == 0 ? 0 : 1);
    }

    /** Runs it over some commits. */
    void run(int commits) throws IOException, SQLException {
        Path all = folder.resolve("all");
        makeData(all);
        Path here = folder.resolve("embedded");
        Path there = folder.resolve("cluster");
        ArrivingData data = new ArrivingData(all, List.of(here.resolve("data"), there.resolve("data")), seed);
        data.arrive();
        Pipeline embedded = compile(here);
        Pipeline cluster = compile(there);
        try (DuckDbEngine first = Engines.open(EngineOptions.at(folder.resolve("state")), clock);
                SparkEngine second = SparkEngines.open(folder.resolve("warehouse"), clock)) {
            for (int commit = 1; commit <= commits; commit++) {
                commit(first, embedded);
                commit(second, cluster)
                        .outcomes()
                        .forEach(outcome -> outcome.result().ifPresent(result -> tally.refreshed(result.extent())));
                compare(commit, embedded, first, second);
                if (commit == commits - 1) {
                    data.arriveWhole();
                } else {
                    data.arrive();
                }
            }
        }
    }

    private void makeData(Path all) throws IOException {
        if (Files.isExecutable(example.resolve("generate"))) {
            if (name.equals("nexmark")) {
                EventFiles.main(new String[] {all.toString(), EVENTS});
            } else {
                TpchFiles.main(new String[] {all.toString(), SCALE});
            }
        } else {
            copy(example.resolve("data"), all);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(from)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    private Pipeline compile(Path project) throws IOException {
        copy(example.resolve("transformations"), project.resolve("transformations"));
        Files.copy(example.resolve("spark-pipeline.yml"), project.resolve("spark-pipeline.yml"));
        return new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(project)))
                .require();
    }

    private RunReport commit(Engine engine, Pipeline pipeline) {
        RunReport report = Engines.run(engine, pipeline);
        report.outcomes().stream()
                .filter(outcome -> outcome.result().isEmpty())
                .forEach(outcome -> tally.difference(name + ": " + outcome.name() + " " + outcome.problems()));
        return report;
    }

    private void compare(int commit, Pipeline pipeline, DuckDbEngine embedded, SparkEngine cluster) throws IOException {
        OracleSession batch = SparkOracle.start().session(pipeline.settings());
        readTexts(batch);
        for (Dataset dataset : pipeline.datasets()) {
            String key = dataset.name().simpleName();
            if (dataset instanceof Dataset.TemporaryView) {
                if (views.containsKey(key)) {
                    batch.rows(views.getOrDefault(key, ""));
                }
                continue;
            }
            String where = name + " commit " + commit + " " + key;
            Rows there = SparkEngines.rows(cluster, dataset.name());
            tally.checked();
            difference(where, Engines.rows(embedded, pipeline, dataset.name(), dataset.schema()), there);
            if (views.containsKey(key)) {
                tally.askedSpark();
                difference(where + ", beside Spark", batch.rows(views.getOrDefault(key, "")), there);
            }
            Path file = folder.resolve(key + ".parquet");
            embedded.exportParquet(pipeline, Engines.scan(dataset.name(), dataset.schema()), file);
            batch.registerParquet(key, file);
        }
    }

    /** The texts of views for Spark, and sources as it reads them. */
    private void readTexts(OracleSession batch) throws IOException {
        Path project = folder.resolve("cluster");
        for (SourceFile file : ProjectTexts.read(ProjectLocation.of(project)).files()) {
            String plain = file.text().replaceAll("(?m)--.*$", "");
            for (String statement : plain.split(";\\s*(\\n|$)", -1)) {
                String text = statement.strip();
                Matcher view = VIEW.matcher(text);
                Matcher source = SOURCE.matcher(text);
                Matcher temporary = TEMPORARY.matcher(text);
                if (view.matches()) {
                    views.put(view.group(1), view.group(2));
                } else if (source.matches()) {
                    batch.rows("CREATE OR REPLACE TEMPORARY VIEW "
                            + source.group(1).replace("'data", "'" + project.resolve("data")));
                } else if (temporary.matches() && !text.contains("STREAM")) {
                    views.put(temporary.group(2), "CREATE OR REPLACE " + temporary.group(1));
                }
            }
        }
    }

    private void difference(String where, Rows expected, Rows actual) {
        RowsDifference.find(SparkEngines.asStored(expected), actual, List.of())
                .ifPresent(text -> tally.difference(where + ": " + text));
    }
}
