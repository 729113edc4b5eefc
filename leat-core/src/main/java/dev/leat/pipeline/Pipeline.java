package dev.leat.pipeline;

import dev.leat.plan.RelationName;
import java.util.List;

/**
 * A project, checked and compiled.
 *
 * @param sources what is read from outside
 * @param datasets tables and views, each after those it reads
 * @param sinks what is written outside
 * @param flows what fills the streaming tables and sinks
 */
public record Pipeline(
        String name,
        Settings settings,
        List<Source> sources,
        List<Dataset> datasets,
        List<Sink> sinks,
        List<Flow> flows) {
    public Pipeline {
        sources = List.copyOf(sources);
        datasets = List.copyOf(datasets);
        sinks = List.copyOf(sinks);
        flows = List.copyOf(flows);
    }

    /** The flows that fill a streaming table or sink, in order. */
    public List<Flow> flowsInto(RelationName target) {
        return flows.stream()
                .filter(flow -> flow.target().key().equals(target.key()))
                .toList();
    }
}
