package dev.leat.conformance.incremental;

import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Quarantine;
import dev.leat.plan.RelationName;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Outcome;
import dev.leat.type.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** One random project and its life. */
final class RandomProject {
    private static final int EDITED = 3;
    private static final int COMMITS = 8;

    private final long seed;
    private final SplittableRandom random;
    private final Path folder;
    private final GeneratedProject project;
    private final boolean asksSpark;

    /** A project; with {@code asksSpark} its last results are compared with Spark's, too. */
    RandomProject(long seed, Path scratch, boolean asksSpark) {
        this.asksSpark = asksSpark;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.folder = scratch.resolve("project-" + seed);
        this.project = new GeneratedProject(seed, random, folder);
    }

    void run(MaintenanceTally tally) throws IOException {
        project.write();
        Optional<Pipeline> pipeline = project.compile(tally);
        if (pipeline.isEmpty()) {
            return;
        }
        Optional<DuckDbEngine> open = Optional.empty();
        try {
            for (int commit = 0; commit < COMMITS; commit++) {
                project.change();
                if (asksSpark && commit == COMMITS - 1) {
                    project.finishLines();
                }
                if (commit == COMMITS / 2 && seed % EDITED == 0) {
                    project.edit();
                    pipeline = project.compile(tally);
                    if (pipeline.isEmpty()) {
                        return;
                    }
                }
                if (open.isPresent() && random.nextBoolean()) {
                    open.get().close();
                    open = Optional.empty();
                }
                DuckDbEngine engine = open.isPresent() ? open.get() : engine(EngineOptions.at(folder.resolve("state")));
                open = Optional.of(engine);
                RunReport report = commit(pipeline.get(), engine, commit, tally);
                if (asksSpark && commit == COMMITS - 1) {
                    askSpark(pipeline.get(), engine, report, tally);
                }
            }
        } finally {
            open.ifPresent(DuckDbEngine::close);
        }
    }

    private static DuckDbEngine engine(EngineOptions options) {
        return Engines.open(options, Clock.systemUTC());
    }

    private void askSpark(Pipeline pipeline, DuckDbEngine engine, RunReport report, MaintenanceTally tally) {
        SparkVoice spark = new SparkVoice(folder, pipeline, engine);
        spark.know("sc", GeneratedProject.COLUMNS, folder.resolve("sc"));
        Set<RelationName> computed = report.outcomes().stream()
                .filter(outcome -> outcome.status() == Outcome.Status.REFRESHED)
                .map(Outcome::name)
                .collect(Collectors.toSet());
        spark.compare(project.queryTexts(), computed, tally, "seed " + seed);
    }

    private RunReport commit(Pipeline pipeline, DuckDbEngine engine, int commit, MaintenanceTally tally) {
        RunReport report =
                new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), CommitTerms.DEFAULT);
        try (DuckDbEngine whole = engine(EngineOptions.inMemory())) {
            RunReport expected = new PipelineRunner(whole, RunListener.SILENT)
                    .run(pipeline, Selection.all(), CommitTerms.on(CommitTerms.Basis.NOTHING));
            for (int i = 0; i < report.outcomes().size(); i++) {
                Outcome outcome = report.outcomes().get(i);
                outcome.result().ifPresent(result -> tally.refreshed(result.extent()));
                if (outcome.status() != expected.outcomes().get(i).status()) {
                    tally.difference("seed " + seed + " commit " + commit + " " + outcome.name() + " is "
                            + outcome.status() + " " + outcome.problems() + ", as a whole "
                            + expected.outcomes().get(i).status() + " "
                            + expected.outcomes().get(i).problems() + "\n  "
                            + project.line(outcome.name().simpleName()));
                }
            }
            for (Dataset dataset : pipeline.datasets()) {
                boolean isComputed = report.outcomes().stream()
                        .anyMatch(outcome ->
                                outcome.name().equals(dataset.name()) && outcome.status() == Outcome.Status.REFRESHED);
                if (isComputed) {
                    Comparison comparison = new Comparison(pipeline, whole, engine, commit);
                    comparison.compare(dataset.name(), dataset.schema(), tally);
                    Quarantine.of(dataset).ifPresent(rows -> comparison.compare(rows.name(), rows.schema(), tally));
                }
            }
        }
        return report;
    }

    /** Of a table as computed as a whole and as maintained. */
    private final class Comparison {
        private final Pipeline pipeline;
        private final DuckDbEngine whole;
        private final DuckDbEngine maintained;
        private final int commit;

        Comparison(Pipeline pipeline, DuckDbEngine whole, DuckDbEngine maintained, int commit) {
            this.pipeline = pipeline;
            this.whole = whole;
            this.maintained = maintained;
            this.commit = commit;
        }

        void compare(RelationName table, List<Field> schema, MaintenanceTally tally) {
            tally.checked();
            RowsDifference.find(
                            Engines.rows(whole, pipeline, table, schema),
                            Engines.rows(maintained, pipeline, table, schema),
                            List.of())
                    .ifPresent(text -> tally.difference("seed " + seed + " commit " + commit + " " + table + ": " + text
                            + "\n  " + project.line(table.simpleName())));
        }
    }
}
