package dev.leat.duckdb.render;

import dev.leat.plan.Plan;
import java.time.Instant;
import java.util.List;

/** Where the rows of a scan come from. */
public interface Relations {
    /**
     * The relation as it stands after FROM, and one SQL expression over it for each of the scan's fields. In the ordered
     * evaluation files are read on Spark's code, too.
     *
     * @throws dev.leat.error.LeatException when there is no such relation
     */
    Relation find(Plan.Scan scan, Evaluation evaluation);

    /** Called before a query that failed is put together once more: what was read for it counts for nothing. */
    default void restart() {}

    /** The current time of all that is computed from them; only those of queries that may ask for it have one. */
    default Instant moment() {
        throw new IllegalStateException("nothing that reads these relations asks for the time");
    }

    /** A relation in SQL. */
    record Relation(String from, List<String> fields) {
        public Relation {
            fields = List.copyOf(fields);
        }
    }
}
