package dev.leat.sql.project;

import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What becomes a pipeline, in the order of dependency. */
final class PipelineParts {
    final List<Source> sources = new ArrayList<>();
    final List<Dataset> datasets = new ArrayList<>();
    final List<Sink> sinks = new ArrayList<>();
    /** Where the paths of sinks are written, by the keys of their names. */
    final Map<String, SourcePosition> sinkPaths = new HashMap<>();

    /** Where datasets demand an upkeep of their own, by the keys of their names. */
    final Map<String, SourcePosition> demands = new HashMap<>();

    final List<Flow> flows = new ArrayList<>();
}
