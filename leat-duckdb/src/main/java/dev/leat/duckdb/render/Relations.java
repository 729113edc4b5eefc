package dev.leat.duckdb.render;

import dev.leat.plan.Plan;

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

    /** A relation in SQL. */
    record Relation(String from, java.util.List<String> fields) {
        public Relation {
            fields = java.util.List.copyOf(fields);
        }
    }
}
