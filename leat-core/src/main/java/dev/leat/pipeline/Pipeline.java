package dev.leat.pipeline;

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
}
