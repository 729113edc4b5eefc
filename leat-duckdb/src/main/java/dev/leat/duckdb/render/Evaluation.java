package dev.leat.duckdb.render;

/** How an expression that can fail is run. */
public enum Evaluation {
    /** Natively. When the query fails, it is run again {@link #ORDERED}, and that outcome counts. */
    NATIVE,
    /**
     * On Spark's code, each expression as a whole, and node by node in the order of the plan: errors are Spark's own, and
     * a row that a filter drops never reaches the expressions above it.
     */
    ORDERED
}
