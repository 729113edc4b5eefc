package dev.leat.plan;

import dev.leat.type.DataType;

/**
 * A column that a plan node produces.
 *
 * @param id unique within one plan; two nodes never produce a column of the same id, unless the one passes the other's
 *     column through unchanged
 * @param name what the user calls it; names may repeat
 */
public record Column(int id, String name, DataType type, boolean nullable) {
    /** The same value under another name. */
    public Column named(String other) {
        return new Column(id, other, type, nullable);
    }
}
