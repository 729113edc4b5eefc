package dev.leat.conformance.tpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.architecture.Repository;
import dev.leat.conformance.command.CommandRun;
import dev.leat.conformance.oracle.EngineValues;
import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Pipeline;
import dev.leat.spi.Engine;
import dev.leat.spi.QueryResult;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.project.QueryCompiler;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views of examples/tpch, worded in another way than the benchmark's queries, hold the same rows. */
final class TestTpchExample {
    private static final Repository REPOSITORY = Repository.open();

    @TempDir
    private Path project;

    @Test
    void viewsHoldTheAnswers() throws IOException {
        for (Path file : REPOSITORY.files("")) {
            Path example = Path.of("examples/tpch");
            if (file.startsWith(example)) {
                Path copy = project.resolve(example.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(REPOSITORY.root().resolve(file), copy);
            }
        }
        TpchFiles.main(new String[] {project.resolve("data").toString(), "0.01"});
        CommandRun run = CommandRun.of("run", project.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();

        assertThat(differences()).isEmpty();
    }

    private List<String> differences() throws IOException {
        SparkFileReaders readers = new SparkFileReaders();
        Pipeline pipeline = new ProjectCompiler(readers)
                .compile(ProjectTexts.read(ProjectLocation.of(project)))
                .require();
        QueryCompiler compiler = new QueryCompiler(pipeline, project, readers);
        Map<String, Rows> answers = TestTpcAnswers.golden("tpch.txt");
        List<String> views = pipeline.datasets().stream()
                .map(dataset -> dataset.name().simpleName())
                .filter(name -> name.matches("q\\d\\d_.*"))
                .toList();
        assertThat(views).hasSize(22);
        List<String> differences = new ArrayList<>();
        try (Engine engine = DuckDbEngine.open(
                EngineOptions.at(project.resolve(".leat")),
                new DuckDbEngine.Code(
                        new SparkEvaluatorFactory(), readers, Clock.systemUTC(), FunctionTable.STANDARD))) {
            for (String view : views) {
                Rows found;
                try (QueryResult result = engine.query(
                        pipeline, compiler.compile("SELECT * FROM " + view).plan())) {
                    found = EngineValues.read(result);
                }
                String number = view.substring(1, 3);
                Rows expected = Objects.requireNonNull(answers.get("q" + Integer.parseInt(number)));
                RowsDifference.find(expected, named(found, expected), List.of())
                        .ifPresent(text -> differences.add(view + ": " + text));
                Path published = TestTpcAnswers.PUBLISHED.resolve("q" + number + ".csv");
                if (Files.exists(published) && PublishedAnswers.isComparable("q" + Integer.parseInt(number))) {
                    PublishedAnswers.difference(found, Files.readAllLines(published))
                            .ifPresent(text -> differences.add(view + ", published: " + text));
                }
            }
        }
        return differences;
    }

    /** Names and types of some columns are others in the example; their values are the same. */
    private static Rows named(Rows found, Rows expected) {
        return new Rows(expected.names(), expected.types(), found.rows());
    }
}
