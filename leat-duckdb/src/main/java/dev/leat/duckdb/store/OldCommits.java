package dev.leat.duckdb.store;

import static dev.leat.duckdb.store.RowBuffer.text;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the record of commits bounded. Those before the last 100,000 are summed up, a thousand at a time: of their records and of the rows
 * that met expectations one row is left for each read and each expectation, which has the number of the last of them; when they were
 * and how long they took is forgotten. A commit whose rows a sink has not got yet stays, and all after it.
 */
public final class OldCommits {
    private static final Limits STANDARD = new Limits(100_000, 1_000);

    private final Database database;
    private final CommitLog log;
    private final ReadTotals totals;
    private final Limits limits;

    /**
     * What is summed up.
     *
     * @param kept so many commits are kept as they are
     * @param step so many more are there before they are summed up
     */
    record Limits(long kept, long step) {}

    /** Those in a database of which this is the log. */
    public OldCommits(Database database, CommitLog log, ReadTotals totals) {
        this(database, log, totals, STANDARD);
    }

    OldCommits(Database database, CommitLog log, ReadTotals totals, Limits limits) {
        this.database = database;
        this.log = log;
        this.totals = totals;
        this.limits = limits;
    }

    /** Sums up what there is to be, in a transaction of its own; to be called after each commit. */
    public void sumUp() throws SQLException {
        long last = log.last().number();
        if (last % limits.step() != 0 || last <= limits.kept()) {
            return;
        }
        long pending = database.number("SELECT coalesce(min(commit), " + (last + 1) + ") FROM leat.deliveries");
        long end = Math.min(last - limits.kept(), pending - 1);
        if (end > 0) {
            // What they have summed up they do not look at again.
            totals.update();
            database.transaction(() -> sumUp(end));
        }
    }

    private void sumUp(long end) throws SQLException {
        List<String> counts = rows(
                ReadTotals.sums(0, end),
                row -> "(" + end + ", " + text(row.getString(1)) + ", " + text(row.getString(2)) + ", " + row.getLong(3)
                        + ", " + row.getLong(4) + ", " + row.getLong(5) + ", " + row.getLong(6) + ", " + row.getLong(7)
                        + ")");
        List<String> expectations = rows(
                "SELECT dataset, name, action, sum(passed)::BIGINT, sum(violated)::BIGINT FROM leat.expectations"
                        + " WHERE commit <= " + end + " GROUP BY dataset, name, action",
                row -> "(" + end + ", " + text(row.getString(1)) + ", " + text(row.getString(2)) + ", "
                        + text(row.getString(3)) + ", " + row.getLong(4) + ", " + row.getLong(5) + ")");
        for (String table : List.of("commits", "outcomes", "counts", "expectations")) {
            database.execute("DELETE FROM leat." + table + " WHERE commit <= " + end);
        }
        database.insert("leat.counts (commit, name, source, read, accepted, malformed, late, rejected)", counts);
        database.insert("leat.expectations", expectations);
    }

    /** Makes a row, as SQL, of a row. */
    @FunctionalInterface
    private interface RowText {
        String of(ResultSet row) throws SQLException;
    }

    private List<String> rows(String sql, RowText text) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = database.connection().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(text.of(row));
            }
        }
        return rows;
    }
}
