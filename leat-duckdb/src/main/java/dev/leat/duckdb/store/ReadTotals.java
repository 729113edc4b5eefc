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
        update();
        return totals.getOrDefault(new Read(reader, source), ReadCounts.NONE);
    }

    /** Adds the commits that have come since the last time. */
    void update() throws SQLException {
        long last = log.last().number();
        if (summed < last) {
            forgetWhole(last);
            add(last);
            summed = last;
        }
    }

    private void forgetWhole(long last) throws SQLException {
        try (Statement statement = database.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT reader FROM " + whole(summed, last))) {
            while (row.next()) {
                String reader = row.getString(1);
                totals.keySet().removeIf(read -> read.reader().equals(reader));
            }
        }
    }

    private void add(long last) throws SQLException {
        try (Statement statement = database.connection().createStatement();
                ResultSet row = statement.executeQuery(sums(summed, last))) {
            while (row.next()) {
                totals.merge(
                        new Read(row.getString(1), row.getString(2)),
                        new ReadCounts(
                                row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7), 0, 0),
                        ReadCounts::plus);
            }
        }
    }

    /**
     * A query: reader, source, read, accepted, malformed, late and rejected of the commits after one up to another, without what was before the
     * reader last read all.
     */
    static String sums(long after, long end) {
        return "SELECT c.reader, c.source, sum(read)::BIGINT, sum(accepted)::BIGINT, sum(malformed)::BIGINT,"
                + " sum(late)::BIGINT, sum(rejected)::BIGINT FROM (SELECT commit, " + key("name") + " AS reader, "
                + key("source")
                + " AS source, read, accepted, malformed, late, rejected FROM leat.counts WHERE " + between(after, end)
                + ") AS c LEFT JOIN " + whole(after, end)
                + " AS w ON c.reader = w.reader WHERE w.commit IS NULL OR c.commit >= w.commit"
                + " GROUP BY c.reader, c.source";
    }

    /** The last commits in which readers have read all. */
    private static String whole(long after, long end) {
        return "(SELECT " + key("name") + " AS reader, max(commit) AS commit FROM leat.outcomes WHERE "
                + between(after, end) + " AND extent = 'WHOLE' GROUP BY reader)";
    }

    private static String between(long after, long end) {
        return "commit > " + after + " AND commit <= " + end;
    }

    /** Of a name as it is written, as of a key, without the quotes. */
    private static String key(String name) {
        return "lower(replace(" + name + ", '`', ''))";
    }
}
