package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.sink.FolderSink;
import dev.leat.spark.SparkEngine;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.Engine;
import dev.leat.spi.Outcome;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flows of streams with watermarks into sinks: after each commit both engines have given them the same files, and have counted and kept the same
 * records. Such a flow stores nothing, so that no row is late for it.
 */
final class TestTimedSinksOfBothEngines {
    private static final String SOURCES = """
            CREATE TABLE ev (t TIMESTAMP, k STRING, v INT) USING csv OPTIONS (path '$IN/ev', idleTimeout 'never');
            CREATE TABLE others (t TIMESTAMP, k STRING, v INT) USING csv OPTIONS (path '$IN/others', idleTimeout 'never');
            """;

    /** Rows as they come, groups, and pairs. */
    private static final String FLOWS = """
            CREATE SINK added USING csv OPTIONS (path '$OUT/added');
            CREATE FLOW adding AS INSERT INTO added BY NAME
              SELECT t, k, v FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES WHERE v > 1;
            CREATE SINK windows USING csv OPTIONS (path '$OUT/windows');
            CREATE FLOW counting AS INSERT INTO windows BY NAME
              SELECT window.start AS s, k, count(*) AS n, sum(v) AS v
              FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES GROUP BY window(t, '1 hour'), k;
            CREATE SINK pairs USING csv OPTIONS (path '$OUT/pairs');
            CREATE FLOW pairing AS INSERT INTO pairs BY NAME
              SELECT a.k, a.v AS v, b.v AS w
              FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES AS a
              JOIN STREAM others WATERMARK t DELAY OF INTERVAL 10 MINUTES AS b
              ON a.k = b.k AND b.t >= a.t - INTERVAL 1 HOUR AND b.t <= a.t + INTERVAL 1 HOUR;
            """;

    private static final String FURTHER_FLOWS = """
            CREATE STREAMING TABLE kept AS SELECT * FROM STREAM(ev) WHERE v > 0;
            CREATE SINK sessions USING json OPTIONS (path '$OUT/sessions');
            CREATE FLOW watching AS INSERT INTO sessions BY NAME
              SELECT session_window AS s, k, max(v) AS v
              FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES GROUP BY session_window(t, '20 minutes'), k;
            CREATE SINK found USING csv OPTIONS (path '$OUT/found');
            CREATE FLOW finding AS INSERT INTO found BY NAME
              SELECT a.k, a.v AS v, b.v AS w
              FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES AS a
              LEFT JOIN STREAM others WATERMARK t DELAY OF INTERVAL 10 MINUTES AS b
              ON a.k = b.k AND b.t >= a.t - INTERVAL 1 HOUR AND b.t <= a.t + INTERVAL 1 HOUR;
            CREATE SINK firsts USING csv OPTIONS (path '$OUT/firsts');
            CREATE FLOW telling AS INSERT INTO firsts BY NAME
              SELECT DISTINCT t, k FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES;
            CREATE SINK both USING csv OPTIONS (path '$OUT/both');
            CREATE FLOW of_table AS INSERT INTO both BY NAME
              SELECT window.start AS t, sum(v) AS v
              FROM STREAM kept WATERMARK t DELAY OF INTERVAL 10 MINUTES GROUP BY window(t, '1 hour');
            CREATE FLOW of_source AS INSERT INTO both BY NAME
              SELECT t, v FROM STREAM others WATERMARK t DELAY OF INTERVAL 10 MINUTES;
            """;

    private static final List<String> ENGINES = List.of("embedded", "spark");

    /** Those whose flows would have to store rows. */
    private static final String[] REPLACED = {"windows", "sessions", "found", "firsts"};

    private static final int MANY_ROWS = 10_000;

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, String> identities = new TreeMap<>();
    private Optional<DuckDbEngine> embedded = Optional.empty();
    private Optional<SparkEngine> cluster = Optional.empty();

    /** The same statements, whose sinks are other folders on each engine. */
    private record Project(Pipeline onOne, Pipeline onMany) {}

