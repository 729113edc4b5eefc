package dev.leat.plan;

import dev.leat.error.Checks;
import java.util.Optional;

/** The rows around the current one over which a window function is computed; both bounds are inclusive. */
public record WindowFrame(Unit unit, Bound lower, Bound upper) {
    /** Whether bounds count rows or differences of the sort key. */
    public enum Unit {
        ROWS,
        RANGE
    }

    /** The kind of a bound. */
    public enum Anchor {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    /**
     * One end of the frame.
     *
     * @param offset present exactly for PRECEDING and FOLLOWING; a constant expression, which may be negative
     */
    public record Bound(Anchor anchor, Optional<Expression> offset) {
        public Bound {
            Checks.verify(
                    offset.isPresent() == (anchor == Anchor.PRECEDING || anchor == Anchor.FOLLOWING),
                    "an offset goes with PRECEDING or FOLLOWING");
        }

        /** A bound without an offset. */
        public static Bound of(Anchor anchor) {
            return new Bound(anchor, Optional.empty());
        }
    }
}
