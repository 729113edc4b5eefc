package dev.leat.duckdb.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log goes into the database when it is long, and not again before as much time has passed as the cost of that allows. */
final class TestCheckpoints {
    private static final long COST = Duration.ofSeconds(1).toNanos();
    private static final long PAUSE = (long) (COST / Checkpoints.SHARE);

    @TempDir
    private Path folder;

    private long now;

    /** Each look takes a second. */
    private long tick() {
        return now += COST;
    }

    private Database database() throws SQLException {
        Database database = Database.open(EngineOptions.at(folder));
        database.execute("CREATE TABLE t (h UBIGINT)");
        return database;
    }

    /** Random values, which are not to be compressed, in a commit of few rows: more would go past the log. */
    private static void write(Database database, long bytes) throws SQLException {
        database.execute("INSERT INTO t SELECT hash(i) FROM range(" + bytes / Long.BYTES + ") AS r(i)");
    }

    private static void fill(Database database) throws SQLException {
        for (long bytes = 0; bytes <= Checkpoints.LOG_BYTES_MIN; bytes += 1 << 19) {
            write(database, 1 << 19);
        }
    }

    @Test
    void aLongLogIsWrittenBackWithinTheBudget() throws SQLException {
        try (Database database = database()) {
            Checkpoints checkpoints = new Checkpoints(database, this::tick);
            write(database, 1 << 19);
            checkpoints.next();
            assertThat(database.logBytes()).isPositive().isLessThan(Checkpoints.LOG_BYTES_MIN);

            fill(database);
            checkpoints.next();
            assertThat(database.logBytes()).isLessThan(Checkpoints.LOG_BYTES_MIN);

            fill(database);
            checkpoints.next();
            assertThat(database.logBytes()).isGreaterThanOrEqualTo(Checkpoints.LOG_BYTES_MIN);
            now += PAUSE;
            checkpoints.next();
            assertThat(database.logBytes()).isLessThan(Checkpoints.LOG_BYTES_MIN);
        }
    }

    @Test
    void aCommitWritesALogBackThatIsTooLong() throws SQLException {
        try (Database database = database()) {
            long longest = 0;
            for (long bytes = 0; bytes <= Checkpoints.LOG_BYTES_MAX * 5 / 4; bytes += 1 << 19) {
                write(database, 1 << 19);
                longest = Math.max(longest, database.logBytes());
            }
            assertThat(longest).isBetween(Checkpoints.LOG_BYTES_MIN, Checkpoints.LOG_BYTES_MAX);
            assertThat(database.logBytes()).isLessThan(longest);
        }
    }
}
