package dev.leat.duckdb.function;

/** Whether a function can end a query on some values of its operands. */
public enum Failure {
    /** It has a result for all values. */
    NEVER,
    /** It fails on some values, natively exactly where Spark fails; the error itself is then taken from Spark's code. */
    SOMETIMES
}
