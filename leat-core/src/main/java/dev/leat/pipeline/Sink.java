package dev.leat.pipeline;

import dev.leat.error.SourcePosition;
import dev.leat.plan.RelationName;
import java.util.Map;

/** A place outside that results are written to. */
public record Sink(RelationName name, String format, Map<String, String> options, SourcePosition position) {
    public Sink {
        options = Map.copyOf(options);
    }
}
