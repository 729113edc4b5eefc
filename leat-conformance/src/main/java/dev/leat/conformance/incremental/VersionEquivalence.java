package dev.leat.conformance.incremental;

import dev.leat.cluster.SparkVersion;
import dev.leat.conformance.cluster.ApplicationJars;
import dev.leat.conformance.cluster.LeatProcess;
import dev.leat.conformance.cluster.SparkRuns;
import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.incremental.ClusterSupport;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.sql.SparkSession;

/**
 * Random projects on the embedded engine and, by {@code leat run}, on a Spark 3.5; after each commit their datasets have to be equal. The
 * tables that Spark 3.5 has written are read by the Spark of this process.
 */
public final class VersionEquivalence {
    private static final Duration RUN_MAX = Duration.ofMinutes(5);

    private final Path home;
    private final Path scratch;
    private final String jars;
    private final MaintenanceTally tally = new MaintenanceTally();

    private VersionEquivalence(Path home, Path scratch) {
        this.home = home;
        this.scratch = scratch;
        this.jars = ApplicationJars.make(scratch);
    }

    /** The command: the folder of Spark 3.5, a folder for scratch, the first seed, the number of projects, of commits. */
    public static void main(String[] arguments) throws IOException {
        VersionEquivalence run = new VersionEquivalence(Path.of(arguments[0]), Path.of(arguments[1]));
        long first = Long.parseLong(arguments[2]);
        for (long seed = first; seed < first + Long.parseLong(arguments[3]); seed++) {
            run.project(seed, Integer.parseInt(arguments[4]));
        }
        System.out.println(run.tally);
        System.exit(run.tally.differences() == 0 ? 0 : 1);
    }

    private void project(long seed, int commits) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("version-" + seed));
        GeneratedProject project = new GeneratedProject(seed, new SplittableRandom(seed), folder);
        project.write();
        Optional<Pipeline> pipeline = project.compile(tally);
        if (pipeline.isEmpty()) {
            return;
        }
        ClusterSupport.problems(pipeline.get(), SparkVersion.EARLIER, name -> true)
                .forEach(problem -> tally.difference("seed " + seed + ": " + problem));
        Path warehouse = folder.resolve("warehouse");
        SparkRuns runs = new SparkRuns(
                jars,
                Map.of("SPARK_HOME", home.toString()),
                folder.resolve("p.sql"),
                "local[2]",
                warehouse.toUri().toString());
        SparkSession spark = reader(warehouse);
        for (int commit = 0; commit < commits; commit++) {
            project.change();
            try (DuckDbEngine embedded =
                    Engines.open(EngineOptions.at(folder.resolve("embedded")), Clock.systemUTC())) {
                Engines.run(embedded, pipeline.get());
                LeatProcess leat = runs.start(
                        folder.resolve("run-" + commit + ".txt"),
                        List.of("--state", folder.resolve("state").toString()));
                int exitCode = leat.await(RUN_MAX);
                if (exitCode != 0) {
                    tally.difference("seed " + seed + " commit " + commit + " exit " + exitCode + ": " + leat.output());
                }
                for (Dataset dataset : pipeline.get().datasets()) {
                    if (!(dataset instanceof Dataset.TemporaryView)) {
                        compare(pipeline.get(), embedded, spark, dataset, "seed " + seed + " commit " + commit);
                    }
                }
            }
        }
    }

    private static SparkSession reader(Path warehouse) {
        SparkSession spark = SparkEngines.session();
        String catalog = "spark.sql.catalog.checked";
        spark.conf().set(catalog, "org.apache.iceberg.spark.SparkCatalog");
        spark.conf().set(catalog + ".type", "hadoop");
        spark.conf().set(catalog + ".warehouse", warehouse.toUri().toString());
        spark.conf().set(catalog + ".cache-enabled", "false");
        return spark;
    }

    private void compare(Pipeline pipeline, DuckDbEngine embedded, SparkSession spark, Dataset dataset, String where) {
        tally.checked();
        Rows expected = Engines.rows(embedded, pipeline, dataset.name(), dataset.schema());
        Rows actual;
        try {
            actual = new OracleSession(spark)
                    .rows("SELECT * FROM checked.default.`" + dataset.name().simpleName() + "`");
        } catch (Exception e) {
            tally.difference(where + " " + dataset.name() + ": " + e.getMessage());
            return;
        }
        RowsDifference.find(expected, actual, List.of())
                .ifPresent(text -> tally.difference(where + " " + dataset.name() + ": " + text));
    }
}