    @BeforeEach
    void begin() throws IOException {
        Files.createDirectories(folder.resolve("in/ev"));
        add("others/a.csv", "10:05,a,10", "11:30,b,20");
        add("ev/a.csv", "10:00,a,1", "10:30,b,2", "10:31,b,5", "12:00,a,3");
        open(MANY_ROWS);
    }

    @AfterEach
    void end() {
        embedded.ifPresent(DuckDbEngine::close);
        cluster.ifPresent(SparkEngine::close);
        embedded = Optional.empty();
        cluster = Optional.empty();
    }

    /** Opens both engines, of which the cluster's takes other ways where a change has more rows than some. */
    private void open(int driverRows) {
        embedded = Optional.of(Engines.open(EngineOptions.at(folder.resolve("state")), Clock.systemUTC()));
        cluster = Optional.of(SparkEngines.open(folder.resolve("warehouse"), new SparkEngine.Limits(driverRows, 0)));
    }

    private void restart(int driverRows) {
        end();
        open(driverRows);
    }

    private Path out(String engine, String sink) {
        return folder.resolve("out-" + engine).resolve(sink);
    }

    private Project project(String flows) throws IOException {
        return new Project(compile("embedded", flows), compile("spark", flows));
    }

    private Pipeline compile(String engine, String flows) throws IOException {
        Path file = folder.resolve(engine + ".sql");
        Files.writeString(
                file,
                (SOURCES + flows)
                        .replace("$IN", folder.resolve("in").toString())
                        .replace("$OUT", folder.resolve("out-" + engine).toString()));
        return new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(file)))
                .require();
    }

    /** Adds lines, each as a time and the rest, to a file. */
    private void add(String name, String... lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line.startsWith(",") ? "" : "2026-01-01 ").append(line).append('\n');
        }
        append(name, text.toString());
    }

    private void append(String name, String text) throws IOException {
        Path file = folder.resolve("in").resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static RunReport run(Engine engine, Pipeline pipeline, Basis basis) {
        return new PipelineRunner(engine, RunListener.SILENT)
                .runIfChanged(pipeline, Selection.all(), CommitTerms.on(basis));
    }

    private Map<String, String> commit(Project project) throws IOException {
        return commit(project, Basis.EARLIER_RESULTS);
    }

    /** A commit of both, after which all must be the same; what it did with each sink. */
    private Map<String, String> commit(Project project, Basis basis) throws IOException {
        Engine one = embedded.orElseThrow();
        Engine many = cluster.orElseThrow();
        assertThat(plans(many, project.onMany())).isEqualTo(plans(one, project.onOne()));
        Map<String, String> expected = outcomes(run(one, project.onOne(), basis));
        assertThat(outcomes(run(many, project.onMany(), basis))).isEqualTo(expected);
        assertThat(errors(many)).isEqualTo(errors(one));
        for (Sink sink : project.onOne().sinks()) {
            String name = sink.name().simpleName();
            assertThat(SinkFolders.texts(out("spark", name)))
                    .as(name)
                    .isEqualTo(SinkFolders.texts(out("embedded", name)));
        }
        return expected;
    }

    /** What would be done with sinks; of datasets the engines give other reasons. */
    private static List<String> plans(Engine engine, Pipeline pipeline) {
        return engine.plan(pipeline).stream()
                .filter(planned ->
                        pipeline.sinks().stream().anyMatch(sink -> sink.name().equals(planned.name())))
                .map(planned -> withoutFolder(planned.toString()))
                .toList();
    }

    private static Map<String, String> outcomes(RunReport report) {
        Map<String, String> all = new TreeMap<>();
        for (Outcome outcome : report.outcomes()) {
            all.put(
                    outcome.name().simpleName(),
                    outcome.status() + " "
                            + outcome.problems().stream()
                                    .map(TestTimedSinksOfBothEngines::text)
                                    .toList()
                            + outcome.result()
                                    .map(result -> " " + result.extent() + " " + result.rowsOut() + " "
                                            + result.rowsOfDatasets() + " " + fates(result))
                                    .orElse(""));
        }
        return all;
    }

    /** Which step of writing has failed is told by its engine's own words. */
    private static String text(Diagnostic problem) {
        String reason = problem.message().replaceAll("^Cannot .*?: ", "");
        return problem.code() + " " + withoutFolder(reason);
    }

    private static String withoutFolder(String text) {
        return text.replaceAll("\\S+out-\\w+", "out");
    }

    private static List<String> fates(RefreshResult result) {
        return result.reads().entrySet().stream()
                .map(read ->
                        read.getKey().replace("`", "") + " " + read.getValue().fates())
                .sorted()
                .toList();
    }

    private static List<String> errors(Engine engine) {
        List<String> errors = new ArrayList<>();
        engine.forEachRejected(record -> {
            errors.add(record.kind() + " " + record.reader().replace("`", "") + " "
                    + record.source().replace("`", "") + " "
                    + new String(record.record().raw(), StandardCharsets.UTF_8));
            return true;
        });
        return errors.stream().sorted().toList();
    }

    private static void assertExtent(Map<String, String> outcomes, Extent extent, String... sinks) {
        assertThat(sinks)
                .allSatisfy(sink -> assertThat(outcomes.get(sink)).as(sink).startsWith("REFRESHED [] " + extent + " "));
    }

    private List<String> rows(String sink) throws IOException {
        return SinkFolders.texts(out("spark", sink)).stream()
                .flatMap(List::stream)
                .sorted()
                .toList();
    }

    private void assertSinkOf(String sink, String... rows) throws IOException {
        assertThat(rows(sink)).as(sink).containsExactly(rows);
    }

    @Test
    void lateRowsReachSinksAndGroupsAreReplaced() throws IOException {
        Project project = project(FLOWS + FURTHER_FLOWS);
        assertExtent(commit(project), Extent.WHOLE, REPLACED);
        add("ev/a.csv", "09:00,a,30", "13:00,b,7", ",b,bad");
        add("others/a.csv", "09:10,a,40");
        Map<String, String> second = commit(project);
        assertExtent(second, Extent.WHOLE, REPLACED);
        assertExtent(second, Extent.CHANGE, "added", "pairs");
        assertThat(rows("windows")).contains("2026-01-01T09:00:00.000Z,a,1,30", "2026-01-01T13:00:00.000Z,b,1,7");
        assertSinkOf("pairs", "a,1,10", "a,1,40", "a,30,40", "b,2,20", "b,5,20");
        assertThat(rows("found")).contains("a,30,40", "a,3,").doesNotContain("a,30,");
        assertThat(errors(cluster.orElseThrow())).hasSize(6).noneMatch(error -> error.startsWith("late"));
        assertExtent(
                commit(project), Extent.NOTHING, "added", "windows", "sessions", "pairs", "found", "firsts", "both");
        restart(0);
        add("ev/b.csv", "08:00,a,9", "14:00,a,8");
        assertExtent(commit(project), Extent.CHANGE, "added", "pairs");
        assertThat(rows("windows")).contains("2026-01-01T08:00:00.000Z,a,1,9");
        restart(1);
        add("others/b.csv", "14:30,a,11");
        Map<String, String> fourth = commit(project);
        assertExtent(fourth, Extent.WHOLE, "found");
        assertExtent(fourth, Extent.NOTHING, "windows", "added");
        assertThat(rows("pairs")).contains("a,8,11");
    }

    @Test
    void recordThatIsTakenBackIsTakenFromSinksToo() throws IOException {
        Project project = project(FLOWS);
        append("ev/a.csv", "2026-01-01 12:30,b,3");
        commit(project);
        assertThat(rows("windows")).contains("2026-01-01T12:00:00.000Z,b,1,3");
        append("ev/a.csv", "0\n");
        assertExtent(commit(project), Extent.WHOLE, "added", "windows", "pairs");
        assertThat(rows("windows")).contains("2026-01-01T12:00:00.000Z,b,1,30");
        assertThat(rows("added")).hasSize(4);
    }

    @Test
    void fullRefreshGivesAllAgain() throws IOException {
        Project project = project(FLOWS);
        commit(project);
        add("ev/a.csv", "09:00,a,30");
        commit(project);
        assertThat(SinkFolders.texts(out("spark", "added"))).hasSize(2);
        assertExtent(commit(project, Basis.NOTHING), Extent.WHOLE, "added", "windows", "pairs");
        assertThat(SinkFolders.texts(out("spark", "added"))).hasSize(1);
    }

    @Test
    void flowsThatAreDefinedAnewTakeWhatComes() throws IOException {
        commit(project(FLOWS));
        Project changed = project(FLOWS.replace("window(t, '1 hour')", "window(t, '30 minutes')")
                .replace("WHERE v > 1", "WHERE v > 3")
                .replace("10 MINUTES", "1 MINUTE")
                .replace("AS a\n  JOIN", "AS a\n  LEFT JOIN"));
        assertExtent(commit(changed), Extent.NOTHING, "added", "windows", "pairs");
        add("ev/a.csv", "12:40,a,2", "09:00,a,4");
        Map<String, String> second = commit(changed);
        assertExtent(second, Extent.CHANGE, "added");
        assertExtent(second, Extent.WHOLE, "windows");
        assertThat(rows("added")).contains("2026-01-01T09:00:00.000Z,a,4").hasSize(4);
        assertThat(rows("windows")).contains("2026-01-01T12:30:00.000Z,a,1,2");
        commit(project(
                FLOWS.replace("CREATE SINK windows", "CREATE SINK hours").replace("INTO windows", "INTO hours")));
    }

    @Test
    void sinkThatFailsGetsAllOnceItCanBeWritten() throws IOException {
        Project project = project(FLOWS);
        for (String engine : ENGINES) {
            Files.createDirectories(folder.resolve("out-" + engine));
            Files.writeString(out(engine, "windows"), "a file");
        }
        assertThat(commit(project).get("windows")).startsWith("FAILED [" + ErrorCode.IO);
        for (String engine : ENGINES) {
            Files.delete(out(engine, "windows"));
        }
        add("ev/a.csv", "09:00,a,30");
        assertExtent(commit(project), Extent.WHOLE, "windows");
        for (String engine : ENGINES) {
            own(engine, "added", "another");
            own(engine, "windows", "another");
        }
        add("ev/a.csv", "09:01,a,31", ",,bad");
        Map<String, String> refused = commit(project);
        assertThat(refused.get("windows")).startsWith("FAILED [" + ErrorCode.PROJECT);
        assertThat(refused.get("added")).startsWith("FAILED [" + ErrorCode.PROJECT);
        restart(0);
        for (String engine : ENGINES) {
            own(engine, "added", identities.getOrDefault(engine, ""));
            own(engine, "windows", identities.getOrDefault(engine, ""));
        }
        Map<String, String> taken = commit(project);
        assertExtent(taken, Extent.WHOLE, "windows");
        assertExtent(taken, Extent.CHANGE, "added");
        assertExtent(taken, Extent.NOTHING, "pairs");
        assertThat(rows("added")).contains("2026-01-01T09:01:00.000Z,a,31").hasSize(5);
    }

    /** Has the folder of a sink belong to a state. */
    private void own(String engine, String sink, String identity) throws IOException {
        Path mark = out(engine, sink).resolve(FolderSink.MARK);
        identities.putIfAbsent(engine, Files.readString(mark));
        Files.writeString(mark, identity);
    }

    /** What has got rows that change is told why, on both alike. */
    @Test
    void sinkThatKeepsWhatItHasGotCannotHaveGroups() throws IOException {
        Project project = project("""
                CREATE SINK sent USING kafka OPTIONS ('kafka.bootstrap.servers' '127.0.0.1:9', topic 't');
                CREATE FLOW counting AS INSERT INTO sent BY NAME
                  SELECT k AS key, CAST(count(*) AS STRING) AS value
                  FROM STREAM ev WATERMARK t DELAY OF INTERVAL 10 MINUTES GROUP BY window(t, '1 hour'), k;
                """);
        commit(project);
        add("ev/a.csv", "13:00,b,7");
        assertThat(commit(project).get("sent"))
                .startsWith("FAILED [" + ErrorCode.BAD_DATA)
                .contains("its flow gives groups, or joined rows, that change with what it reads");
    }
}
