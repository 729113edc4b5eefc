package dev.leat.conformance.incremental;

import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Quarantine;
import dev.leat.plan.RelationName;
import dev.leat.run.RunReport;
import dev.leat.spark.SparkEngine;
import dev.leat.spi.Outcome;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.type.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One random project and its life on both engines: after each commit each dataset of the cluster engine must equal that of the embedded
 * one. At the end, the queries of views are answered by Spark in batch over the cluster engine's own tables.
 */
final class SparkEquivalence {
    private static final int EDITED = 3;

    /** A change of more rows than that takes other ways, and here most have only a few; each process has another of these. */
    private static final List<Integer> DRIVER_ROWS = List.of(10_000, 2, 0);

    private final long seed;
    private final int commits;
    private final SplittableRandom random;
    private final Path folder;
    private final GeneratedProject project;
    private int opened;

    SparkEquivalence(long seed, Path scratch, int commits) {
        this.seed = seed;
        this.opened = (int) (seed % DRIVER_ROWS.size());
        this.commits = commits;
        this.random = new SplittableRandom(seed);
        this.folder = scratch.resolve("equivalence-" + seed);
        this.project = new GeneratedProject(seed, random, folder);
        project.limit(new SplittableRandom(~seed));
    }

    void run(MaintenanceTally tally) throws IOException {
        project.write();
        Optional<Pipeline> pipeline = project.compile(tally);
        if (pipeline.isEmpty()) {
            return;
        }
        Optional<SparkEngine> open = Optional.empty();
        Set<RelationName> computed = Set.of();
        try (DuckDbEngine embedded = Engines.open(EngineOptions.at(folder.resolve("state")), Clock.systemUTC())) {
            for (int commit = 0; commit < commits; commit++) {
                project.change();
                if (commit == commits - 1) {
                    project.finishLines();
                }
                if (commit == commits / 2 && seed % EDITED == 0) {
                    project.edit();
                    project.addColumns();
                    pipeline = project.compile(tally);
                    if (pipeline.isEmpty()) {
                        return;
                    }
                }
                if (open.isPresent() && random.nextBoolean()) {
                    open.get().close();
                    open = Optional.empty();
                }
                SparkEngine cluster = open.isPresent() ? open.get() : cluster();
                open = Optional.of(cluster);
                computed = commit(pipeline.get(), embedded, cluster, commit, tally);
            }
            askSpark(pipeline.get(), open.orElseThrow(), computed, tally);
        } finally {
            open.ifPresent(SparkEngine::close);
        }
    }

    private SparkEngine cluster() {
        int driverRows = DRIVER_ROWS.get(opened++ % DRIVER_ROWS.size());
        return SparkEngines.open(folder.resolve("warehouse"), new SparkEngine.Limits(driverRows, 0));
    }

    /** Makes a commit by each engine; the datasets that have the rows of their queries then. */
    private Set<RelationName> commit(
            Pipeline pipeline, DuckDbEngine embedded, SparkEngine cluster, int commit, MaintenanceTally tally) {
        PreparedPipeline prepared = new PreparedPipeline(pipeline);
        RunReport expected = Engines.run(embedded, pipeline);
        RunReport report = Engines.run(cluster, pipeline);
        tally.checked();
        if (!new TreeMap<>(expected.progress()).equals(new TreeMap<>(report.progress()))) {
            tally.difference("seed " + seed + " commit " + commit + " reads " + report.progress() + ", embedded "
                    + expected.progress());
        }
        Map<RelationName, Outcome> outcomes =
                expected.outcomes().stream().collect(Collectors.toMap(Outcome::name, outcome -> outcome));
        for (Outcome outcome : report.outcomes()) {
            outcome.result().ifPresent(result -> tally.refreshed(result.extent()));
            Outcome other = outcomes.getOrDefault(outcome.name(), outcome);
            if (outcome.status() != other.status()) {
                tally.difference(
                        "seed " + seed + " commit " + commit + " " + outcome.name() + " is " + outcome.status() + " "
                                + outcome.problems() + ", embedded " + other.status() + " " + other.problems() + "\n  "
                                + project.line(outcome.name().simpleName()));
            }
            compareFates(other, outcome, isStored(pipeline, prepared, outcome.name()), commit, tally);
        }
        Set<RelationName> computed = report.outcomes().stream()
                .filter(outcome -> outcome.status() == Outcome.Status.REFRESHED)
                .map(Outcome::name)
                .collect(Collectors.toSet());
        for (Dataset dataset : pipeline.datasets()) {
            if (computed.contains(dataset.name())) {
                compare(pipeline, embedded, cluster, dataset.name(), dataset.schema(), "commit " + commit, tally);
                Quarantine.of(dataset)
                        .filter(rows -> hasRows(pipeline, embedded, rows))
                        .ifPresent(rows -> compare(
                                pipeline, embedded, cluster, rows.name(), rows.schema(), "commit " + commit, tally));
            }
        }
        return computed;
    }

