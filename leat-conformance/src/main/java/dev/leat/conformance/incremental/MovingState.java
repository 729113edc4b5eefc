package dev.leat.conformance.incremental;

import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.MovableState;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.move.Bundle;
import dev.leat.move.Bundle.BundleTable;
import dev.leat.move.BundleFolder;
import dev.leat.move.MoveListener;
import dev.leat.move.Movement;
import dev.leat.move.Movement.Place;
import dev.leat.move.Movement.Stage;
import dev.leat.pipeline.Pipeline;
import dev.leat.spark.SparkEngine;
import dev.leat.spark.WarehouseMove;
import java.nio.file.Path;
import java.time.Clock;

/** A state that moves between a folder of the embedded engine and a warehouse, by the steps of the command. */
final class MovingState {
    static final MoveListener SILENT = new MoveListener() {
        @Override
        public void moved(String step, BundleTable table) {
            // Nobody looks.
        }

        @Override
        public void leftBehind(String name) {
            // Nobody looks.
        }
    };

    private final Path folder;
    private final Place embedded;
    private final Place warehouse;

    MovingState(Path folder) {
        this.folder = folder;
        this.embedded =
                new Place(Movement.Engine.EMBEDDED, folder.resolve("state").toString());
        this.warehouse = new Place(
                Movement.Engine.SPARK, folder.resolve("warehouse").toUri().toString());
    }

    Place embedded() {
        return embedded;
    }

    Place warehouse() {
        return warehouse;
    }

    /** The files on the way. */
    BundleFolder bundle() {
        return new BundleFolder(folder.resolve("move"));
    }

    DuckDbEngine here() {
        return Engines.open(EngineOptions.at(Path.of(embedded.location())), Clock.systemUTC());
    }

    SparkEngine there() {
        return SparkEngine.open(SparkEngines.session(), options());
    }

    private SparkEngine.Options options() {
        return SparkEngines.options(folder.resolve("warehouse"));
    }

    MovableState state() {
        return MovableState.open(EngineOptions.at(Path.of(embedded.location())));
    }

    WarehouseMove spark() {
        return WarehouseMove.open(SparkEngines.session(), options());
    }

    void toSpark(Pipeline pipeline) {
        try (MovableState state = state();
                WarehouseMove spark = spark()) {
            state.put(new Movement(Stage.MOVING, warehouse, state.commit()));
            Bundle bundle = state.write(pipeline, bundle(), SILENT);
            spark.take(pipeline, bundle(), embedded, SILENT);
            state.put(new Movement(Stage.MOVED, warehouse, bundle.commit()));
        }
    }

    void toEmbedded(Pipeline pipeline) {
        try (MovableState state = state();
                WarehouseMove spark = spark()) {
            String identity = state.isNew() ? "" : state.identity();
            spark.leave(pipeline, bundle(), embedded, identity, SILENT);
            Bundle bundle = bundle().find().orElseThrow();
            state.take(pipeline, bundle(), bundle, warehouse, SILENT);
            spark.leaveFor(embedded, state.identity());
        }
    }
}
