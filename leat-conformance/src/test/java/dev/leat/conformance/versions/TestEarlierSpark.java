package dev.leat.conformance.versions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cluster.SparkVersion;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.incremental.ClusterSupport;
import dev.leat.pipeline.Pipeline;
import dev.leat.sql.project.CompiledProject;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused where the cluster has Spark 3.5. */
final class TestEarlierSpark {
    @TempDir
    private Path folder = Path.of("");

    private static Pipeline compile(Path project) {
        CompiledProject compiled =
                new ProjectCompiler(new SparkFileReaders()).compile(ProjectTexts.read(ProjectLocation.of(project)));
        assertThat(compiled.diagnostics()).isEmpty();
        return compiled.pipeline().orElseThrow();
    }

    private Pipeline compile(String sql) throws IOException {
        return compile(Files.writeString(folder.resolve("project.sql"), sql));
    }

    private static List<Diagnostic> problems(Pipeline pipeline, SparkVersion version) {
        return ClusterSupport.problems(pipeline, version, name -> true);
    }

    @Test
    void exampleRuns() {
        assertThat(problems(compile(Path.of("..", "examples", "access-log")), SparkVersion.EARLIER))
                .isEmpty();
    }

    @Test
    void functionThatItLacksIsToldWhereItIsWritten() throws IOException {
        Pipeline pipeline = compile("""
                CREATE MATERIALIZED VIEW v AS
                  SELECT dayname(d) AS name, CAST(d AS STRING) AS text FROM VALUES (DATE '2024-02-29') AS days (d);
                """);

        assertThat(problems(pipeline, SparkVersion.COMPILED_FOR)).isEmpty();
        assertThat(problems(pipeline, SparkVersion.EARLIER)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
            assertThat(problem.message())
                    .contains(
                            "The function dayname of DATE in v cannot be computed on Spark 3.5",
                            "run the project on Spark 4.1");
            assertThat(problem.position().orElseThrow().line()).isEqualTo(2);
        });
    }
}
