package dev.leat.run;

import dev.leat.fault.FaultPoint;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.plan.Plan;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Engine;
import dev.leat.spi.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refreshes the datasets of a pipeline in one commit, each after those it reads. When one fails, those that read it are
 * skipped and keep their last content; the others are refreshed all the same.
 */
public final class PipelineRunner {
    private final Engine engine;
    private final RunListener listener;

    /** A runner on an engine. */
    public PipelineRunner(Engine engine, RunListener listener) {
        this.engine = engine;
        this.listener = listener;
    }

    /** What becomes of a commit in which no result has changed. */
    private enum Idle {
        PUBLISHED,
        DROPPED
    }

    /** Runs; failures of datasets are in the report, not thrown. */
    public RunReport run(Pipeline pipeline, Selection selection, CommitTerms terms) {
        return run(pipeline, selection, terms, Idle.PUBLISHED);
    }

    /** Runs, and leaves no trace if no result has changed. */
    public RunReport runIfChanged(Pipeline pipeline, Selection selection, CommitTerms terms) {
        return run(pipeline, selection, terms, Idle.DROPPED);
    }

    private RunReport run(Pipeline pipeline, Selection selection, CommitTerms terms, Idle idle) {
        RunReport report = commit(pipeline, selection, terms, idle);
        FaultPoint.COMMIT_ENDED.reach();
        return new RunReport(report.commit(), report.outcomes(), report.progress(), engine.deliver(pipeline));
    }

    private RunReport commit(Pipeline pipeline, Selection selection, CommitTerms terms, Idle idle) {
        try (Commit commit = engine.begin(pipeline, terms)) {
            List<Outcome> outcomes =
                    new WorkOrder(works(pipeline, selection, commit), listener).perform(engine.refreshesAtOnce());
            RunReport report = new RunReport(commit.number(), outcomes, commit.progress(), Map.of());
            if (idle == Idle.PUBLISHED || report.hasChanged()) {
                commit.publish(outcomes);
            }
            return report;
        }
    }

    private static List<Work> works(Pipeline pipeline, Selection selection, Commit commit) {
        Map<String, Set<String>> reads = new HashMap<>();
        List<Work> works = new ArrayList<>();
        for (Dataset dataset : pipeline.datasets()) {
            List<Flow> flows = pipeline.flowsInto(dataset.name());
            Set<String> upstream = upstream(dataset, flows, reads);
            reads.put(dataset.name().key(), upstream);
            if (!(dataset instanceof Dataset.TemporaryView) && selection.contains(dataset.name())) {
                works.add(new Work(
                        dataset.name(), dataset.position(), upstream, Work.Place.STATE, () -> commit.refresh(dataset)));
            }
        }
        for (Sink sink : pipeline.sinks()) {
            List<Flow> flows = pipeline.flowsInto(sink.name());
            if (selection.contains(sink.name())) {
                Set<String> upstream = new LinkedHashSet<>();
                flows.forEach(flow -> collect(flow.query(), reads, upstream));
                works.add(new Work(sink.name(), sink.position(), upstream, Work.Place.SINK, () -> commit.write(sink)));
            }
        }
        return works;
    }

    private static Set<String> upstream(Dataset dataset, List<Flow> flows, Map<String, Set<String>> reads) {
        Set<String> upstream = new LinkedHashSet<>();
        flows.forEach(flow -> collect(flow.query(), reads, upstream));
        if (dataset instanceof Dataset.MaterializedView view) {
            collect(view.query(), reads, upstream);
        } else if (dataset instanceof Dataset.TemporaryView view) {
            collect(view.query(), reads, upstream);
        }
        return upstream;
    }

    /** The relations a plan scans, and those the views among them scan. */
    private static void collect(Plan plan, Map<String, Set<String>> reads, Set<String> into) {
        if (plan instanceof Plan.Scan scan) {
            String key = scan.relation().key();
            into.add(key);
            into.addAll(reads.getOrDefault(key, Set.of()));
        }
        plan.inputs().forEach(input -> collect(input, reads, into));
    }
}
