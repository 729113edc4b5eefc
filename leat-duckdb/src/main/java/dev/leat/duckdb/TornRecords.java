package dev.leat.duckdb;

import dev.leat.incremental.Maintained;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.SinkOptions;
import dev.leat.plan.Plan;

/**
 * Whether a record that was read before it was complete can be taken back from all that a project makes of it. It cannot from a
 * sink that keeps what it has got, from groups that only take rows, and from a streaming table whose flow makes another row of
 * the record each time.
 */
final class TornRecords {
    private TornRecords() {}

    static boolean canBeTakenBack(Pipeline pipeline) {
        PlanPreparation passes = new PlanPreparation(pipeline);
        return pipeline.sinks().stream().allMatch(sink -> SinkOptions.canBeReplaced(sink.format()))
                && pipeline.datasets().stream()
                        .filter(Dataset.StreamingTable.class::isInstance)
                        .map(table -> passes.prepare(DatasetQuery.of(table, pipeline.flowsInto(table.name()))))
                        .allMatch(TornRecords::isOfRecordAlone);
    }

    private static boolean isOfRecordAlone(Plan plan) {
        return !ProgramDigest.tellsTime(plan)
                && Maintained.ofStream(plan, scan -> true).stored().isEmpty();
    }
}
