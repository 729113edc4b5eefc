package dev.leat.spark;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.fault.FaultPoint;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.move.Bundle;
import dev.leat.move.BundleFolder;
import dev.leat.move.MoveListener;
import dev.leat.move.Movement;
import dev.leat.move.Movement.Place;
import dev.leat.move.Movement.Stage;
import dev.leat.pipeline.Pipeline;
import dev.leat.spark.store.CommitEntry;
import dev.leat.spark.store.CommitLog;
import dev.leat.spark.store.IcebergTables;
import dev.leat.spark.store.Warehouse;
import dev.leat.spark.store.WarehouseState;
import dev.leat.type.EpochMicros;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** A warehouse as one whose state moves: it takes that of a bundle, or leaves in one. */
public final class WarehouseMove implements AutoCloseable {
    /** Where the files of a state that moves are, in the warehouse. */
    static final String FOLDER = "leat_move";

    private final SparkSession spark;
    private final Warehouse warehouse;
    private final CommitLog log;
    private final IcebergTables tables;
    private final SparkFailures failures = new SparkFailures();

    private WarehouseMove(SparkSession spark, Warehouse warehouse, CommitLog log, IcebergTables tables) {
        this.spark = spark;
        this.warehouse = warehouse;
        this.log = log;
        this.tables = tables;
    }

    /** Becomes the writer of a warehouse, and takes back what another has left there that is not committed. */
    public static WarehouseMove open(SparkSession session, SparkEngine.Options options) {
        Configuration configuration = session.sparkContext().hadoopConfiguration();
        Warehouse warehouse = Warehouse.open(options.warehouse(), configuration);
        SparkSession spark = SparkEngine.session(session, warehouse);
        SessionSettings.needed().forEach((key, value) -> spark.conf().set(key, value));
        // Times of both kinds go as such without a zone.
        spark.conf().set("spark.sql.session.timeZone", "UTC");
        CommitLog log = CommitLog.open(warehouse, options.writer(), options.clock(), options.rest());
        try {
            IcebergTables tables = IcebergTables.of(warehouse, configuration);
            CommitTables.recover(tables, log);
            return new WarehouseMove(spark, warehouse, log, tables);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** Where the state is. */
    public Movement movement() {
        return log.state().movement();
    }

    /**
     * Takes the state of a bundle, unless it has arrived already.
     *
     * @param from where it comes from
     * @throws LeatException USAGE if the warehouse holds something else; STATE_DAMAGED if the bundle is not what was written: nothing is
     *     changed then
     */
    public void take(Pipeline pipeline, BundleFolder folder, Place from, MoveListener listener) {
        Bundle bundle = folder.find()
                .orElseThrow(() -> new LeatException(
                        ErrorCode.INTERNAL,
                        "There is no state to be taken in " + folder.path("").toString()));
        if (movement().isHere() && hasArrived(bundle.identity(), bundle.commit())) {
            warehouse.removeFolder(FOLDER);
            return;
        }
        requireFree(bundle);
        failures.within("take the state that was moved", () -> {
            List<String> dropped = new WarehouseImport(
                            spark,
                            warehouse,
                            log,
                            new CommitTables(tables, log),
                            new SparkTables(spark, tables, new Turns(failures), 0),
                            bundle,
                            listener)
                    .take(pipeline, folder, from);
            dropped.forEach(tables::drop);
            return true;
        });
        warehouse.removeFolder(FOLDER);
    }

    /** Whether a state has been taken as it was at a commit; it may have gone on, or elsewhere, since. */
    private boolean hasArrived(String identity, long commit) {
        WarehouseState state = log.state();
        return state.identity().equals(identity) && state.arrived() == commit;
    }

    /** What has left may be replaced by what has become of it, but not by an older copy. */
    private void requireFree(Bundle bundle) {
        WarehouseState state = log.state();
        boolean isNew = state.datasets().isEmpty() && state.sinks().flows().isEmpty();
        boolean isSame = state.identity().equals(bundle.identity());
        boolean wasLeft = isSame
                && state.movement().stage() == Stage.MOVED
                && bundle.commit() > state.movement().commit();
        if (!isNew && !wasLeft) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "The warehouse " + warehouse.location() + " holds "
                            + (isSame
                                    ? "the same state, and has gone on with it"
                                    : "the state of another project, or of other runs of this one")
                            + ". It stays as it is; name an empty folder with --warehouse, or remove it");
        }
    }

