package dev.leat.spi;

import dev.leat.error.Diagnostic;
import dev.leat.plan.RelationName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the refresh of one dataset or sink ended.
 *
 * @param result of a dataset that was refreshed
 * @param problems why it was not
 */
public record Outcome(
        RelationName name,
        Status status,
        Optional<RefreshResult> result,
        Duration duration,
        List<Diagnostic> problems) {
    /** The ways it can end. */
    public enum Status {
        REFRESHED,
        FAILED,
        /** Not tried, since something it reads failed. */
        SKIPPED
    }

    public Outcome {
        problems = List.copyOf(problems);
    }

    /** What became of it in this commit and in a later one together: what the later one has not done is not done. */
    public Outcome then(Outcome later) {
        Optional<RefreshResult> both = result.isPresent() && later.result.isPresent()
                ? Optional.of(result.get().then(later.result.get()))
                : later.result;
        return new Outcome(name, later.status, both, duration.plus(later.duration), later.problems);
    }
}
