package dev.leat.cli;

import dev.leat.duckdb.MovableState;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.fault.FaultPoint;
import dev.leat.move.Bundle;
import dev.leat.move.BundleFolder;
import dev.leat.move.Movement;
import dev.leat.move.Movement.Engine;
import dev.leat.move.Movement.Place;
import dev.leat.move.Movement.Stage;
import dev.leat.pipeline.Pipeline;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Moves the state of a project between the engines, so that at no time both go on with it, and each step can be done again:
 *
 * <pre>
 *   where it is says that it is on its way: no run goes on with it there
 *   its tables are written into files, with what tells whether they arrive as they were
 *   where it goes takes them in one transaction, or one entry of the log: runs go on with it there
 *   where it was says that it has gone
 * </pre>
 */
final class MoveRun {
    private final OpenProject project;
    private final Pipeline pipeline;
    private final MoveSide cluster;
    private final BundleFolder folder;
    private final MoveProgress progress;
    private final PrintWriter out;
    private final long start = System.nanoTime();

    MoveRun(OpenProject project, Pipeline pipeline, MoveSide cluster, MoveProgress progress, PrintWriter out) {
        this.project = project;
        this.pipeline = pipeline;
        this.cluster = cluster;
        this.folder = new BundleFolder(cluster.bundle());
        this.progress = progress;
        this.out = out;
    }

    private MovableState open() {
        return MovableState.open(EngineOptions.at(project.state()));
    }

    private static boolean isOnItsWay(Movement movement, Place to) {
        return movement.stage() == Stage.MOVING && movement.place().equals(to);
    }

    /** To the warehouse. */
    int toSpark() {
        project.requireState();
        Place to = cluster.place();
        try (MovableState state = open()) {
            Movement before = state.movement();
            if (before.stage() == Stage.MOVED && before.place().equals(to)) {
                out.println("The state is in " + to + " already");
                return 0;
            }
            if (!isOnItsWay(before, to)) {
                before.requireHere();
                requireSomething(state);
                state.requireDelivered();
                state.put(new Movement(Stage.MOVING, to, state.commit()));
            }
            FaultPoint.MOVE_MARKED.reach();
            Bundle bundle = state.write(pipeline, folder, progress);
            int code = cluster.run("take", bundle.identity(), bundle.commit());
            if (code == ErrorCode.USAGE.owner().exitCode() && before.isHere()) {
                // Refused before anything was taken.
                state.put(before);
                folder.remove();
            }
            if (code != 0) {
                return code;
            }
            FaultPoint.MOVE_ARRIVED.reach();
            state.put(new Movement(Stage.MOVED, to, bundle.commit()));
            FaultPoint.MOVE_LEFT.reach();
            report(bundle, state.bytes());
            return 0;
        }
    }

    private static void requireSomething(MovableState state) {
        if (state.isNew()) {
            throw new LeatException(ErrorCode.USAGE, "There is nothing to move: the project has no results yet");
        }
    }

    /** From the warehouse. */
    int toEmbedded() {
        Place from = cluster.place();
        try (MovableState state = open()) {
            Movement before = state.movement();
            boolean isNew = state.isNew() && before.isHere();
            if (before.stage() == Stage.MOVING
                    || (before.stage() == Stage.MOVED && !before.place().equals(from))) {
                before.requireHere();
            }
            if (before.isHere() && !isNew) {
                return finish(state, from);
            }
            int code = cluster.run("leave", isNew ? "" : state.identity(), state.commit());
            if (code != 0) {
                return code;
            }
            Bundle bundle = folder.find()
                    .orElseThrow(() -> new LeatException(
                            ErrorCode.INTERNAL, "The application has written no state into " + cluster.bundle()));
            state.take(pipeline, folder, bundle, from, progress);
            FaultPoint.MOVE_ARRIVED.reach();
            code = cluster.run("left", state.identity(), state.commit());
            if (code != 0) {
                return code;
            }
            FaultPoint.MOVE_LEFT.reach();
            report(bundle, state.bytes());
            return 0;
        }
    }

    /** It has arrived, and the warehouse may not say so yet. */
    private int finish(MovableState state, Place from) {
        requireFrom(state, from);
        FaultPoint.MOVE_ARRIVED.reach();
        int code = cluster.run("left", state.identity(), state.commit());
        if (code == 0) {
            FaultPoint.MOVE_LEFT.reach();
            folder.remove();
            out.println("The state is in " + project.state() + ", and has left " + from);
        }
        return code;
    }

    private void requireFrom(MovableState state, Place from) {
        if (!state.movement().place().equals(from)) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "The folder " + project.state() + " has a state that did not come from " + from
                            + ". It stays as it is; name another folder with --state, or remove it");
        }
    }

    private void report(Bundle bundle, long stateBytes) {
        folder.remove();
        out.println(String.format(
                Locale.ROOT,
                "moved %d tables, %d rows, %d bytes in %.1f s; nothing was computed",
                bundle.tables().size(),
                bundle.rows(),
                bundle.bytes(),
                (System.nanoTime() - start) / 1e9));
        out.println("the embedded state has " + stateBytes + " bytes");
    }

    /** It stays here, unless it has arrived in the warehouse. */
    int cancelToSpark() {
        project.requireState();
        Place to = cluster.place();
        try (MovableState state = open()) {
            if (!isOnItsWay(state.movement(), to)) {
                throw nothingToCancel(state.movement());
            }
            int code = cluster.run("forget", state.identity(), state.commit());
            if (code == 0) {
                state.put(new Movement(Stage.HERE, to, state.commit()));
                folder.remove();
                out.println("The state stays in " + project.state());
            }
            return code;
        }
    }

    /** It stays in the warehouse, unless it has arrived here. */
    int cancelToEmbedded() {
        Place from = cluster.place();
        try (MovableState state = open()) {
            Movement here = state.movement();
            if (here.isHere() && !state.isNew() && here.place().equals(from)) {
                throw new LeatException(
                        ErrorCode.USAGE,
                        "The state has arrived in "
                                + new Place(Engine.EMBEDDED, project.state().toString())
                                + " already: finish with leat move without --cancel, and move it back if need be");
            }
            int code = cluster.run("stay", "", 0);
            if (code == 0) {
                folder.remove();
                out.println("The state stays in " + from);
            }
            return code;
        }
    }

    private static LeatException nothingToCancel(Movement movement) {
        movement.requireHere();
        return new LeatException(ErrorCode.USAGE, "There is no move to cancel: the state is where it was");
    }
}
