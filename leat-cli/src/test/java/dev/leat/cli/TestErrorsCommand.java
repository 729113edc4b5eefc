package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records that were not accepted are kept with their reason and place, as long as they belong to the results. */
final class TestErrorsCommand {
    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project;

    @BeforeEach
    void firstRun() {
        project = new ScratchProject(folder, """
                CREATE TABLE log (id INT, word STRING) USING json OPTIONS (path 'in');
                CREATE STREAMING TABLE events AS SELECT id, word FROM STREAM(log);
                CREATE MATERIALIZED VIEW words AS
                SELECT a.word, count(*) AS n FROM log AS a JOIN log AS b ON a.id = b.id GROUP BY a.word;
                """);
        project.file("in/a.json", "{\"id\": 1, \"word\": \"one\"}\n{\"id\": \n{\"id\": 2, \"word\": \"two\"}\n");
        assertThat(project.run().exitCode()).isZero();
    }

    private List<String> errors(String... arguments) {
        Leat.Ended ended = Leat.run(all(arguments));
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        return ended.out()
                .lines()
                .skip(1)
                .map(line -> line.replace(folder.toString(), ""))
                .toList();
    }

    private Object[] all(String... arguments) {
        Object[] all = new Object[arguments.length + 4];
        all[0] = "errors";
        all[1] = project.path();
        all[2] = "--format";
        all[3] = "csv";
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return all;
    }

    @Test
    void eachReaderHasEachRecordOnce() {
        List<String> errors = errors();
        assertThat(errors).hasSize(2);
        assertThat(errors.get(0)).startsWith("1,events,log,malformed,").endsWith("/in/a.json,25,\"{\"\"id\"\": \"");
        assertThat(errors("words")).hasSize(1);
        assertThat(errors("log")).hasSize(2);
        assertThat(errors("events", "words")).hasSize(2);
        assertThat(errors("--limit", "1")).hasSize(1);
        assertThat(errors("--limit", "0")).isEmpty();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Leat.Ended unknown = Leat.run("errors", project.path(), "wrods");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("The project has no source, dataset or flow wrods; did you mean words?");
        Leat.Ended negative = Leat.run("errors", project.path(), "--limit", "-1");
        assertThat(negative.exitCode()).isEqualTo(2);
        assertThat(negative.err()).contains("--limit is not negative");
    }

    @Test
    void recordsOfNewFilesAreAddedAndThoseOfFilesThatAreGoneStayWithTheStream() throws IOException {
        project.file("in/b.json", "what\n");
        assertThat(project.run().exitCode()).isZero();
        assertThat(errors("events")).hasSize(2);
        assertThat(errors("words")).hasSize(2);
        Files.delete(folder.resolve("in/a.json"));
        assertThat(project.run().exitCode()).isZero();
        assertThat(errors("events")).hasSize(2);
        assertThat(errors("words")).hasSize(1);
    }

    @Test
    void lineThatIsCompletedIsMalformedNoMore() throws IOException {
        Path file = folder.resolve("in/a.json");
        Files.writeString(file, "{\"id\": 3, \"wo", StandardOpenOption.APPEND);
        assertThat(project.run().exitCode()).isZero();
        assertThat(errors("events")).hasSize(2);
        Files.writeString(file, "rd\": \"three\"}\n", StandardOpenOption.APPEND);
        assertThat(project.run().exitCode()).isZero();
        assertThat(errors("events")).hasSize(1);
        assertThat(project.rows("SELECT word FROM events WHERE id = 3")).containsExactly("three");
    }

    @Test
    void jsonHasAnObjectForEach() {
        Leat.Ended ended = Leat.run("errors", project.path(), "--format", "json", "events");
        assertThat(ended.out().strip())
                .startsWith("{\"commit\":1,\"reader\":\"events\",\"source\":\"log\",\"kind\":\"malformed\"")
                .endsWith("\"position\":25,\"raw\":\"{\\\"id\\\": \"}");
    }

    @Test
    void namesAreThoseThatTheUserWrote() {
        String path = folder.resolve("In/Odd.json").toString();
        project.file("In/Odd.json", "{\"id\": 1}\nwhat\n");
        project.sql("CREATE TABLE Log (id INT) USING json OPTIONS (path 'In');\n"
                + "CREATE MATERIALIZED VIEW Events AS SELECT id FROM Log;\n"
                + "CREATE MATERIALIZED VIEW Named AS SELECT id FROM json.`" + path + "`;\n");
        Leat.Ended run = project.run();
        assertThat(run.out()).contains("\nLog ", "\njson.`" + path + "` ");
        assertThat(errors("events", "named"))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("2,Events,Log,"))
                .anyMatch(line -> line.startsWith("2,Named,json.`/In/Odd.json`,"));
        assertThat(errors("json.`" + path + "`")).hasSize(1);
        assertThat(Leat.run("status", project.path()).out())
                .containsPattern("\nLog +Events ")
                .contains("\njson.`" + path + "`  Named ");
    }

    @Test
    void namesOfABrokenProjectAreThoseOfItsResults() {
        project.sql("CREATE MATERIALIZED VIEW words AS SELECT");
        assertThat(errors("words")).hasSize(1);
        assertThat(errors().get(0)).startsWith("1,events,log,");
    }

    @Test
    void projectWithoutResultsIsToldToRun() {
        Leat.Ended ended = Leat.run("errors", project.path(), "--state", folder.resolve("none"));
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("run it first");
    }
}
