package dev.leat.spark.application;

import dev.leat.pipeline.Pipeline;
import dev.leat.run.RunEventWriter;
import dev.leat.spark.SparkEngine;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** What an application is asked to do in place of a run. */
sealed interface Step permits MoveStep, ReadStep {
    /** Reads the arguments of one; absent for an application that runs. */
    static Optional<Step> parse(List<String> arguments) {
        return MoveStep.parse(arguments).map(Step.class::cast).or(() -> ReadStep.parse(arguments));
    }

    /** Does it; the exit code. */
    int run(SparkSession session, SparkEngine.Options options, Pipeline pipeline, RunEventWriter events);
}
