package dev.leat.plan;

import dev.leat.error.Checks;
import java.util.Optional;

/** Plans that make each of their rows of one row of one relation, and of each of its rows at most one. */
public final class RowOrigins {
    private RowOrigins() {}

    /** The scan whose rows a plan makes rows of, one by one; empty if it does more. */
    public static Optional<Plan.Scan> find(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            return Optional.of(scan);
        }
        boolean isRowByRow =
                plan instanceof Plan.Filter || plan instanceof Plan.Project || plan instanceof Plan.Watermark;
        return isRowByRow ? find(plan.inputs().get(0)) : Optional.empty();
    }

    /**
     * Such a plan with two more columns, the last: the part of the source, and the position in it, of the record that a row was made of.
     *
     * @param plan of the rows of a source
     */
    public static Plan withPlaces(Plan plan) {
        return places(plan, Plans.firstFreeId(plan)).plan();
    }

    private static RowPlaces places(Plan plan, int freeId) {
        if (plan instanceof Plan.Scan scan) {
            return RowPlaces.of(scan, freeId);
        }
        Checks.verify(find(plan).isPresent(), "each row is made of one row");
        return places(plan.inputs().get(0), freeId).through(plan);
    }
}
