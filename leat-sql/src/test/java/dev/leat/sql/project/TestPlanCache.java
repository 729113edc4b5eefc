package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestPlanCache {
    private static final String BUILD = "leat 1";

    @TempDir
    private Path folder;

    private Path definitions;
    private PlanCache cache;

    @BeforeEach
    void writeProject() throws IOException {
        Files.createDirectories(folder.resolve("data/day=1"));
        Files.writeString(folder.resolve("data/day=1/a.csv"), "1,x\n2,y\n");
        Files.writeString(folder.resolve("inferred.json"), "{\"a\": 1}\n");
        Files.writeString(folder.resolve("spark-pipeline.yml"), """
                name: cached
                libraries:
                  - glob:
                      include: sql/**
                """);
        definitions = Files.createDirectories(folder.resolve("sql")).resolve("a.sql");
        Files.writeString(definitions, """
                CREATE TABLE t (id INT, name STRING) USING csv OPTIONS (path 'data');
                CREATE MATERIALIZED VIEW v AS SELECT soundex(name) AS s, day FROM t;
                CREATE MATERIALIZED VIEW w AS SELECT a FROM json.`inferred.json`;
                """);
        cache = new PlanCache(folder.resolve("plans"), BUILD);
    }

    @Test
    void unchangedProjectIsFoundAsItWasCompiled() {
        Pipeline compiled = keep();
        assertThat(cache.find(texts())).contains(compiled);
        assertThat(new PlanCache(folder.resolve("plans"), "leat 2").find(texts()))
                .as("for another compiler")
                .isEmpty();
    }

    @Test
    void queryIsKeptBesideTheProject() {
        Pipeline compiled = keep();
        assertThat(cache.find(texts(), "SELECT 1")).isEmpty();
        cache.put(texts(), "SELECT 1", compiled);
        assertThat(cache.find(texts(), "SELECT 1")).contains(compiled);
        assertThat(cache.find(texts(), "SELECT 2")).isEmpty();
    }

    @Test
    void changedOrNewDefinitionIsCompiledAgain() throws IOException {
        keep();
        Files.writeString(definitions, Files.readString(definitions) + "\n");
        assertThat(cache.find(texts())).isEmpty();
        keep();
        Files.writeString(folder.resolve("sql/b.sql"), "CREATE MATERIALIZED VIEW x AS SELECT 1 AS one;");
        assertThat(cache.find(texts())).isEmpty();
        keep();
        Files.writeString(
                folder.resolve("spark-pipeline.yml"),
                Files.readString(folder.resolve("spark-pipeline.yml")) + "database: other\n");
        assertThat(cache.find(texts())).isEmpty();
    }

    @Test
    void moreRowsOfDeclaredColumnsChangeNothing() throws IOException {
        Pipeline compiled = keep();
        Files.writeString(folder.resolve("data/day=1/b.csv"), "3,z\n");
        assertThat(cache.find(texts())).contains(compiled);
    }

    @Test
    void partitionFolderMayChangeTheTypeOfItsColumn() throws IOException {
        keep();
        Files.createDirectories(folder.resolve("data/day=last"));
        Files.writeString(folder.resolve("data/day=last/a.csv"), "4,z\n");
        assertThat(cache.find(texts())).isEmpty();
        assertThat(keep().sources().get(0).schema().get(2).type().sql()).isEqualTo("STRING");
    }

    @Test
    void changedFileOfAnInferredSchemaIsReadAgain() throws IOException {
        keep();
        Files.writeString(folder.resolve("inferred.json"), "{\"a\": \"text\"}\n");
        assertThat(cache.find(texts())).isEmpty();
    }

    @Test
    void missingSourceIsLeftToTheCompilerToReport() throws IOException {
        keep();
        Files.delete(folder.resolve("inferred.json"));
        assertThat(cache.find(texts())).isEmpty();
    }

    @Test
    void damagedDocumentIsAsGoodAsNone() throws IOException {
        Pipeline compiled = keep();
        Path document = documents().get(0);
        String whole = Files.readString(document);
        for (int length : List.of(0, 1, 70, whole.length() / 2, whole.length() - 2)) {
            Files.writeString(document, whole.substring(0, length));
            assertThat(cache.find(texts())).as("cut to %s characters", length).isEmpty();
        }
        Files.writeString(document, whole.replace("soundex", "reverse"));
        assertThat(cache.find(texts())).as("with another function").isEmpty();
        cache.put(texts(), compiled);
        assertThat(cache.find(texts())).contains(compiled);
    }

    @Test
    void oldDocumentsAreDropped() throws IOException {
        Pipeline compiled = keep();
        for (int i = 0; i < 100; i++) {
            cache.put(texts(), "SELECT " + i, compiled);
        }
        assertThat(documents()).hasSizeLessThanOrEqualTo(64);
        assertThat(cache.find(texts(), "SELECT 99")).contains(compiled);
    }

    @Test
    void folderThatCannotBeMadeIsNoProblem() throws IOException {
        Files.writeString(folder.resolve("plans"), "a file");
        keep();
        assertThat(cache.find(texts())).isEmpty();
    }

    private Pipeline keep() {
        Pipeline compiled =
                new ProjectCompiler(new SparkFileReaders()).compile(texts()).require();
        cache.put(texts(), compiled);
        return compiled;
    }

    private ProjectTexts texts() {
        return ProjectTexts.read(ProjectLocation.of(folder));
    }

    private List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("plans"))) {
            return files.sorted().toList();
        }
    }
}
