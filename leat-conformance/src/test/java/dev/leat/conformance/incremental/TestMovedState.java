package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.MovableState;
import dev.leat.duckdb.store.Database;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.error.LeatException;
import dev.leat.move.Bundle;
import dev.leat.move.Bundle.BundleFile;
import dev.leat.move.Movement;
import dev.leat.move.Movement.Place;
import dev.leat.move.Movement.Stage;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.RunReport;
import dev.leat.spark.SparkEngine;
import dev.leat.spark.WarehouseMove;
import dev.leat.spi.Engine;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state with values of all types, malformed records and files that grow moves to Spark and back. */
final class TestMovedState {
    private static final String TYPES = """
            CREATE MATERIALIZED VIEW types AS SELECT * FROM VALUES
              (true, 1Y, 2S, 3, 4L, float('NaN'), double('-0.0'), 12.30BD, 12345678901234567890123456789012345678BD, 'a\u00fc\uD83D\uDE00', X'00ff80',
               DATE '0001-02-03', TIMESTAMP '1500-01-01 00:00:00.000001', TIMESTAMP_NTZ '9999-12-31 23:59:59.999999',
               array(1, NULL, 3), map('a', 1, 'b', NULL), named_struct('x', 1S, 'Y', TIMESTAMP '2020-01-01 00:00:00'),
               array(named_struct('k', map(DATE '2020-02-29', array(TIMESTAMP '1970-01-01 00:00:00'))))),
              (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
              (false, -128Y, -32768S, -2147483648, -9223372036854775807L, float('-Infinity'), double('4.9E-324'), -0.01BD,
               -99999999999999999999999999999999999999BD, '', X'', DATE '9999-12-31', TIMESTAMP '0001-01-01 00:00:00',
               TIMESTAMP_NTZ '0001-01-01 00:00:00', array(), map(), named_struct('x', NULL, 'Y', NULL), array(NULL))
              AS t(b, y, s, i, l, f, d, e, h, t, x, day, at, local, list, pairs, both, deep);
            """;

