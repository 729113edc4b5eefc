package dev.leat.run;

import dev.leat.pipeline.Pipeline;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.ReadBounds;
import dev.leat.spi.SourceProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads all that the sources hold when it begins, in as many commits as their options make of it. */
public final class AvailableNow {
    private final PipelineRunner runner;

    /** Runs by a runner. */
    public AvailableNow(PipelineRunner runner) {
        this.runner = runner;
    }

    /**
     * Runs; what has failed in one commit is left out of the later ones.
     *
     * @return what all commits did together
     */
    public RunReport run(Pipeline pipeline, Selection selection, CommitTerms terms) {
        RunReport report = runner.run(pipeline, selection, terms);
        Map<String, Map<String, Long>> ends = new HashMap<>();
        report.left().forEach((source, progress) -> ends.put(source, progress.ends()));
        CommitTerms further = terms.goingOn(ReadBounds.upTo(ends));
        Map<String, SourceProgress> left = report.left();
        while (!left.isEmpty()) {
            RunReport next = runner.runIfChanged(pipeline, selection.without(report.undone()), further);
            report = report.then(next);
            if (!hasAdvanced(left, next.progress())) {
                break;
            }
            left = next.left();
            left.keySet().retainAll(ends.keySet());
        }
        return report;
    }

    /** Whether any of the sources was read on between two commits; else what would read them fails, or is not asked to. */
    static boolean hasAdvanced(Map<String, SourceProgress> before, Map<String, SourceProgress> now) {
        return before.entrySet().stream()
                .anyMatch(source -> Optional.ofNullable(now.get(source.getKey()))
                        .filter(progress -> progress.read() != source.getValue().read())
                        .isPresent());
    }
}
