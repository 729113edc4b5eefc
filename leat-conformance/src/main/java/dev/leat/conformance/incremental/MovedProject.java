package dev.leat.conformance.incremental;

import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Quarantine;
import dev.leat.plan.RelationName;
import dev.leat.run.RunReport;
import dev.leat.spark.SparkEngine;
import dev.leat.spi.Engine;
import dev.leat.spi.Outcome;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.type.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One random project whose state moves between the engines, beside one that stays on the embedded engine: after each commit each dataset must
 * be the same, and the first run after a move reads nothing and computes nothing if nothing has changed.
 */
final class MovedProject {
    private final long seed;
    private final Path folder;
    private final GeneratedProject project;
    private final MovingState state;
    private final MaintenanceTally tally;
    private final Map<Extent, Integer> afterMoves = new HashMap<>();
    private int wholes;

    MovedProject(long seed, Path scratch, MaintenanceTally tally) {
        this.seed = seed;
        this.tally = tally;
        this.folder = scratch.resolve("moved-" + seed);
        this.project = new GeneratedProject(seed, new SplittableRandom(seed), folder);
        this.state = new MovingState(folder);
    }

    /** Lives so many commits here, as many there, and as many here again; how much the first commits after moves have computed. */
    Map<Extent, Integer> run(int commits) throws IOException {
        project.write();
        Optional<Pipeline> compiled = project.compile(tally);
        if (compiled.isEmpty()) {
            return Map.of();
        }
        Pipeline pipeline = compiled.get();
        try (DuckDbEngine still = Engines.open(EngineOptions.at(folder.resolve("still")), Clock.systemUTC())) {
            here(pipeline, still, commits, false);
            state.toSpark(pipeline);
            there(pipeline, still, commits);
            state.toEmbedded(pipeline);
            here(pipeline, still, commits, true);
        }
        return afterMoves;
    }

    /** How often a dataset was computed as a whole that was not beside it. */
    int wholes() {
        return wholes;
    }

    private void here(Pipeline pipeline, DuckDbEngine still, int commits, boolean hasMoved) throws IOException {
        try (DuckDbEngine engine = state.here()) {
            if (hasMoved) {
                expectNothing(Engines.run(engine, pipeline), "back");
            }
            Reader results = (name, schema) -> Engines.rows(engine, pipeline, name, schema);
            for (int commit = 0; commit < commits; commit++) {
                commit(pipeline, still, engine, results, hasMoved, "here " + commit);
            }
        }
    }

    private void there(Pipeline pipeline, DuckDbEngine still, int commits) throws IOException {
        try (SparkEngine engine = state.there()) {
            expectNothing(Engines.run(engine, pipeline), "there");
            Reader results = (name, schema) -> SparkEngines.rows(engine, name);
            for (int commit = 0; commit < commits; commit++) {
                commit(pipeline, still, engine, results, true, "there " + commit);
            }
        }
    }

    private void commit(
            Pipeline pipeline, DuckDbEngine still, Engine engine, Reader results, boolean hasMoved, String where)
            throws IOException {
        project.change();
        RunReport expected = Engines.run(still, pipeline);
        RunReport report = Engines.run(engine, pipeline);
        compareExtents(expected, report, hasMoved, where);
        for (Dataset dataset : pipeline.datasets()) {
            compare(pipeline, still, dataset, report, where, results);
        }
    }

    private void expectNothing(RunReport report, String where) {
        for (Outcome outcome : report.outcomes()) {
            Optional<RefreshResult> result = outcome.result();
            boolean isNothing = result.isPresent()
                    && result.get().extent() == Extent.NOTHING
                    && result.get().reads().isEmpty();
            if (result.isPresent() && !isNothing) {
                tally.difference("seed " + seed + " " + where + ": " + outcome.name() + " has computed " + result
                        + "\n  " + project.line(outcome.name().simpleName()));
            }
        }
    }

    private void compareExtents(RunReport expected, RunReport report, boolean counts, String where) {
        Map<RelationName, Outcome> outcomes = new HashMap<>();
        expected.outcomes().forEach(outcome -> outcomes.put(outcome.name(), outcome));
        for (Outcome outcome : report.outcomes()) {
            Outcome other = outcomes.getOrDefault(outcome.name(), outcome);
            if (outcome.status() != other.status()) {
                tally.difference("seed " + seed + " " + where + ": " + outcome.name() + " is " + outcome.status() + " "
                        + outcome.problems() + ", beside it " + other.status() + " " + other.problems());
            }
            if (outcome.result().isEmpty() || other.result().isEmpty()) {
                continue;
            }
            Extent extent = outcome.result().get().extent();
            tally.refreshed(extent);
            if (counts) {
                afterMoves.merge(extent, 1, Integer::sum);
            }
            if (extent == Extent.WHOLE && other.result().get().extent() != Extent.WHOLE) {
                wholes++;
                System.out.println("seed " + seed + " " + where + ": " + outcome.name() + " as a whole, beside it "
                        + other.result().get().extent() + "\n  "
                        + project.line(outcome.name().simpleName()));
            }
        }
    }

    /** Reads a table of the engine that the state is on. */
    private interface Reader {
        Rows read(RelationName name, List<Field> schema);
    }

    private void compare(
            Pipeline pipeline, DuckDbEngine still, Dataset dataset, RunReport report, String where, Reader reader) {
        boolean isComputed = report.outcomes().stream()
                .anyMatch(outcome ->
                        outcome.name().equals(dataset.name()) && outcome.status() == Outcome.Status.REFRESHED);
        if (!isComputed) {
            return;
        }
        compare(pipeline, still, dataset.name(), dataset.schema(), where, reader);
        Quarantine.of(dataset)
                .filter(rows -> !Engines.rows(still, pipeline, rows.name(), rows.schema())
                        .rows()
                        .isEmpty())
                .ifPresent(rows -> compare(pipeline, still, rows.name(), rows.schema(), where, reader));
    }

    private void compare(
            Pipeline pipeline,
            DuckDbEngine still,
            RelationName table,
            List<Field> schema,
            String where,
            Reader reader) {
        tally.checked();
        RowsDifference.find(Engines.rows(still, pipeline, table, schema), reader.read(table, schema), List.of())
                .ifPresent(text -> tally.difference("seed " + seed + " " + where + " " + table + ": " + text + "\n  "
                        + project.line(table.simpleName())));
    }
}
