package dev.leat.plan.text;

import dev.leat.error.Checks;
import dev.leat.error.SourcePosition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * SQL text with the places of the user's text that its parts stand for.
 *
 * @param marks ranges that are nested or disjoint
 */
public record RenderedSql(String text, List<Mark> marks) {
    public RenderedSql {
        marks = List.copyOf(marks);
    }

    /**
     * A part of the text.
     *
     * @param start counts from 0, in UTF-16 code units
     * @param end exclusive
     * @param position what the part was written as
     */
    public record Mark(int start, int end, SourcePosition position) {
        public Mark {
            Checks.verify(0 <= start && start < end, "a mark covers at least one character");
        }
    }

    /** The position of the smallest marked part that contains the characters from start to end (exclusive). */
    public Optional<SourcePosition> positionOf(int start, int end) {
        return marks.stream()
                .filter(mark -> mark.start() <= start && end <= mark.end())
                .min(Comparator.comparingInt(mark -> mark.end() - mark.start()))
                .map(Mark::position);
    }

    /** The position of the largest marked part. */
    public Optional<SourcePosition> position() {
        return marks.stream()
                .max(Comparator.comparingInt(mark -> mark.end() - mark.start()))
                .map(Mark::position);
    }
}
