package dev.leat.duckdb.store;

import dev.leat.spi.ReadCounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * What became of the records of each read since its reader last read all: the sums of {@code leat.counts}. What is published stays as it
 * is, so a commit is summed up once; with the whole record each time, a run that stays up would take longer and longer.
 */
public final class ReadTotals {
    /** Of a name as it is written, as of a key, without the quotes. */
    private static final String KEY = "lower(replace(%s, '`', ''))";

    private final Database database;
    private final CommitLog log;
    private final Map<Read, ReadCounts> totals = new HashMap<>();
    private long summed;

    /** The totals in a database of which this is the log. */
    public ReadTotals(Database database, CommitLog log) {
        this.database = database;
        this.log = log;
    }

    private record Read(String reader, String source) {}

    /** Those of a read, by the names of reader and source without quotes, in lower case. */
    public ReadCounts find(String reader, String source) throws SQLException {
        long last = log.last().number();
        if (summed < last) {
            forgetWhole();
            add();
            summed = last;
        }
        return totals.getOrDefault(new Read(reader, source), ReadCounts.NONE);
    }

    private String whole() {
        return "(SELECT " + KEY.formatted("name")
                + " AS reader, max(commit) AS commit FROM leat.outcomes WHERE commit > " + summed
                + " AND extent = 'WHOLE' GROUP BY reader)";
    }

    private void forgetWhole() throws SQLException {
        try (Statement statement = database.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT reader FROM " + whole())) {
            while (row.next()) {
                String reader = row.getString(1);
                totals.keySet().removeIf(read -> read.reader().equals(reader));
            }
        }
    }

    private void add() throws SQLException {
        String counts = "(SELECT commit, " + KEY.formatted("name") + " AS reader, " + KEY.formatted("source")
                + " AS source, read, accepted, malformed, late, rejected FROM leat.counts WHERE commit > " + summed + ")";
        try (Statement statement = database.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT c.reader, c.source, sum(read)::BIGINT,"
                        + " sum(accepted)::BIGINT, sum(malformed)::BIGINT, sum(late)::BIGINT, sum(rejected)::BIGINT FROM " + counts + " AS c LEFT JOIN " + whole()
                        + " AS w ON c.reader = w.reader WHERE w.commit IS NULL OR c.commit >= w.commit"
                        + " GROUP BY c.reader, c.source")) {
            while (row.next()) {
                totals.merge(
                        new Read(row.getString(1), row.getString(2)),
                        new ReadCounts(
                                row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7), 0, 0),
                        ReadCounts::plus);
            }
        }
    }
}
