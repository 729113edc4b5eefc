package dev.leat.duckdb;

import dev.leat.duckdb.render.Relations;
import dev.leat.plan.Plan;
import dev.leat.sink.SinkFlow;
import java.sql.SQLException;

/** Where the rows of one sink's flows go in a commit. */
interface SinkTarget {
    /** Whether what a flow wrote before is still there, where that is to be seen. */
    boolean has(SinkFlow flow) throws SQLException;

    /** What a flow wrote before stays, and nothing is added. */
    void keep(SinkFlow flow);

    /** Adds rows to what a flow wrote before; returns their count. */
    long add(SinkFlow flow, Relations over, Plan rows) throws SQLException;

    /** Puts rows in the place of what a flow wrote before, if it did; returns their count. */
    long replace(SinkFlow flow, Relations over, Plan rows) throws SQLException;

    /**
     * Fails where what a flow wrote cannot be replaced.
     *
     * @param reason why it would have to be, in words
     * @throws dev.leat.error.LeatException with what to do
     */
    void requireReplaceable(SinkFlow flow, String reason);

    /** Decides on all of it, within the transaction of the commit. */
    void publish() throws SQLException;
}
