package dev.leat.fault;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A place between two steps of a commit or a delivery, at which a test may have the process end as {@code kill -9} would end
 * it. Nothing happens at those that {@link #PROPERTY} does not name.
 */
public enum FaultPoint {
    /** All of a transaction of the state is done but its end; so it is with each, be it a commit or the record of a delivery. */
    TRANSACTION_WRITTEN,
    /** A transaction of the state is committed, and nothing has followed from it. */
    TRANSACTION_COMMITTED,
    /** The folder where files of a sink will wait is noted, and not made. */
    STAGING_NOTED,
    /** What one dataset or sink gets in a commit is staged. */
    RESULT_STAGED,
    /** A file that a commit takes from a sink is removed. */
    SINK_FILE_REMOVED,
    /** A file that a commit gives a sink is where readers see it. */
    SINK_FILE_MOVED,
    /** All of a commit's files are, and the folders where they waited are still there. */
    SINK_FILES_MOVED,
    /** Those folders are gone, and the outbox is as it was. */
    STAGING_DROPPED,
    /** A commit is published, and sinks outside have nothing of it. */
    COMMIT_ENDED,
    /** A topic has a new writer, which has not read what the topic has. */
    TOPIC_OPENED,
    /** Kafka's client has the rows of a commit, but not its number. */
    TOPIC_ROWS_SENT,
    /** It has both, in a transaction that is open. */
    TOPIC_NUMBER_SENT,
    /** A sink outside has a commit, and the state does not know. */
    DELIVERED,
    /** The state is closed, and with it checkpointed. */
    STATE_CLOSED,
    /** A warehouse has a new writer, and its tables are as the one before has left them. */
    WAREHOUSE_TAKEN,
    /** One of them is as the last commit has left it. */
    TABLE_TAKEN_BACK,
    /** A table of a warehouse has a new snapshot, which no commit names. */
    TABLE_WRITTEN,
    /** A state is marked as being on its way to the other engine, and nothing of it is written. */
    MOVE_MARKED,
    /** A table of a state that moves is in files. */
    BUNDLE_TABLE_WRITTEN,
    /** All tables are, and the manifest says so. */
    BUNDLE_WRITTEN,
    /** All of them are copied to where the other engine reads them. */
    BUNDLE_COPIED,
    /** The state is where it goes, and where it was does not say so. */
    MOVE_ARRIVED,
    /** Both say so, and the files are still there. */
    MOVE_LEFT;

    /** The system property that names a point, and after a colon which time it is reached ends the process (else the first). */
    public static final String PROPERTY = "leat.fault";

    /** The exit code of such a process: that of one that was killed, as shells tell it. */
    public static final int EXIT_CODE = 137;

    private static final String[] CHOSEN = System.getProperty(PROPERTY, "").split(":", 2);
    private static final AtomicInteger REMAINING =
            new AtomicInteger(CHOSEN.length > 1 ? Integer.parseInt(CHOSEN[1]) : 1);

    /** Ends the process at once if this is the point and the time. */
    public void reach() {
        if (name().equals(CHOSEN[0]) && REMAINING.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
