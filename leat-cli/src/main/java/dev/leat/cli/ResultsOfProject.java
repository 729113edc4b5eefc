package dev.leat.cli;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.ClusterSupport;
import dev.leat.pipeline.AskedQuery;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.plan.RelationName;
import dev.leat.spi.Engine;
import dev.leat.spi.StoredDataset;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;

/** Finds the results of a project where its settings, or the options of a command, say that they are. */
record ResultsOfProject(OpenProject project, SparkOptions options, CommandSpec spec) {
    /** Those of the engine that the project runs on; there may be none yet on Spark, which is told when they are read. */
    Results existing(Settings settings) {
        return isSpark(settings) ? onSpark(settings) : new EmbeddedResults(project.existingEngine());
    }

    /** The same, or none at all without a state: none is made for looking. */
    Results ifAny(Settings settings) {
        if (isSpark(settings)) {
            return onSpark(settings);
        }
        return new EmbeddedResults(project.hasState() ? project.engine() : project.transientEngine());
    }

    /** Those that answer the query of a pipeline, which may not need any. */
    Results forQuery(Pipeline pipeline) {
        if (isSpark(pipeline.settings())) {
            requireSupport(pipeline, AskedQuery.NAME::equals);
            return onSpark(pipeline.settings());
        }
        return new EmbeddedResults(
                AskedQuery.readsDatasets(pipeline) ? project.existingEngine() : project.transientEngine());
    }

    /**
     * Requires that the Spark there is computes what has some names; all is computed by the embedded engine.
     *
     * @throws LeatException where it does not
     */
    void requireSupport(Pipeline pipeline, Predicate<RelationName> names) {
        if (isSpark(pipeline.settings())) {
            List<Diagnostic> refused =
                    ClusterSupport.problems(pipeline, SparkHome.version(SparkHome.environment()), names);
            if (!refused.isEmpty()) {
                throw new LeatException(refused);
            }
        }
    }

    /** What runs have left, if there is anything, of a project that cannot be compiled. */
    Optional<List<StoredDataset>> stored(Settings settings) {
        if (isSpark(settings)) {
            try (Results results = onSpark(settings)) {
                return Optional.of(results.datasets()).filter(found -> !found.isEmpty());
            } catch (LeatException e) {
                // What is wrong with the project comes first.
                return Optional.empty();
            }
        }
        if (!project.hasState()) {
            return Optional.empty();
        }
        try (Engine engine = project.engine()) {
            return Optional.of(engine.datasets());
        }
    }

    /** Whether they are in a warehouse. */
    boolean isSpark(Settings settings) {
        return options.isSpark(settings);
    }

    /** With a driver beside this process, to which the answer comes. */
    private Results onSpark(Settings settings) {
        if (options.isDriverInCluster(settings)) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "--deploy-mode cluster is for leat run: what reads results has its driver beside the command; leave it out");
        }
        return new SparkResults(project, options, settings, spec);
    }
}
