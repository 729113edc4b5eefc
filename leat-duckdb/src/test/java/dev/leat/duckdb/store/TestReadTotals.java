package dev.leat.duckdb.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.duckdb.store.CommitLog.OutcomeRow;
import dev.leat.spi.ReadCounts;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sums of what became of records follow the commits. */
final class TestReadTotals {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final String READER = "spark_catalog.default.`Sums`";
    private static final String SOURCE = "spark_catalog.default.`Numbers`";
    private static final String READER_KEY = "spark_catalog.default.sums";
    private static final String SOURCE_KEY = "spark_catalog.default.numbers";

    private final Database database = Database.open(EngineOptions.inMemory());
    private final CommitLog log;
    private final ReadTotals totals;

    TestReadTotals() throws SQLException {
        log = CommitLog.open(database);
        totals = new ReadTotals(database, log);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static ReadCounts counts(long accepted, long malformed, long late) {
        return new ReadCounts(
                accepted + malformed + late + 2 * accepted, accepted, malformed, late, 2 * accepted, 0, 0);
    }

    private void commit(String extent, ReadCounts counts) throws SQLException {
        long commit = log.next(TIME).number();
        database.transaction(() -> {
            log.addCommit(commit, TIME);
            log.add(List.of(new OutcomeRow(commit, READER, "REFRESHED", 1, 1, 1, "", extent)));
            log.addCounts(commit, READER, SOURCE, counts);
            log.addCounts(commit, "spark_catalog.default.other", SOURCE, counts(100, 0, 0));
        });
    }

    private ReadCounts found() throws SQLException {
        return totals.find(READER_KEY, SOURCE_KEY);
    }

    @Test
    void commitsAreAddedAndAWholeReadingBeginsAnew() throws SQLException {
        assertThat(found()).isEqualTo(ReadCounts.NONE);
        commit("WHOLE", counts(1, 2, 3));
        commit("CHANGE", counts(10, 20, 30));
        assertThat(found()).isEqualTo(counts(11, 22, 33));
        commit("CHANGE", counts(100, 200, 300));
        commit("WHOLE", counts(5, 6, 7));
        commit("CHANGE", counts(1, 1, 1));
        assertThat(found()).isEqualTo(counts(6, 7, 8));
        assertThat(new ReadTotals(database, log).find(READER_KEY, SOURCE_KEY)).isEqualTo(counts(6, 7, 8));
        assertThat(totals.find("spark_catalog.default.other", SOURCE_KEY)).isEqualTo(counts(500, 0, 0));
    }

    @Test
    void commitIsReadOnce() throws SQLException {
        commit("CHANGE", counts(1, 0, 0));
        assertThat(found()).isEqualTo(counts(1, 0, 0));
        database.execute("DELETE FROM leat.counts");
        commit("CHANGE", counts(2, 0, 0));
        assertThat(found()).isEqualTo(counts(3, 0, 0));
    }

    @Test
    void commitThatIsRolledBackIsNotTheLast() throws SQLException {
        commit("CHANGE", counts(1, 0, 0));
        database.execute("BEGIN TRANSACTION");
        log.addCommit(log.next(TIME).number(), TIME);
        assertThat(log.last().number()).isEqualTo(2);
        database.execute("ROLLBACK");
        log.forget();
        assertThat(log.last().number()).isEqualTo(1);
        assertThat(log.next(TIME.minusSeconds(1)).published()).isEqualTo(TIME);
    }
}