    /**
     * Writes the state into a bundle; no run goes on with it here from now on.
     *
     * @param to where it goes
     * @param identity that of the state that is there; empty if there is none
     * @throws LeatException USAGE if there is no state, or it is another than that which is where it is to go
     */
    public void leave(Pipeline pipeline, BundleFolder folder, Place to, String identity, MoveListener listener) {
        WarehouseState state = log.state();
        boolean isOnItsWay = isOnItsWay(to);
        if (!isOnItsWay) {
            movement().requireHere();
        }
        if (state.datasets().isEmpty() && state.sinks().flows().isEmpty()) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "There is nothing to move: the warehouse " + warehouse.location() + " has no results. Run on Spark"
                            + " first, or name another with --warehouse");
        }
        if (!identity.isEmpty() && !identity.equals(state.identity())) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "The state of the warehouse " + warehouse.location() + " cannot go to " + to
                            + ", where another is. It stays as it is; name another folder with --state, or remove it");
        }
        MovedSinks.requireDelivered(state.sinks());
        if (!isOnItsWay) {
            put("", new Movement(Stage.MOVING, to, state.number()));
        }
        FaultPoint.MOVE_MARKED.reach();
        failures.within(
                "write the state into files",
                () -> new WarehouseExport(
                                spark, warehouse, log.state(), new PreparedPipeline(pipeline), folder, listener)
                        .write());
        warehouse.removeFolder(FOLDER);
    }

    private boolean isOnItsWay(Place to) {
        return movement().stage() == Stage.MOVING && movement().place().equals(to);
    }

    private void put(String identity, Movement movement) {
        log.add(CommitEntry.ofMovement(
                log.state().number() + 1, EpochMicros.of(log.nextTime()), log.writer(), identity, movement));
    }

    /** The state has arrived where it was to go. */
    public void leaveFor(Place to, String identity) {
        Movement movement = movement();
        boolean isThis =
                log.state().identity().equals(identity) && movement.place().equals(to);
        if (isThis && movement.stage() == Stage.MOVED) {
            return;
        }
        if (!isThis || movement.stage() != Stage.MOVING) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    to + " has a state that did not come from the warehouse " + warehouse.location()
                            + " by a move that is to be finished. Both stay as they are");
        }
        put("", new Movement(Stage.MOVED, to, movement.commit()));
        warehouse.removeFolder(FOLDER);
    }

    /**
     * The state stays here, though it was to be moved.
     *
     * @param to where it was to go
     * @throws LeatException USAGE if no move is under way, STATE_MOVED if it is one to elsewhere, or has arrived
     */
    public void stay(Place to) {
        if (!isOnItsWay(to)) {
            movement().requireHere();
            throw new LeatException(ErrorCode.USAGE, "There is no move to cancel: the state is where it was");
        }
        put("", new Movement(Stage.HERE, to, log.state().arrived()));
        warehouse.removeFolder(FOLDER);
    }

    /**
     * No state is taken any more that was to come here.
     *
     * @throws LeatException USAGE if it has arrived
     */
    public void forget(String identity, long commit) {
        if (hasArrived(identity, commit)) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "The state has arrived in the warehouse " + warehouse.location()
                            + " already: finish with leat move without --cancel, and move it back if need be");
        }
        warehouse.removeFolder(FOLDER);
    }

    @Override
    public void close() {
        try (log) {
            tables.close();
        }
    }
}
