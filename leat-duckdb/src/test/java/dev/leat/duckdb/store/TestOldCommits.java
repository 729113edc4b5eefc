package dev.leat.duckdb.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.duckdb.store.CommitLog.ExpectationRow;
import dev.leat.duckdb.store.CommitLog.OutcomeRow;
import dev.leat.spi.ReadCounts;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The record of commits stays bounded, and says the same of all of them together. */
final class TestOldCommits {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final String READER = "spark_catalog.default.`Sums`";
    private static final String READER_KEY = "spark_catalog.default.sums";
    private static final String SOURCE = "spark_catalog.default.numbers";
    private static final int KEPT = 6;
    private static final int STEP = 3;

    private final Database database = Database.open(EngineOptions.inMemory());
    private final CommitLog log;
    private final ReadTotals totals;
    private final OldCommits old;

    TestOldCommits() throws SQLException {
        log = CommitLog.open(database);
        totals = new ReadTotals(database, log);
        old = new OldCommits(database, log, totals, new OldCommits.Limits(KEPT, STEP));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** As many records are rejected as are malformed. */
    private static ReadCounts counts(long accepted, long malformed) {
        return new ReadCounts(accepted + 2 * malformed, accepted, malformed, 0, malformed, 0, 0);
    }

    /** Commits, of which each has read as many records as its number. */
    private void commit(int count, String extent) throws SQLException {
        for (int i = 0; i < count; i++) {
            long commit = log.next(TIME).number();
            database.transaction(() -> {
                log.addCommit(commit, TIME);
                log.add(List.of(new OutcomeRow(commit, READER, "REFRESHED", 1, 1, 1, "", extent)));
                log.addCounts(commit, READER, SOURCE, counts(commit, 1));
                log.add(new ExpectationRow(commit, READER, "positive", "DROP_ROW", commit, 1));
            });
            old.sumUp();
        }
    }

    private long number(String sql) throws SQLException {
        return database.number(sql);
    }

    private void requireTotals(ReadCounts expected) throws SQLException {
        assertThat(new ReadTotals(database, log).find(READER_KEY, SOURCE)).isEqualTo(expected);
        assertThat(totals.find(READER_KEY, SOURCE)).isEqualTo(expected);
    }

    @Test
    void commitsBeforeTheLastAreSummedUp() throws SQLException {
        commit(100, "CHANGE");
        assertThat(number("SELECT min(commit) FROM leat.commits")).isEqualTo(94);
        assertThat(number("SELECT count(*) FROM leat.commits")).isEqualTo(7);
        assertThat(number("SELECT count(*) FROM leat.outcomes")).isEqualTo(7);
        assertThat(number("SELECT count(*) FROM leat.counts")).isEqualTo(8);
        assertThat(number("SELECT count(*) FROM leat.expectations")).isEqualTo(8);
        assertThat(log.next(TIME).number()).isEqualTo(101);
        requireTotals(counts(5050, 100));
        assertThat(number("SELECT sum(passed) FROM leat.expectations")).isEqualTo(5050);
        assertThat(number("SELECT sum(violated) FROM leat.expectations")).isEqualTo(100);
    }

    @Test
    void whatWasReadBeforeAWholeReadingIsForgottenWithIt() throws SQLException {
        commit(5, "CHANGE");
        commit(1, "WHOLE");
        commit(14, "CHANGE");
        assertThat(number("SELECT count(*) FROM leat.outcomes WHERE extent = 'WHOLE'"))
                .isZero();
        requireTotals(counts(20 * 21 / 2 - 5 * 6 / 2, 15));
        commit(1, "WHOLE");
        requireTotals(counts(21, 1));
    }

    @Test
    void commitWhoseRowsASinkHasNotGotStays() throws SQLException {
        commit(4, "CHANGE");
        database.execute("INSERT INTO leat.deliveries VALUES (4, 'topic', '[]', 1)");
        commit(20, "CHANGE");
        assertThat(number("SELECT min(commit) FROM leat.commits")).isEqualTo(4);
        assertThat(log.stamp(4).published()).isEqualTo(TIME);
        database.execute("DELETE FROM leat.deliveries");
        commit(3, "CHANGE");
        assertThat(number("SELECT min(commit) FROM leat.commits")).isEqualTo(22);
        requireTotals(counts(27 * 28 / 2, 27));
    }
}
