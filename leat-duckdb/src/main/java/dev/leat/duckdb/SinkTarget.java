package dev.leat.duckdb;

import dev.leat.duckdb.render.Relations;
import dev.leat.plan.Plan;
import java.sql.SQLException;

/** Where the rows of one sink's flows go in a commit. */
interface SinkTarget {
    /** A flow, by its key and its place among those of the sink. */
    record FlowPlace(String key, int index, boolean isStream) {}

    /** Whether what a flow wrote before is still there, where that is to be seen. */
    boolean has(FlowPlace flow) throws SQLException;

    /** What a flow wrote before stays, and nothing is added. */
    void keep(FlowPlace flow);

    /** Adds rows to what a flow wrote before; returns their count. */
    long add(FlowPlace flow, Relations over, Plan rows) throws SQLException;

    /** Puts rows in the place of what a flow wrote before, if it did; returns their count. */
    long replace(FlowPlace flow, Relations over, Plan rows) throws SQLException;

    /**
     * Fails where what a flow wrote cannot be replaced.
     *
     * @param reason why it would have to be, in words
     * @throws dev.leat.error.LeatException with what to do
     */
    void requireReplaceable(FlowPlace flow, String reason);

    /** Decides on all of it, within the transaction of the commit. */
    void publish() throws SQLException;
}
