package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestQueryCommand {
    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project = new ScratchProject(Path.of("target"), "");

    @BeforeEach
    void makeProject() {
        project = new ScratchProject(folder, "CREATE MATERIALIZED VIEW numbers AS SELECT id AS n FROM range(3);\n");
    }

    @Test
    void syntaxErrorIsMarkedInTheQuery() {
        Leat.Ended ended = project.query("SELECT n\nFROM numbers WHERE n = = 1");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("<query>:2:24: error[SYNTAX]: ").endsWith("""
                 2 | FROM numbers WHERE n = = 1
                   |                        ^
                """);
    }

    @Test
    void unknownNameIsMarkedInTheQuery() {
        Leat.Ended ended = project.query("SELECT * FROM numbres");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("""
                <query>:1:15: error[ANALYSIS]: [TABLE_OR_VIEW_NOT_FOUND] There is no table or view numbres; did you mean numbers?
                 1 | SELECT * FROM numbres
                   |               ^^^^^^^
                """);
    }

    @Test
    void mistakesOfTheProjectAreMarkedInItsFiles() {
        project.sql("CREATE MATERIALIZED VIEW a AS SELECT x;\nCREATE MATERIALIZED VIEW b AS SELECT y;\n");
        Leat.Ended ended = project.query("SELECT 1");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains("p.sql:1:38: error[ANALYSIS]: ", " 1 | CREATE MATERIALIZED VIEW a AS SELECT x;")
                .contains("p.sql:2:38: error[ANALYSIS]: ", " 2 | CREATE MATERIALIZED VIEW b AS SELECT y;")
                .endsWith("2 problems\n");
    }

    @Test
    void whatIsNotOneQueryIsRefused() {
        assertRefused(project.query(""), "error[SYNTAX]: There is no query");
        assertRefused(project.query(" ; "), "error[SYNTAX]: There is no query");
        assertRefused(project.query("/* nothing */"), "error[SYNTAX]: There is no query");
        assertRefused(
                project.query("SELECT 1; SELECT 2"),
                "<query>:1:11: error[SYNTAX]: Expected one query, found a second one");
        assertRefused(
                project.query("DROP TABLE numbers"), "error[SYNTAX]: Expected a query (SELECT, WITH, VALUES, FROM)");
        assertThat(project.query("SELECT 1;").exitCode()).isZero();
    }

    @Test
    void queryThatNestsTooDeepHitsALimit() {
        Leat.Ended ended = project.query("SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000));
        assertThat(ended.err()).contains("<query>:1:1: error[").doesNotContain("INTERNAL", "\tat ");
        assertThat(ended.exitCode()).isIn(1, 2);
    }

    @Test
    void longLineIsShownAroundTheMistake() {
        Leat.Ended ended = project.query("SELECT " + "1, ".repeat(1_000) + "nosuch" + ", 1".repeat(1_000));
        List<String> lines = ended.err().lines().toList();
        assertThat(lines.get(0)).startsWith("<query>:1:3008: error[ANALYSIS]: ");
        assertThat(lines.get(1)).hasSizeLessThan(220).contains(" | …", "nosuch").endsWith("…");
        assertThat(lines.get(2).indexOf('^')).isEqualTo(lines.get(1).indexOf("nosuch"));
        assertThat(lines.get(2)).endsWith(" ^^^^^^");
    }

    @Test
    void queryIsReadFromStandardInput() {
        assertThat(withInput("SELECT 'ä' AS x\n".getBytes(StandardCharsets.UTF_8), "--format", "csv"))
                .isEqualTo(new Leat.Ended(0, "x\r\nä\r\n", ""));
        assertRefused(withInput(new byte[0]), "error[SYNTAX]: There is no query");
        assertRefused(
                withInput(new byte[] {'\'', (byte) 0xff, '\''}), "error[USAGE]: The query on standard input is not");
    }

    private Leat.Ended withInput(byte[] input, Object... options) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input));
        try {
            return project.query("-", options);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void resultsThatAreNotThereYetAreNamed() {
        assertRefused(project.query("SELECT * FROM numbers"), "error[PROJECT]: The project has no results yet");
        assertThat(project.run().exitCode()).isZero();
        assertThat(project.rows("SELECT * FROM numbers ORDER BY n")).containsExactly("0", "1", "2");

        project.sql("""
                CREATE MATERIALIZED VIEW numbers AS SELECT id AS n FROM range(3);
                CREATE MATERIALIZED VIEW later AS SELECT n + 1 AS n FROM numbers;
                """);
        assertRefused(project.query("SELECT * FROM later"), "error[PROJECT]: ", "later: it has not been computed yet");
    }

    @Test
    void fileThatCannotBeWrittenIsTheUsersMistake() {
        Path missing = folder.resolve("missing/x.csv");
        for (String format : new String[] {"table", "csv", "json", "parquet"}) {
            assertRefused(
                    project.query("SELECT 1", "--format", format, "--output", missing),
                    "error[USAGE]: Cannot write to " + missing + ": there is no folder " + missing.getParent());
            assertRefused(
                    project.query("SELECT 1", "--format", format, "--output", folder),
                    "error[USAGE]: Cannot write to " + folder + ": it is a folder");
        }
        assertRefused(project.query("SELECT 1", "--output", "/"), "error[USAGE]: Cannot write to /: it is a folder");
    }

    @Test
    void fileStaysAsItWasWhenTheQueryFails() throws IOException {
        Path file = project.file("out.csv", "before");
        Leat.Ended ended = project.query("SELECT 1 / (id - 2) FROM range(3)", "--output", file, "--format", "csv");
        assertRefused(ended, "<query>:1:8: error[RUNTIME]: [DIVIDE_BY_ZERO]");
        assertThat(file).hasContent("before");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(found -> found.getFileName().toString()))
                    .containsExactlyInAnyOrder("p.sql", "out.csv");
        }
    }

    @Test
    void wrongOptionsAreNamedWithWhatIsKnown() {
        assertRefused(project.query("SELECT 1", "--format", "xml"), "expected one of [table, csv, json, parquet]");
        assertRefused(project.query("SELECT 1", "--format", "parquet"), "error[USAGE]: A Parquet result needs a file");
        assertRefused(project.query("SELECT 1", "--ouput", "x"), "Unknown options: '--ouput'", "--output");
        assertRefused(Leat.run("query", project.path()), "Missing required parameter: 'SQL'");
    }

    private static void assertRefused(Leat.Ended ended, String... parts) {
        assertThat(ended.err()).contains(parts).doesNotContain("\tat ");
        assertThat(ended.out()).isEmpty();
        assertThat(ended.exitCode()).isEqualTo(2);
    }
}
