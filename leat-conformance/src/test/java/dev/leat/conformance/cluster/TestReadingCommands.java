package dev.leat.conformance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.testkit.cluster.SparkHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Commands that read results print the same of a warehouse as of a state of the embedded engine. */
@Tag("cluster")
@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestReadingCommands {
    private static final Duration MAX = Duration.ofMinutes(3);

    private static final String SQL = """
            CREATE TABLE lines (id INT, k STRING, x DOUBLE, at TIMESTAMP) USING json OPTIONS (path '$FOLDER/in');
            CREATE STREAMING TABLE kept (CONSTRAINT positive EXPECT (x >= 0) ON VIOLATION QUARANTINE)
              AS SELECT * FROM STREAM(lines);
            CREATE STREAMING TABLE per_minute AS SELECT window.start AS minute, count(*) AS n
              FROM STREAM(lines) WATERMARK at DELAY OF INTERVAL 1 MINUTE GROUP BY window(at, '1 minute');
            CREATE MATERIALIZED VIEW per_key AS SELECT k, count(*) AS n, sum(x) AS total FROM kept GROUP BY k;
            CREATE SINK files USING csv OPTIONS (path '$FOLDER/$OUT');
            CREATE FLOW f AS INSERT INTO files BY NAME SELECT id, k FROM STREAM(kept);
            """;

    private static final String TYPES = """
            SELECT id, k, x, CAST(x AS DECIMAL(20, 3)) AS d, at, CAST(at AS TIMESTAMP_NTZ) AS local, CAST(k AS BINARY) AS b, array(x, NULL) AS l,
              map('k', x) AS m, named_struct('a', id, 'b', k) AS s, at - TIMESTAMP'2024-01-01 00:00:00' AS since, NULL AS nothing
            FROM kept ORDER BY id""";

    @TempDir
    private Path scratch = Path.of("");

    private final List<LeatProcess> started = new ArrayList<>();
    private SparkHome spark = new SparkHome(scratch);
    private String jars = "";
    private int commands;

    @BeforeEach
    void makeProjects() throws IOException {
        spark = SparkHome.spark4(scratch.resolve("spark"));
        jars = ApplicationJars.make(scratch);
        Files.createDirectories(scratch.resolve("in"));
        write("a.json", """
                {"id":1,"k":"a","x":1.5,"at":"2024-01-01T10:00:00Z"}
                {"id":2,"k":"b","x":-1,"at":"2024-01-01T10:02:01.000001Z"}
                {"id":"none", broken
                {"id":3,"k":"a","x":2.25,"at":"2024-01-01T10:05:00Z"}
                {"id":4,"k":"ü,\\"q\\"\\nz","x":0,"at":"2024-01-01T10:04:30Z"}
                """);
        for (String name : List.of("embedded", "spark")) {
            Path project = Files.createDirectories(scratch.resolve(name));
            Files.writeString(
                    project.resolve("p.sql"),
                    SQL.replace("$FOLDER", scratch.toString()).replace("$OUT", "out-" + name));
            Files.writeString(project.resolve("spark-pipeline.yml"), """
                    name: p
                    libraries:
                      - glob:
                          include: p.sql
                    configuration:
                      leat.engine: %s
                      leat.master: local[2]
                    """.formatted(name));
        }
    }

    @AfterEach
    void end() {
        started.stream().filter(LeatProcess::isAlive).forEach(process -> {
            process.driver().ifPresent(ProcessHandle::destroyForcibly);
            process.kill();
            process.await(MAX);
        });
        spark.close();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(scratch.resolve("in").resolve(name), text);
    }

    private LeatProcess start(String... arguments) {
        Path output = scratch.resolve("output-" + commands++ + ".txt");
        LeatProcess process =
                LeatProcess.start(jars, Map.of("SPARK_HOME", spark.folder().toString()), output, List.of(arguments));
        started.add(process);
        return process;
    }

    /** What a command prints, after its exit code. */
    private String leat(String command, String project, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(command, scratch.resolve(project).toString()));
        arguments.addAll(List.of(more));
        LeatProcess process = start(arguments.toArray(String[]::new));
        int code = process.await(MAX);
        return code + "\n" + process.output().replace("\r\n", "\n");
    }

    private void same(String command, String... more) {
        String expected = leat(command, "embedded", more);
        assertThat(leat(command, "spark", more))
                .as(command + " " + List.of(more))
                .isEqualTo(expected);
    }

    private void runBoth() {
        assertThat(leat("run", "embedded", "--quiet")).startsWith("0");
        assertThat(leat("run", "spark", "--quiet")).startsWith("0");
    }

    @Test
    void commandsPrintWhatTheyPrintOfTheEmbeddedEngine() throws IOException {
        runBoth();
        write("b.json", "{\"id\":5,\"k\":\"c\",\"x\":7,\"at\":\"2024-01-01T09:00:00Z\"}\n");
        same("plan");
        runBoth();

        same("query", TYPES);
        same("query", TYPES, "--format", "json");
        same(
                "query",
                "SELECT * FROM kept_quarantine UNION ALL SELECT *, NULL FROM lines ORDER BY 1, 2, 3, 4, 5",
                "--format",
                "csv");
        assertThat(withoutTimes(leat("datasets", "spark"))).isEqualTo(withoutTimes(leat("datasets", "embedded")));
        assertThat(status(leat("status", "spark", "--json"))).isEqualTo(status(leat("status", "embedded", "--json")));
        assertThat(known(leat("errors", "spark", "--format", "json")))
                .isEqualTo(known(leat("errors", "embedded", "--format", "json")));
    }

    private static String withoutTimes(String datasets) {
        return datasets.replaceAll("[0-9-]+T[0-9:]+Z", "TIME");
    }

    /** What of the status does not depend on when, and by how many entries, it was written. */
    private static JsonNode status(String printed) throws IOException {
        assertThat(printed).startsWith("0\n");
        ObjectNode status = (ObjectNode) new ObjectMapper().readTree(printed.substring(2));
        assertThat(status.path("commits").asLong())
                .isEqualTo(status.path("last_commit").path("number").asLong());
        assertThat(status.path("last_commit").path("milliseconds").asLong()).isPositive();
        assertThat(status.path("state_bytes").asLong()).isPositive();
        status.remove(List.of("commits", "last_commit", "state_bytes"));
        for (JsonNode dataset : status.path("datasets")) {
            ((ObjectNode) dataset).remove("changed_in_commit");
            if (dataset.path("name").asText().equals("per_minute")) {
                // What is closed stays in a log until that is summed up.
                ((ObjectNode) dataset).remove("state_rows");
            }
        }
        return status;
    }

    /** What of the errors a warehouse knows, in some order that is always the same. */
    private static List<String> known(String errors) throws IOException {
        assertThat(errors).startsWith("0\n");
        List<String> all = new ArrayList<>();
        for (String line : errors.substring(2).lines().toList()) {
            JsonNode record = new ObjectMapper().readTree(line);
            all.add(record.path("reader").asText() + " " + record.path("source").asText() + " "
                    + record.path("kind").asText() + " "
                    // A late row as JSON: times have six digits on Spark.
                    + record.path("raw").asText().replace(".000000", ""));
        }
        all.sort(String::compareTo);
        return all;
    }

    @Test
    void resultsAreReadBesideARunThatWrites() throws IOException {
        LeatProcess watch = start("run", scratch.resolve("spark").toString(), "--watch", "--interval", "100");
        watch.await("it commits", () -> watch.output().contains("commit ") || !watch.isAlive(), MAX);
        assertThat(watch.output()).contains("commit ");
        for (int file = 0; file < 3; file++) {
            write(
                    "more" + file + ".json",
                    "{\"id\":1" + file + ",\"k\":\"w\",\"x\":1,\"at\":\"2024-01-01T10:06:00Z\"}\n");
            String answer = leat(
                    "query",
                    "spark",
                    "SELECT (SELECT count(*) FROM kept) = (SELECT sum(n) FROM per_key) AS fits, count(*) > 2 AS has FROM kept",
                    "--format",
                    "csv");
            assertThat(answer).isEqualTo("0\nfits,has\ntrue,true\n");
        }
        assertThat(leat("status", "spark")).startsWith("0\ncommit ");
        assertThat(watch.isAlive()).as(watch.output()).isTrue();
        assertThat(watch.output()).doesNotContain("error");
    }

    @Test
    void whatIsWrongIsToldAsOnTheEmbeddedEngine() throws IOException {
        String none = leat("status", "spark");
        assertThat(none)
                .startsWith("2\nerror[PROJECT]: The project has no results yet (there are none in file:")
                .contains("run it first: leat run " + scratch.resolve("spark") + " --engine spark");
        assertThat(leat("errors", "spark").lines().skip(1))
                .isEqualTo(none.lines().skip(1).toList());
        assertThat(scratch.resolve("spark/.leat/warehouse")).doesNotExist();
        same("query", "SELECT count(*) AS n FROM lines", "--format", "json");

        runBoth();
        same("query", "SELECT * FROM kep");
        same("query", "SELECT\n  1 / (id - id) AS x\nFROM kept");
        same("errors", "kep");
        assertThat(leat("status", "embedded", "--master", "local[2]"))
                .isEqualTo("2\nerror[USAGE]: --master means something with --engine spark only\n");
        assertThat(leat("status", "spark", "--warehouse", "s3://bucket/w"))
                .startsWith("2\nerror[NOT_SUPPORTED]: A warehouse cannot be at s3://bucket/w");
        assertThat(leat("query", "spark", "SELECT * FROM kept", "--warehouse", "hdfs://127.0.0.1:1/w"))
                .contains("error[IO]: Cannot list hdfs://127.0.0.1:1/w/leat_commits: ")
                .doesNotContain("\tat ")
                .startsWith("1\n");

        // A project that does not compile is asked for what it has.
        Files.writeString(scratch.resolve("spark/broken.sql"), "CREATE MATERIALIZED VIEW");
        Files.writeString(
                scratch.resolve("spark/spark-pipeline.yml"),
                Files.readString(scratch.resolve("spark/spark-pipeline.yml"))
                        .replace("include: p.sql", "include: '*.sql'"));
        assertThat(leat("query", "spark", "SELECT count(*) AS n FROM kept", "--format", "csv"))
                .isEqualTo("0\nn\n3\n");
    }
}
