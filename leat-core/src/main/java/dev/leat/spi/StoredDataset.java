package dev.leat.spi;

import dev.leat.plan.RelationName;
import dev.leat.type.Field;
import java.time.Instant;
import java.util.List;

/**
 * A dataset as published.
 *
 * @param kind as the statement that creates it names it, such as {@code MATERIALIZED VIEW}
 * @param commit the number of the commit that last refreshed it
 */
public record StoredDataset(
        RelationName name, String kind, List<Field> schema, long rows, Instant refreshed, long commit) {
    public StoredDataset {
        schema = List.copyOf(schema);
    }
}
