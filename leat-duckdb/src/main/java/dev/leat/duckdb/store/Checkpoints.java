package dev.leat.duckdb.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Writes the write-ahead log back into the database between commits, within a budget: of the time that a run takes, checkpoints
 * get about {@link #SHARE} at most. One costs as much as the tables it writes are large, whatever the log has of them, so that over a large
 * state they are rare. A commit that makes the log longer than {@link #LOG_BYTES_MAX} is a checkpoint itself, whatever it costs:
 * what is in the log is read again by a start after a crash, about a second for 23 MB.
 */
public final class Checkpoints {
    static final long LOG_BYTES_MAX = 128L << 20;
    /** A log that is shorter is read so soon that it may stay. */
    static final long LOG_BYTES_MIN = 16L << 20;

    static final double SHARE = 0.05;

    private final Database database;
    private final LongSupplier nanos;
    private long last;
    private Duration cost = Duration.ZERO;

    /** Checkpoints of a database whose costs are measured by a clock of nanoseconds. */
    public Checkpoints(Database database, LongSupplier nanos) {
        this.database = database;
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /** Makes one if it is due; called when no transaction is open. */
    public void next() throws SQLException {
        long start = nanos.getAsLong();
        if (start - last < cost.toNanos() / SHARE || database.logBytes() < LOG_BYTES_MIN) {
            return;
        }
        database.execute("CHECKPOINT");
        last = nanos.getAsLong();
        cost = Duration.ofNanos(last - start);
    }
}
