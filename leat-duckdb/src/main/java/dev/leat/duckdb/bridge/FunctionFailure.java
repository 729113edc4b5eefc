package dev.leat.duckdb.bridge;

/**
 * What a registered function threw.
 *
 * @param origin what was given when the function was registered
 * @param thrown an {@link dev.leat.spi.EvaluationException} when an expression failed on a row
 */
public record FunctionFailure<O>(O origin, Throwable thrown) {}
