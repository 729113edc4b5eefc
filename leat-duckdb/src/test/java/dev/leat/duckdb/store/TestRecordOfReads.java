package dev.leat.duckdb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.ReadCounts;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the record of a commit says of the records of sources. */
final class TestRecordOfReads {
    @TempDir
    private Path folder = Path.of("");

    private Database open() {
        return Database.open(EngineOptions.at(folder));
    }

    @Test
    void recordsWithoutAFateOrWithTwoAreNotWrittenDown() throws SQLException {
        try (Database database = open()) {
            CommitLog log = CommitLog.open(database);
            log.addCounts(1, "d", "s", new ReadCounts(10, 6, 1, 2, 1, 1, 0));
            for (long read : new long[] {9, 11}) {
                assertThatThrownBy(() -> log.addCounts(2, "d", "s", new ReadCounts(read, 6, 1, 2, 1, 1, 0)))
                        .isInstanceOfSatisfying(
                                LeatException.class,
                                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL))
                        .hasMessageContaining("the records that d has read of s are those accepted, malformed, late and"
                                + " rejected: ReadCounts[read=" + read
                                + ", accepted=6, malformed=1, late=2, rejected=1");
            }
            assertThat(database.number("SELECT count(*) FROM leat.counts")).isEqualTo(1);
        }
    }

    @Test
    void whatWasReadBeforeItWasCountedIsWhatBecameOfIt() throws SQLException {
        try (Database database = open()) {
            CommitLog.open(database).addCounts(1, "d", "s", new ReadCounts(10, 6, 1, 2, 1, 1, 0));
            database.execute("ALTER TABLE leat.counts DROP COLUMN read");
            database.execute("UPDATE leat.format SET version = 6");
        }
        try (Database database = open()) {
            CommitLog log = CommitLog.open(database);
            assertThat(database.number("SELECT version FROM leat.format")).isEqualTo(CommitLog.FORMAT);
            log.addCounts(2, "d", "s", new ReadCounts(5, 1, 1, 1, 2, 1, 0));
            assertThat(database.number("SELECT read FROM leat.counts WHERE commit = 1"))
                    .isEqualTo(10);
            assertThat(database.number("SELECT read * 100 + rejected FROM leat.counts WHERE commit = 2"))
                    .isEqualTo(502);
        }
    }
}
