package dev.leat.spark;

import dev.leat.plan.Plan;
import dev.leat.sink.SinkFlow;
import dev.leat.spark.store.FolderDelivery;
import dev.leat.spark.store.RowsDelivery;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where the rows of one sink's flows go in a commit. */
interface SinkTarget {
    /** The rows of plans over what a flow reads. */
    interface Rows {
        /** The rows of one, in columns named by {@link dev.leat.incremental.Stored#field}. */
        Dataset<Row> of(Plan plan);
    }

    /** Whether what a flow wrote before is still there, where that is to be seen. */
    boolean has(SinkFlow flow);

    /** What a flow wrote before stays, and nothing is added. */
    void keep(SinkFlow flow);

    /** Adds rows to what a flow wrote before; returns their count. */
    long add(SinkFlow flow, Rows over, Plan rows);

    /** Puts rows in the place of what a flow wrote before, if it did; returns their count. */
    long replace(SinkFlow flow, Rows over, Plan rows);

    /** Whether anything was written that has to be removed if the commit is not made. */
    boolean isWritten();

    /** What the commit decides for a folder. */
    Optional<FolderDelivery> files();

    /** What the commit has for a sink outside. */
    Optional<RowsDelivery> rows();
}
