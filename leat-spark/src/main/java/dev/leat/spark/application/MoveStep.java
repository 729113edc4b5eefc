package dev.leat.spark.application;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.move.Bundle.BundleTable;
import dev.leat.move.BundleFolder;
import dev.leat.move.MoveListener;
import dev.leat.move.Movement.Engine;
import dev.leat.move.Movement.Place;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.RunEventWriter;
import dev.leat.spark.SparkEngine;
import dev.leat.spark.WarehouseMove;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * What a move of a state has this side do: {@code take} the state of a bundle, {@code leave} in one, note that it has {@code left}, or that
 * it is to {@code stay} after all, or that what was to come is to be {@code forget}ten.
 *
 * @param bundle its folder on the driver's machine
 * @param state the folder of the embedded engine's state
 * @param identity of that state
 * @param commit the last there
 */
record MoveStep(String name, Path bundle, String state, String identity, long commit) implements Step {
    /** Reads {@code --move STEP --bundle FOLDER --state FOLDER [--identity ID] [--commit N]}; absent for an application that runs. */
    static Optional<MoveStep> parse(List<String> arguments) {
        return LeatApplication.Arguments.value(arguments, "--move")
                .map(name -> new MoveStep(
                        name,
                        Path.of(require(arguments, "--bundle")),
                        require(arguments, "--state"),
                        LeatApplication.Arguments.value(arguments, "--identity").orElse(""),
                        LeatApplication.Arguments.value(arguments, "--commit")
                                .map(Long::valueOf)
                                .orElse(0L)));
    }

    private static String require(List<String> arguments, String name) {
        return LeatApplication.Arguments.value(arguments, name)
                .orElseThrow(() -> LeatApplication.Arguments.missing(name));
    }

    @Override
    public int run(SparkSession session, SparkEngine.Options options, Pipeline pipeline, RunEventWriter events) {
        Place embedded = new Place(Engine.EMBEDDED, state);
        BundleFolder folder = new BundleFolder(bundle);
        MoveListener listener = new MoveListener() {
            @Override
            public void moved(String step, BundleTable table) {
                events.moved(step, table.name(), table.rows(), table.bytes());
            }

            @Override
            public void leftBehind(String name) {
                events.leftBehind(name);
            }
        };
        try (WarehouseMove warehouse = WarehouseMove.open(session, options)) {
            switch (name) {
                case "take" -> warehouse.take(pipeline, folder, embedded, listener);
                case "leave" -> warehouse.leave(pipeline, folder, embedded, identity, listener);
                case "left" -> warehouse.leaveFor(embedded, identity);
                case "stay" -> warehouse.stay(embedded);
                case "forget" -> warehouse.forget(identity, commit);
                default -> throw new LeatException(ErrorCode.USAGE, "There is no step " + name + " of a move");
            }
        }
        events.done();
        return 0;
    }
}
