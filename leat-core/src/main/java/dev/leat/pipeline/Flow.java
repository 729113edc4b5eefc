package dev.leat.pipeline;

import dev.leat.error.SourcePosition;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;

/**
 * A query whose rows go into a streaming table or a sink.
 *
 * @param query its output columns are the target's, in order (for a sink without columns: the query's own)
 */
public record Flow(RelationName name, RelationName target, Plan query, SourcePosition position) {}