    private static final String PROJECT = """
            CREATE TABLE lines (id INT, v INT) USING csv OPTIONS (path '%s');
            CREATE STREAMING TABLE kept (CONSTRAINT small EXPECT (v < 100) ON VIOLATION QUARANTINE) AS SELECT * FROM STREAM(lines);
            CREATE MATERIALIZED VIEW counts AS SELECT id, count(*) AS n, sum(v) AS s FROM kept GROUP BY id;
            CREATE MATERIALIZED VIEW of_counts AS SELECT n, count(*) AS ids FROM (SELECT id, count(*) AS n, sum(v) AS s FROM kept GROUP BY id) GROUP BY n;
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path lines = Path.of("");
    private MovingState moving = new MovingState(folder);

    @BeforeEach
    void writeProject() throws IOException {
        lines = Files.createDirectories(folder.resolve("lines"));
        moving = new MovingState(folder);
        Files.writeString(folder.resolve("p.sql"), TYPES + PROJECT.formatted(lines));
    }

    private Pipeline pipeline() {
        return new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(folder.resolve("p.sql"))))
                .require();
    }

    private void add(String file, String text) throws IOException {
        Files.writeString(lines.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static RunReport run(Engine engine, Pipeline pipeline) {
        RunReport report = Engines.run(engine, pipeline);
        assertThat(report.outcomes()).allMatch(outcome -> outcome.problems().isEmpty());
        return report;
    }

    private RunReport runHere(Pipeline pipeline) {
        try (DuckDbEngine engine = moving.here()) {
            return run(engine, pipeline);
        }
    }

    private RunReport runThere(Pipeline pipeline) {
        try (SparkEngine engine = moving.there()) {
            return run(engine, pipeline);
        }
    }

    private static List<Extent> extents(RunReport report) {
        return report.outcomes().stream()
                .flatMap(outcome -> outcome.result().map(RefreshResult::extent).stream())
                .distinct()
                .toList();
    }

    private DuckDbEngine still() {
        return Engines.open(EngineOptions.at(folder.resolve("still")), Clock.systemUTC());
    }

    private static List<String> rejected(Engine engine) {
        List<String> all = new ArrayList<>();
        engine.forEachRejected(record -> {
            all.add(record.reader() + " " + record.source() + " " + record.kind() + " "
                    + new String(record.record().raw(), StandardCharsets.UTF_8));
            return true;
        });
        return all.stream().sorted().toList();
    }

    private void compare(Pipeline pipeline, DuckDbEngine still, DuckDbEngine engine) {
        for (Dataset dataset : pipeline.datasets()) {
            Rows expected = Engines.rows(still, pipeline, dataset.name(), dataset.schema());
            Rows found = Engines.rows(engine, pipeline, dataset.name(), dataset.schema());
            assertThat(RowsDifference.find(expected, found, List.of()))
                    .as(dataset.name().toString())
                    .isEqualTo(Optional.empty());
        }
        assertThat(rejected(engine)).isEqualTo(rejected(still));
    }

    @Test
    void allTypesMalformedRecordsAndGrowingFilesGoThereAndBack() throws IOException {
        Pipeline pipeline = pipeline();
        try (DuckDbEngine still = still()) {
            add("a.csv", "1,10\n1,x\n2,20\n3,300\nodd");
            run(still, pipeline);
            runHere(pipeline);

            moving.toSpark(pipeline);
            assertThat(extents(runThere(pipeline))).containsExactly(Extent.NOTHING);
            add("a.csv", ",5\n2,7\n9");
            run(still, pipeline);
            RunReport there = runThere(pipeline);
            assertThat(extents(there)).doesNotContain(Extent.WHOLE).contains(Extent.CHANGE);

            moving.toEmbedded(pipeline);
            assertThatThrownBy(() -> runThere(pipeline)).hasMessageContaining("was moved to the state");
            try (DuckDbEngine engine = moving.here()) {
                assertThat(extents(run(engine, pipeline))).containsExactly(Extent.NOTHING);
                compare(pipeline, still, engine);
                add("a.csv", "z,6\n1,1\n");
                run(still, pipeline);
                RunReport back = run(engine, pipeline);
                assertThat(extents(back)).doesNotContain(Extent.WHOLE).contains(Extent.CHANGE);
                compare(pipeline, still, engine);
            }
        }
    }

    private static Movement onItsWay(MovingState moving, MovableState state) {
        return new Movement(Stage.MOVING, moving.warehouse(), state.commit());
    }

    @Test
    void moveThatHasNotArrivedIsTakenBack() throws IOException {
        Pipeline pipeline = pipeline();
        add("a.csv", "1,10\n2,20\n");
        runHere(pipeline);
        try (MovableState state = moving.state();
                WarehouseMove spark = moving.spark()) {
            state.put(onItsWay(moving, state));
            spark.forget(state.identity(), state.commit());
            state.put(new Movement(Stage.HERE, moving.warehouse(), state.commit()));
        }
        assertThat(extents(runHere(pipeline))).containsExactly(Extent.NOTHING);
        moving.toSpark(pipeline);
        try (MovableState state = moving.state();
                WarehouseMove spark = moving.spark()) {
            assertThatThrownBy(() -> spark.forget(state.identity(), state.commit()))
                    .hasMessageContaining("has arrived");
            spark.leave(pipeline, moving.bundle(), moving.embedded(), state.identity(), MovingState.SILENT);
            assertThat(spark.movement().stage()).isEqualTo(Stage.MOVING);
            assertThatThrownBy(() -> spark.forget(state.identity(), state.commit()))
                    .as("it has, though it is about to go on")
                    .hasMessageContaining("has arrived");
            Place elsewhere = new Place(Movement.Engine.EMBEDDED, "/elsewhere");
            assertThatThrownBy(() -> spark.stay(elsewhere)).hasMessageContaining("is on its way to the state");
            spark.stay(moving.embedded());
            assertThatThrownBy(() -> spark.stay(moving.embedded())).hasMessageContaining("There is no move to cancel");
            assertThat(spark.movement()).isEqualTo(new Movement(Stage.HERE, moving.embedded(), state.commit()));
        }
        assertThat(extents(runThere(pipeline))).containsExactly(Extent.NOTHING);
        try (DuckDbEngine engine = moving.here()) {
            engine.separate();
            assertThat(extents(run(engine, pipeline))).containsExactly(Extent.WHOLE);
        }
        try (MovableState state = moving.state();
                WarehouseMove spark = moving.spark()) {
            assertThatThrownBy(() -> spark.leave(
                            pipeline, moving.bundle(), moving.embedded(), state.identity(), MovingState.SILENT))
                    .hasMessageContaining("where another is");
            state.put(onItsWay(moving, state));
            state.write(pipeline, moving.bundle(), MovingState.SILENT);
            assertThatThrownBy(() -> spark.take(pipeline, moving.bundle(), moving.embedded(), MovingState.SILENT))
                    .hasMessageContaining("the state of another project");
        }
    }

    @Test
    void olderCopyOfAStateDoesNotTakeThePlaceOfWhatHasBecomeOfIt() throws IOException {
        Pipeline pipeline = pipeline();
        add("a.csv", "1,10\n2,20\n");
        runHere(pipeline);
        Path state = Path.of(moving.embedded().location());
        byte[] older = Files.readAllBytes(state.resolve(Database.FILE));
        moving.toSpark(pipeline);
        add("a.csv", "3,30\n");
        runThere(pipeline);
        moving.toEmbedded(pipeline);

        byte[] later = Files.readAllBytes(state.resolve(Database.FILE));
        Files.write(state.resolve(Database.FILE), older);
        assertThatThrownBy(() -> moving.toSpark(pipeline))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("has gone on with it");
        Files.write(state.resolve(Database.FILE), later);
        moving.toSpark(pipeline);
        assertThat(extents(runThere(pipeline))).containsExactly(Extent.NOTHING);
    }

    @Test
    void fileThatIsDamagedOnTheWayIsFoundAndNothingIsTaken() throws IOException {
        Pipeline pipeline = pipeline();
        add("a.csv", "1,10\n2,20\n");
        runHere(pipeline);
        Bundle bundle;
        try (MovableState state = moving.state()) {
            state.put(new Movement(Stage.MOVING, moving.warehouse(), state.commit()));
            bundle = state.write(pipeline, moving.bundle(), MovingState.SILENT);
        }
        BundleFile file = bundle.tables().get(0).files().get(0);
        byte[] content = Files.readAllBytes(moving.bundle().path(file.path()));
        content[content.length / 2] ^= 1;
        Files.write(moving.bundle().path(file.path()), content);

        try (WarehouseMove spark = moving.spark()) {
            assertThatThrownBy(() -> spark.take(pipeline, moving.bundle(), moving.embedded(), MovingState.SILENT))
                    .isInstanceOf(LeatException.class)
                    .hasMessageContaining("is not what was written");
            assertThat(spark.movement()).isEqualTo(Movement.NONE);
        }
        assertThatThrownBy(() -> runHere(pipeline)).hasMessageContaining("Finish it with leat move");
        try (MovableState state = moving.state();
                WarehouseMove spark = moving.spark()) {
            state.write(pipeline, moving.bundle(), MovingState.SILENT);
            spark.take(pipeline, moving.bundle(), moving.embedded(), MovingState.SILENT);
            state.put(new Movement(Stage.MOVED, moving.warehouse(), state.commit()));
        }
        assertThatThrownBy(() -> runHere(pipeline)).hasMessageContaining("was moved to the warehouse");
    }
}
