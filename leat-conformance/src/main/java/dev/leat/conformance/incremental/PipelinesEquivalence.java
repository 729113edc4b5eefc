package dev.leat.conformance.incremental;

import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.RunReport;
import dev.leat.spark.SparkEngine;
import dev.leat.spi.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One random project without extensions and its life on both engines, and by Spark's own declarative pipelines: after each update the
 * datasets of all three must be equal.
 */
public final class PipelinesEquivalence {
    private static final int UPDATES = 4;

    private final long seed;
    private final Path folder;
    private final GeneratedProject project;

    PipelinesEquivalence(long seed, Path scratch) {
        this.seed = seed;
        this.folder = scratch.resolve("plain-" + seed);
        this.project = GeneratedProject.plain(seed, new SplittableRandom(seed), folder);
    }

    /** The command: a folder for scratch, the first seed, how many projects; the last line is the figure. */
    public static void main(String[] arguments) throws IOException {
        MaintenanceTally tally = new MaintenanceTally();
        long first = Long.parseLong(arguments[1]);
        for (long seed = first; seed < first + Long.parseLong(arguments[2]); seed++) {
            new PipelinesEquivalence(seed, Path.of(arguments[0])).run(UPDATES, tally);
            System.err.println("seed " + seed);
        }
        System.out.println(tally);
        System.exit(tally.differences() == 0 ? 0 : 1);
    }

    void run(int updates, MaintenanceTally tally) throws IOException {
        project.write();
        Optional<Pipeline> compiled = project.compile(tally);
        if (compiled.isEmpty()) {
            return;
        }
        Pipeline pipeline = compiled.get();
        SparkPipeline own = new SparkPipeline(
                SparkEngines.session(), "plain_" + seed, project.datasets(), folder.resolve("storage"));
        for (String source : GeneratedProject.SOURCES) {
            own.source(source, GeneratedProject.COLUMNS, folder.resolve(source));
        }
        try (DuckDbEngine embedded = Engines.open(EngineOptions.at(folder.resolve("state")), Clock.systemUTC());
                SparkEngine cluster = SparkEngines.open(folder.resolve("warehouse"), Clock.systemUTC())) {
            for (int update = 0; update < updates; update++) {
                project.change();
                own.update();
                refreshed(Engines.run(embedded, pipeline), tally);
                refreshed(Engines.run(cluster, pipeline), tally);
                for (Dataset dataset : pipeline.datasets()) {
                    if (!(dataset instanceof Dataset.TemporaryView)) {
                        compare("update " + update, dataset, own, rows(embedded, pipeline, dataset), cluster, tally);
                    }
                }
            }
        }
    }

    private static Rows rows(DuckDbEngine embedded, Pipeline pipeline, Dataset dataset) {
        return Engines.rows(embedded, pipeline, dataset.name(), dataset.schema());
    }

    private void refreshed(RunReport report, MaintenanceTally tally) {
        for (Outcome outcome : report.outcomes()) {
            outcome.result()
                    .ifPresentOrElse(
                            result -> tally.refreshed(result.extent()),
                            () -> tally.difference(
                                    "seed " + seed + " " + outcome.name() + " fails: " + outcome.problems()));
        }
    }

    private void compare(
            String where,
            Dataset dataset,
            SparkPipeline own,
            Rows embedded,
            SparkEngine cluster,
            MaintenanceTally tally) {
        Rows expected = own.rows(dataset.name().simpleName());
        tally.askedSpark();
        difference(where + " embedded", dataset, expected, embedded, tally);
        difference(
                where + " cluster",
                dataset,
                SparkEngines.asStored(expected),
                SparkEngines.rows(cluster, dataset.name()),
                tally);
    }

    private void difference(String where, Dataset dataset, Rows expected, Rows actual, MaintenanceTally tally) {
        RowsDifference.find(expected, actual, List.of())
                .ifPresent(text -> tally.difference("seed " + seed + " " + where + " " + dataset.name()
                        + ", beside Spark's pipeline: " + text + "\n  "
                        + project.line(dataset.name().simpleName())));
    }
}
