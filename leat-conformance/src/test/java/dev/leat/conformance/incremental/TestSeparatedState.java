package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.MovableState;
import dev.leat.duckdb.store.Database;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.move.Movement;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spark.SparkEngine;
import dev.leat.spark.WarehouseMove;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.Engine;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import dev.leat.testkit.ConservedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left behind of a state that was moved away begins anew, and nothing goes on from it, also where the first refresh never ends. */
final class TestSeparatedState {
    private static final String PROJECT = """
            CREATE TABLE lines (id INT, v INT) USING csv OPTIONS (path '%s');
            CREATE STREAMING TABLE kept AS SELECT * FROM STREAM(lines);
            CREATE MATERIALIZED VIEW counts AS SELECT id, count(*) AS n, sum(v) AS s FROM kept GROUP BY id;
            CREATE SINK files USING csv OPTIONS (path '%s');
            CREATE FLOW writing AS INSERT INTO files BY NAME SELECT id, v FROM STREAM(kept);
            """;

    @TempDir
    private Path folder = Path.of("");

    private MovingState moving = new MovingState(folder);

    @BeforeEach
    void writeProject() throws IOException {
        moving = new MovingState(folder);
        Path lines = Files.createDirectories(folder.resolve("lines"));
        Files.writeString(folder.resolve("p.sql"), PROJECT.formatted(lines, folder.resolve("files")));
    }

    private Pipeline pipeline() {
        return new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(folder.resolve("p.sql"))))
                .require();
    }

    private void add(String text) throws IOException {
        Files.writeString(folder.resolve("lines/a.csv"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static RunReport run(Engine engine, Pipeline pipeline, Basis basis) {
        return new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), CommitTerms.on(basis));
    }

    private static List<Extent> extents(RunReport report) {
        return report.outcomes().stream()
                .flatMap(outcome -> outcome.result().map(RefreshResult::extent).stream())
                .distinct()
                .toList();
    }

    private static List<Diagnostic> problems(RunReport report) {
        return report.outcomes().stream()
                .flatMap(outcome -> outcome.problems().stream())
                .toList();
    }

    private static void runClean(Engine engine, Pipeline pipeline) {
        assertThat(problems(run(engine, pipeline, Basis.EARLIER_RESULTS))).isEmpty();
    }

    /** Begins anew, and computes the first dataset of a commit that is never published. */
    private static void abandon(Engine engine, Pipeline pipeline) {
        try (Commit commit = engine.begin(pipeline, CommitTerms.on(Basis.NOTHING))) {
            assertThat(commit.refresh(pipeline.datasets().get(0)).extent()).isEqualTo(Extent.WHOLE);
        }
    }

    /** The next run, which is a plain one, goes on from nothing; one that computes all anew takes the sink's folder over. */
    private static void requireAnew(Engine engine, Pipeline pipeline) {
        RunReport next = run(engine, pipeline, Basis.EARLIER_RESULTS);
        assertThat(extents(next)).containsExactly(Extent.WHOLE);
        assertThat(problems(next)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.PROJECT);
            assertThat(problem.message())
                    .contains("those of another state of a project", "run with --full-refresh --refresh files");
        });
        RunReport whole = run(engine, pipeline, Basis.NOTHING);
        assertThat(extents(whole)).containsExactly(Extent.WHOLE);
        assertThat(problems(whole)).isEmpty();
        assertThat(extents(run(engine, pipeline, Basis.EARLIER_RESULTS))).containsExactly(Extent.NOTHING);
    }

    private static Rows here(DuckDbEngine engine, Pipeline pipeline, Dataset dataset) {
        return Engines.rows(engine, pipeline, dataset.name(), dataset.schema());
    }

    private static void compare(DuckDbEngine here, SparkEngine there, Pipeline pipeline) {
        for (Dataset dataset : pipeline.datasets()) {
            assertThat(RowsDifference.find(
                            here(here, pipeline, dataset), SparkEngines.rows(there, dataset.name()), List.of()))
                    .as(dataset.name().toString())
                    .isEmpty();
        }
    }

    @Test
    void embeddedCopyGoesOnFromNothing() throws IOException, SQLException {
        Pipeline pipeline = pipeline();
        add("1,10\n1,x\n2,20\n");
        Rows counts;
        try (DuckDbEngine engine = moving.here()) {
            runClean(engine, pipeline);
            counts = here(engine, pipeline, pipeline.datasets().get(1));
        }
        moving.toSpark(pipeline);
        try (SparkEngine engine = moving.there()) {
            runClean(engine, pipeline);
        }
        add("3,30\n");

        try (DuckDbEngine engine = moving.here()) {
            engine.separate();
            abandon(engine, pipeline);
            assertThat(here(engine, pipeline, pipeline.datasets().get(1)))
                    .as("results stay for queries")
                    .isEqualTo(counts);
        }
        ConservedState.require(Path.of(moving.embedded().location()).resolve(Database.FILE));
        try (MovableState state = moving.state();
                WarehouseMove spark = moving.spark()) {
            assertThat(state.movement()).isEqualTo(Movement.NONE);
            assertThat(spark.movement().isHere()).isTrue();
        }
        try (DuckDbEngine engine = moving.here()) {
            requireAnew(engine, pipeline);
            try (SparkEngine other = moving.there()) {
                assertThat(problems(run(other, pipeline, Basis.EARLIER_RESULTS)))
                        .as("its folder was taken over")
                        .hasSize(1);
                compare(engine, other, pipeline);
            }
        }
    }

    @Test
    void copyInTheWarehouseGoesOnFromNothing() throws IOException {
        Pipeline pipeline = pipeline();
        add("1,10\n1,x\n2,20\n");
        try (DuckDbEngine engine = moving.here()) {
            runClean(engine, pipeline);
        }
        moving.toSpark(pipeline);
        try (SparkEngine engine = moving.there()) {
            runClean(engine, pipeline);
        }
        moving.toEmbedded(pipeline);
        add("3,30\n");
        List<Path> tables =
                List.of(folder.resolve("warehouse/leat/moved_counts"), folder.resolve("warehouse/leat/errors"));
        assertThat(tables).allMatch(Files::exists);

        try (SparkEngine engine = moving.there()) {
            engine.separate();
            abandon(engine, pipeline);
            assertThat(engine.datasets()).isEmpty();
        }
        assertThat(tables).noneMatch(Files::exists);
        try (SparkEngine engine = moving.there()) {
            requireAnew(engine, pipeline);
            try (DuckDbEngine other = moving.here()) {
                assertThat(problems(run(other, pipeline, Basis.EARLIER_RESULTS)))
                        .as("its folder was taken over")
                        .hasSize(1);
                compare(other, engine, pipeline);
            }
        }
    }
}
