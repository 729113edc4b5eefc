package dev.leat.spark.store;

/**
 * A flow into a sink as of a commit.
 *
 * @param program a digest of all that decides what is written but the data
 * @param seen the commit whose inputs the sink has
 */
public record FlowVersion(String program, long seen) {}
