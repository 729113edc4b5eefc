package dev.leat.duckdb;

import dev.leat.duckdb.store.CommitLog;
import dev.leat.duckdb.store.Database;
import dev.leat.duckdb.store.DeliveryLog;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.duckdb.store.MovementLog;
import dev.leat.duckdb.store.SinkLog;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.fault.FaultPoint;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.move.Bundle;
import dev.leat.move.BundleFolder;
import dev.leat.move.MoveListener;
import dev.leat.move.Movement;
import dev.leat.pipeline.Pipeline;
import java.sql.SQLException;
import java.util.Optional;

/** The state of the embedded engine as one that moves: it goes into a bundle, or comes from one. */
public final class MovableState implements AutoCloseable {
    private final Database database;
    private final CommitLog log;

    private MovableState(Database database, CommitLog log) {
        this.database = database;
        this.log = log;
    }

    /** Opens the state, creating what is missing. */
    public static MovableState open(EngineOptions options) {
        Database database = Database.open(options);
        try {
            return new MovableState(database, CommitLog.open(database));
        } catch (SQLException e) {
            database.close();
            throw DuckDbErrors.convert(e, "open the state");
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Work with the database. */
    private interface Work<T> {
        T run() throws SQLException;
    }

    private static <T> T within(String activity, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, activity);
        }
    }

    /** Where it is. */
    public Movement movement() {
        return within("read where the state is", () -> new MovementLog(database).find());
    }

    /** What tells it from all others. */
    public String identity() {
        return within("read the identity of the state", log::identity);
    }

    /** The number of its last commit; 0 before the first. */
    public long commit() {
        return within("read the last commit", () -> log.last().number());
    }

    /** Whether it never had a commit. */
    public boolean isNew() {
        return commit() == 0;
    }

    /** The size of its file. */
    public long bytes() {
        return database.bytes();
    }

    /** Says where it is from now on. */
    public void put(Movement movement) {
        within("note where the state is", () -> {
            database.transaction(() -> new MovementLog(database).put(movement));
            return movement;
        });
    }

    /**
     * Writes it into a bundle, unless that has it already.
     *
     * @throws LeatException USAGE if a sink has not got all yet
     */
    public Bundle write(Pipeline pipeline, BundleFolder folder, MoveListener listener) {
        Optional<Bundle> written = folder.find()
                .filter(found -> found.identity().equals(identity()) && found.commit() == commit())
                .filter(folder::isWhole);
        if (written.isPresent()) {
            return written.get();
        }
        return within("write the state into files", () -> {
            requireDelivered();
            Bundle bundle = new BundleExport(database, log, new PreparedPipeline(pipeline), folder, listener).write();
            FaultPoint.BUNDLE_WRITTEN.reach();
            return bundle;
        });
    }

    /**
     * Checks that sinks have got all.
     *
     * @throws LeatException USAGE if one has not
     */
    public void requireDelivered() {
        within("look at what sinks have not got yet", () -> {
            new SinkDelivery(new SinkLog(database)).deliver();
            if (!new DeliveryLog(database).pending().isEmpty()) {
                throw new LeatException(
                        ErrorCode.USAGE,
                        "A state whose sinks have not got all yet cannot be moved. Have leat run deliver the rest first");
            }
            return true;
        });
    }

    /**
     * Takes the state of a bundle in place of all that is there.
     *
     * @param from where it comes from
     * @throws LeatException STATE_DAMAGED if the bundle is not what was written: nothing is changed then
     */
    public void take(
            Pipeline pipeline, BundleFolder folder, Bundle bundle, Movement.Place from, MoveListener listener) {
        within("take the state that was moved", () -> {
            try {
                new BundleImport(database, log, new PreparedPipeline(pipeline), folder, bundle, listener).take(from);
            } catch (LeatException | SQLException e) {
                log.forget();
                throw e;
            }
            return bundle;
        });
    }

    @Override
    public void close() {
        database.close();
    }
}