    /**
     * Of what both engines have read, where they had to read the same: not where one has computed the whole and the other a change, nor where a
     * view was computed as a whole with what is stored of it, which the embedded engine may share with others, or bring up to date.
     */
    private void compareFates(Outcome expected, Outcome actual, boolean isStored, int commit, MaintenanceTally tally) {
        if (expected.result().isPresent()
                && actual.result().isPresent()
                && expected.result().get().extent() == actual.result().get().extent()
                && (expected.result().get().extent() != Extent.WHOLE
                        || !isStored
                        || !readsOtherwise(actual.name(), commit))) {
            tally.checked();
            Map<String, ReadCounts> here = fates(expected.result().get());
            Map<String, ReadCounts> there = fates(actual.result().get());
            there.values().forEach(counts -> tally.rejected(counts.rejected()));
            if (!here.equals(there)) {
                tally.difference("seed " + seed + " commit " + commit + " " + actual.name() + " has read " + there
                        + ", embedded " + here + "\n  "
                        + project.line(actual.name().simpleName()));
            }
        }
    }

    private static boolean readsOtherwise(RelationName view, int commit) {
        return commit > 0 || GeneratedProject.isSharing(view);
    }

    private static boolean isStored(Pipeline pipeline, PreparedPipeline prepared, RelationName view) {
        return pipeline.datasets().stream()
                .filter(dataset -> dataset.name().equals(view) && dataset instanceof Dataset.MaterializedView)
                .anyMatch(
                        dataset -> !prepared.find(dataset).maintained().stored().isEmpty());
    }

    private static Map<String, ReadCounts> fates(RefreshResult result) {
        Map<String, ReadCounts> fates = new TreeMap<>();
        result.reads().forEach((source, counts) -> {
            if (counts.read() != 0) {
                fates.put(source.replace("`", ""), counts.fates());
            }
        });
        return fates;
    }

    /** A quarantine that nothing was put into has no table on a cluster. */
    private static boolean hasRows(Pipeline pipeline, DuckDbEngine embedded, Quarantine rows) {
        return !Engines.rows(embedded, pipeline, rows.name(), rows.schema())
                .rows()
                .isEmpty();
    }

    private void compare(
            Pipeline pipeline,
            DuckDbEngine embedded,
            SparkEngine cluster,
            RelationName table,
            List<Field> schema,
            String where,
            MaintenanceTally tally) {
        tally.checked();
        Rows actual = SparkEngines.rows(cluster, table);
        RowsDifference.find(Engines.rows(embedded, pipeline, table, schema), actual, List.of())
                .ifPresent(text -> tally.difference("seed " + seed + " " + where + " " + table + ": " + text + "\n  "
                        + project.line(table.simpleName())));
    }

    /** Each view that has its rows against its query, as Spark answers it over what the view reads. */
    private void askSpark(Pipeline pipeline, SparkEngine cluster, Set<RelationName> computed, MaintenanceTally tally) {
        OracleSession spark = new OracleSession(cluster.spark());
        for (Dataset dataset : pipeline.datasets()) {
            String name = dataset.name().simpleName();
            if (dataset instanceof Dataset.TemporaryView) {
                continue;
            }
            if (cluster.datasets().stream().noneMatch(stored -> stored.name().equals(dataset.name()))) {
                return;
            }
            spark.rows("CREATE OR REPLACE TEMPORARY VIEW " + name + " AS SELECT * FROM "
                    + SparkEngine.table(dataset.name()));
        }
        spark.rows("CREATE OR REPLACE TEMPORARY VIEW sc" + GeneratedProject.COLUMNS + " USING csv OPTIONS (path '"
                + folder.resolve("sc") + "')");
        for (Dataset dataset : pipeline.datasets()) {
            Optional<String> sql =
                    Optional.ofNullable(project.queryTexts().get(dataset.name().simpleName()));
            if (sql.isPresent() && computed.contains(dataset.name())) {
                tally.askedSpark();
                RowsDifference.find(spark.rows(sql.get()), SparkEngines.rows(cluster, dataset.name()), List.of())
                        .ifPresent(text -> tally.difference("seed " + seed + " " + dataset.name() + ", beside Spark: "
                                + text + "\n  " + sql.get()));
            }
        }
    }
}
