package dev.leat.plan;

/** One expression of an ORDER BY. */
public record SortKey(Expression expression, Direction direction, NullOrder nulls) {
    /** Ascending or descending. */
    public enum Direction {
        ASCENDING,
        DESCENDING
    }

    /** Where NULL goes; Spark's default is first when ascending, last when descending. */
    public enum NullOrder {
        FIRST,
        LAST
    }
}
