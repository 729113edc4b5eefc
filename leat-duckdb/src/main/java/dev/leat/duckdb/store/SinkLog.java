package dev.leat.duckdb.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What sinks have and are to get. {@code leat.staging} has the folders in which files wait, entered before they are made,
 * so that a killed process leaves none unknown. {@code leat.sink_files} has the files in each sink's folder that are
 * Leat's. {@code leat.outbox} has the moves and removals that a commit decided and that may not have been made yet.
 */
public final class SinkLog {
    private final Database database;

    /** The log in a database that has a {@link CommitLog}. */
    public SinkLog(Database database) {
        this.database = database;
    }

    /** A file that moves from where it was written to where readers see it. */
    public record Move(String staged, String published) {}

    /** Whether the files that a flow wrote before stay. */
    public enum Earlier {
        KEPT,
        REPLACED
    }

    /** What a sink gets of one of its flows in a commit. */
    public record FlowFiles(String flow, Earlier earlier, List<Move> moves) {
        public FlowFiles {
            moves = List.copyOf(moves);
        }
    }

    /**
     * All that a sink gets in a commit, of all its flows.
     *
     * @param strays files in the folder that this state does not know and that go
     * @param mark what says that the folder is this state's, if it does not say so yet
     */
    public record Delivery(
            String sink, String folder, List<FlowFiles> flows, List<String> strays, Optional<Move> mark) {
        public Delivery {
            flows = List.copyOf(flows);
            strays = List.copyOf(strays);
        }
    }

    /** A move still to be made, or the removal of a file where nothing is staged. */
    public record OutboxRow(Optional<String> staged, String published) {}

    /** Remembers a folder that is going to be made. */
    public void addStaging(String folder) throws SQLException {
        update("INSERT INTO leat.staging VALUES (?)", folder);
    }

    /** The folders in which files wait. */
    public List<String> staging() throws SQLException {
        return new ArrayList<>(texts("SELECT folder FROM leat.staging ORDER BY folder"));
    }

    /**
     * Decides on a delivery, within the transaction of its commit: the moves, and the removal of those files of earlier
     * commits that the sink does not have any more.
     */
    public void add(long commit, Delivery delivery) throws SQLException {
        Set<String> stale = files(delivery.folder());
        stale.addAll(delivery.strays());
        for (FlowFiles flow : delivery.flows()) {
            if (flow.earlier() == Earlier.KEPT) {
                stale.removeAll(files(delivery.folder(), flow.flow()));
            }
            for (Move move : flow.moves()) {
                stale.remove(move.published());
                update("DELETE FROM leat.sink_files WHERE path = ?", move.published());
                update(
                        "INSERT INTO leat.sink_files VALUES (?, ?, ?)",
                        delivery.folder(),
                        move.published(),
                        flow.flow());
                addMove(commit, delivery.sink(), move);
            }
        }
        if (delivery.mark().isPresent()) {
            addMove(commit, delivery.sink(), delivery.mark().get());
        }
        for (String path : stale) {
            update("DELETE FROM leat.sink_files WHERE path = ?", path);
            update("INSERT INTO leat.outbox VALUES (" + commit + ", ?, NULL, ?)", delivery.sink(), path);
        }
    }

    private void addMove(long commit, String sink, Move move) throws SQLException {
        update("INSERT INTO leat.outbox VALUES (" + commit + ", ?, ?, ?)", sink, move.staged(), move.published());
    }

    /** The files in a folder that are known. */
    public Set<String> files(String folder) throws SQLException {
        return texts("SELECT path FROM leat.sink_files WHERE folder = ? ORDER BY path", folder);
    }

    /** The files that a flow has in a folder. */
    public Set<String> files(String folder, String flow) throws SQLException {
        return texts("SELECT path FROM leat.sink_files WHERE folder = ? AND flow = ? ORDER BY path", folder, flow);
    }

    /** What is still to be done, in order: removals first, so that no reader sees a row twice. */
    public List<OutboxRow> outbox() throws SQLException {
        List<OutboxRow> rows = new ArrayList<>();
        try (PreparedStatement statement = database.connection()
                        .prepareStatement("SELECT staged, published FROM leat.outbox"
                                + " ORDER BY commit, staged IS NOT NULL, published");
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(new OutboxRow(Optional.ofNullable(result.getString(1)), result.getString(2)));
            }
        }
        return rows;
    }

    /** Forgets what was done. */
    public void clear() throws SQLException {
        database.transaction(() -> {
            database.execute("DELETE FROM leat.outbox");
            database.execute("DELETE FROM leat.staging");
        });
    }

    private Set<String> texts(String sql, String... arguments) throws SQLException {
        Set<String> texts = new LinkedHashSet<>();
        try (PreparedStatement statement = database.connection().prepareStatement(sql)) {
            set(statement, arguments);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    texts.add(result.getString(1));
                }
            }
        }
        return texts;
    }

    private void update(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = database.connection().prepareStatement(sql)) {
            set(statement, values);
            statement.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, String... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
    }
}
