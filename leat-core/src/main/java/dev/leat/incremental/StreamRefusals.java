package dev.leat.incremental;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.plan.RelationName;

/** Why a streaming table cannot go on, in the words of both engines. */
public final class StreamRefusals {
    private StreamRefusals() {}

    /**
     * Rows that are in its groups were taken back: groups that merge only take rows.
     *
     * @param changed what has taken them back
     */
    public static LeatException ofRowsInGroups(RelationName table, String changed) {
        return new LeatException(
                ErrorCode.BAD_DATA,
                "Rows that the streaming table " + table.simpleName()
                        + " has taken into its groups are not as they were any more (" + changed
                        + "), and cannot be taken out of them. To compute it anew from what its sources hold now, run with"
                        + " --full-refresh --refresh " + table.simpleName());
    }
}
