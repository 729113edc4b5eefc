package dev.leat.run;

import dev.leat.error.ErrorCode;
import dev.leat.error.ErrorOwner;
import dev.leat.spi.Outcome;
import java.util.List;
import java.util.Optional;

/** What a run did, in the order of its work. */
public record RunReport(long commit, List<Outcome> outcomes) {
    public RunReport {
        outcomes = List.copyOf(outcomes);
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
                .or(() -> codes.stream().findFirst());
    }
}
