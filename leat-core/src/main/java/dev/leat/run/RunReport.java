package dev.leat.run;

import dev.leat.error.ErrorCode;
import dev.leat.error.ErrorOwner;
import dev.leat.error.LeatException;
import dev.leat.plan.RelationName;
import dev.leat.spi.Outcome;
import dev.leat.spi.RefreshResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run did, in the order of its work.
 *
 * @param undelivered why a sink has not got all rows of the commits so far, by its name
 */
public record RunReport(long commit, List<Outcome> outcomes, Map<RelationName, LeatException> undelivered) {
    public RunReport {
        outcomes = List.copyOf(outcomes);
        undelivered = Map.copyOf(undelivered);
    }

    /** Whether any result was computed, as a whole or in part. */
    public boolean hasChanged() {
        return outcomes.stream()
                .flatMap(outcome -> outcome.result().stream())
                .anyMatch(result -> result.extent() != RefreshResult.Extent.NOTHING);
    }

    /** The code of the first failure, internal ones first. */
    public Optional<ErrorCode> failure() {
        List<ErrorCode> codes = outcomes.stream()
                .filter(outcome -> outcome.status() == Outcome.Status.FAILED)
                .flatMap(outcome -> outcome.problems().stream())
                .map(problem -> problem.code())
                .toList();
        return codes.stream()
                .filter(code -> code.owner() == ErrorOwner.INTERNAL)
                .findFirst()
                .or(() -> codes.stream().findFirst())
                .or(() -> undelivered.values().stream().map(LeatException::code).findFirst());
    }
}
