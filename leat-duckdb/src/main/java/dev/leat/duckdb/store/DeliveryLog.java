package dev.leat.duckdb.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of commits that sinks outside have not got yet: {@code leat.deliveries}, with a table of rows for each in
 * {@code leat_state}.
 */
public final class DeliveryLog {
    private static final String PREFIX = "outbox$";
    private static final String STAGED = "$staged";

    private final Database database;

    /** The log in a database that has a {@link CommitLog}. */
    public DeliveryLog(Database database) {
        this.database = database;
    }

    /**
     * Rows for a sink.
     *
     * @param sink its key
     * @param columns of the rows, as JSON
     */
    public record Delivery(long commit, String sink, String columns, long rows) {
        /** Where the rows are, as SQL. */
        public String table() {
            return "leat_state." + quoted(PREFIX + commit + "$" + sink);
        }
    }

    /** Where the rows of a commit for a sink are computed, as SQL; dropped if the commit is not published. */
    public static String staged(long commit, String sink) {
        return "leat_state." + quoted(PREFIX + commit + "$" + sink + STAGED);
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** Adds rows that are staged, within the transaction of their commit. */
    public void add(Delivery delivery) throws SQLException {
        database.execute("ALTER TABLE " + staged(delivery.commit(), delivery.sink()) + " RENAME TO "
                + quoted(PREFIX + delivery.commit() + "$" + delivery.sink()));
        try (PreparedStatement insert = database.connection()
                .prepareStatement("INSERT INTO leat.deliveries VALUES (" + delivery.commit() + ", ?, ?, "
                        + delivery.rows() + ")")) {
            insert.setString(1, delivery.sink());
            insert.setString(2, delivery.columns());
            insert.executeUpdate();
        }
    }

    /** All that is to be delivered, in the order of the commits. */
    public List<Delivery> pending() throws SQLException {
        List<Delivery> deliveries = new ArrayList<>();
        try (PreparedStatement select = database.connection()
                        .prepareStatement(
                                "SELECT commit, sink, columns, row_count FROM leat.deliveries ORDER BY commit, sink");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                deliveries.add(new Delivery(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4)));
            }
        }
        return deliveries;
    }

    /** Forgets what a sink has got. */
    public void remove(Delivery delivery) throws SQLException {
        database.transaction(() -> {
            database.execute("DROP TABLE IF EXISTS " + delivery.table());
            try (PreparedStatement delete = database.connection()
                    .prepareStatement(
                            "DELETE FROM leat.deliveries WHERE commit = " + delivery.commit() + " AND sink = ?")) {
                delete.setString(1, delivery.sink());
                delete.executeUpdate();
            }
        });
    }
}
