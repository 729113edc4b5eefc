package dev.leat.sql.project;

import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.Source;
import java.util.ArrayList;
import java.util.List;

/** What becomes a pipeline, in the order of dependency. */
final class PipelineParts {
    final List<Source> sources = new ArrayList<>();
    final List<Dataset> datasets = new ArrayList<>();
    final List<Sink> sinks = new ArrayList<>();
    final List<Flow> flows = new ArrayList<>();
}
