package dev.leat.run;

import dev.leat.error.ErrorCode;
import dev.leat.error.ErrorOwner;
import dev.leat.error.LeatException;
import dev.leat.plan.RelationName;
import dev.leat.spi.Outcome;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.SourceProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run did, in the order of its work.
 *
 * @param progress how it has read the sources that are followed as streams, by their keys
 * @param undelivered why a sink has not got all rows of the commits so far, by its name
 */
public record RunReport(
        long commit,
        List<Outcome> outcomes,
        Map<String, SourceProgress> progress,
        Map<RelationName, LeatException> undelivered) {
    public RunReport {
        outcomes = List.copyOf(outcomes);
        progress = Map.copyOf(progress);
        undelivered = Map.copyOf(undelivered);
    }

    /** What this commit and a later one did together, for what was done in this one. */
    RunReport then(RunReport later) {
        Map<RelationName, Outcome> all = new LinkedHashMap<>();
        outcomes.forEach(outcome -> all.put(outcome.name(), outcome));
        later.outcomes.forEach(outcome -> all.merge(outcome.name(), outcome, Outcome::then));
        return new RunReport(later.commit, List.copyOf(all.values()), later.progress, later.undelivered);
    }

    /** The sources of which something is left to later commits, by their keys. */
    Map<String, SourceProgress> left() {
        Map<String, SourceProgress> left = new LinkedHashMap<>(progress);
        left.values().removeIf(source -> !source.isCut());
        return left;
    }

    /** What was not done. */
    List<RelationName> undone() {
        return outcomes.stream()
                .filter(outcome -> outcome.status() != Outcome.Status.REFRESHED)
                .map(Outcome::name)
                .toList();
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
