package dev.leat.incremental;

import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;

/** What the derivation of a change needs of an engine: plans computed and kept until the end of the commit. */
public interface CommitStaging {
    /** How a relation changes in the commit. */
    enum Change {
        /** Not at all. */
        NONE,
        /** Rows are added. */
        INSERTS,
        /** Rows are added and taken away. */
        ANY
    }

    /** How the relation of a scan changes. */
    Change change(Plan.Scan scan);

    /** How the content of a relation is read. */
    enum Access {
        /** As a table, cheap to read again. */
        TABLE,
        /** From files, of which only the columns and parts that are asked for are read. */
        COLUMNS,
        /** From files, record by record, whatever is asked for. */
        RECORDS;

        /** How a source is read. */
        public static Access of(Source source) {
            return source.definition().format().equals("parquet") ? COLUMNS : RECORDS;
        }
    }

    /** How the relation of a scan is read. */
    Access access(Plan.Scan scan);

    /** About how many bytes all of the relation's old content has. */
    double bytes(Plan.Scan scan);

    /** Whether the commit has found out how a stored operator changes, for another query that has the same. */
    boolean isDerived(int operator);

    /**
     * The change of a stored operator for which {@link #isDerived} holds, kept under names from now on.
     *
     * @param operator its index among the stored operators
     */
    ChangeCounts takeDerived(int operator, ChangeNames names);

    /**
     * Computes a plan and keeps its rows under a name, in columns named by {@link Stored#field}.
     *
     * @return the count of rows
     */
    long stage(RelationName name, Plan plan);

    /**
     * The same without rows that are late, which are set aside.
     *
     * @param watermark its index among the stored operators
     * @param plan the last columns are those of {@link EventTimes}
     */
    long stageInTime(int watermark, RelationName name, Plan plan);

    /** How many rows a plan has; they are not kept. */
    long count(Plan plan);

    /**
     * Under which names the two parts of a change are kept.
     *
     * @param signed that of both, with their sign as the last column
     */
    record ChangeNames(RelationName inserted, RelationName deleted, RelationName signed) {}

    /** How many rows the parts of a change have. */
    record ChangeCounts(long inserted, long deleted) {}

    /**
     * Computes signed rows and keeps those that do not cancel out, in columns named by {@link Stored#field}.
     *
     * @param signed the last column is the sign, 1 or −1
     */
    ChangeCounts stageChange(ChangeNames names, Plan signed);
}
