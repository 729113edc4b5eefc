package dev.leat.spi;

import dev.leat.pipeline.Expectation.Action;

/**
 * How the rows that a refresh added to a query's result, all of them in a first run, did by one expectation.
 *
 * @param passed rows that satisfy it
 * @param violated rows that do not
 */
public record ExpectationCounts(String name, Action action, long passed, long violated) {
    /** Those of both. */
    ExpectationCounts plus(ExpectationCounts other) {
        return new ExpectationCounts(name, action, passed + other.passed, violated + other.violated);
    }
}
