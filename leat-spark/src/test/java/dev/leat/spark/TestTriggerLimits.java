package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import dev.leat.run.AvailableNow;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.CommitTerms.LastRecord;
import dev.leat.spi.Outcome;
import dev.leat.spi.ReadBounds;
import dev.leat.spi.SourceProgress;
import dev.leat.spi.SourceProgress.Cut;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options of a source of files let a commit read, a run on Spark reads in as many commits as that takes. */
final class TestTriggerLimits {
    private static final String LOG =
            RelationName.of("spark_catalog", "default", "log").key();
    private static final String EVENTS = "CREATE STREAMING TABLE events AS SELECT id, word FROM STREAM(log);";
    private static final String WORDS =
            "CREATE MATERIALIZED VIEW words AS SELECT word, count(*) AS n FROM log GROUP BY word;";
    private static final CommitTerms AWAITED = new CommitTerms(Basis.EARLIER_RESULTS, LastRecord.AWAITED);

    @TempDir
    private Path folder = Path.of("");

    private SparkEngine open() {
        return SparkEngine.open(
                LocalSpark.session(),
                new SparkEngine.Options(
                        folder.resolve("warehouse").toUri().toString(),
                        UUID.randomUUID().toString(),
                        Clock.systemUTC(),
                        Duration.ZERO));
    }

    private Pipeline pipeline(String options, String... statements) throws IOException {
        return compile("CREATE TABLE log (id INT, word STRING) USING csv OPTIONS (path '" + folder.resolve("in")
                + "', header true" + options + ");\n" + String.join("\n", statements));
    }

    private Pipeline compile(String text) throws IOException {
        Path file = folder.resolve("p.sql");
        Files.writeString(file, text);
        return new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(file)))
                .require();
    }

    private void write(String name, int second, String text) throws IOException {
        Path file = folder.resolve("in").resolve(name);
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000L));
    }

    /** Files of a record each; names are not in the order of times. */
    private void writeFiles(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            write("f" + (9 - i) + ".csv", i, "id,word\n" + i + ",w" + i + "\n");
        }
    }

    private static RunReport commit(SparkEngine engine, Pipeline pipeline, CommitTerms terms) {
        return new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), terms);
    }

    private static SourceProgress progress(RunReport report) {
        return Optional.ofNullable(report.progress().get(LOG)).orElseThrow();
    }

    /** Reads all that there is; how many commits that took. */
    private static long runAll(SparkEngine engine, Pipeline pipeline) {
        long before = engine.state().number();
        RunReport report = new AvailableNow(new PipelineRunner(engine, RunListener.SILENT))
                .run(pipeline, Selection.all(), CommitTerms.DEFAULT);
        assertThat(report.outcomes())
                .as(report.outcomes().stream().map(Outcome::problems).toList().toString())
                .allMatch(outcome -> outcome.status() == Outcome.Status.REFRESHED);
        return engine.state().number() - before;
    }

    private static List<String> rows(SparkEngine engine, String dataset) {
        return Shop.rows(engine.spark(), dataset);
    }

    private List<String> delivered() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".csv")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines.stream().sorted().toList();
    }

    @Test
    void aRunReadsAllFilesSomeInEachCommit() throws IOException {
        writeFiles(5);
        Pipeline pipeline = pipeline(
                ", maxFilesPerTrigger 2",
                EVENTS,
                WORDS,
                "CREATE SINK out USING csv OPTIONS (path '" + folder.resolve("out") + "');",
                "CREATE FLOW f AS INSERT INTO out BY NAME SELECT id, word FROM STREAM(log);");
        try (SparkEngine engine = open()) {
            assertThat(runAll(engine, pipeline)).isEqualTo(6);
            assertThat(rows(engine, "events")).containsExactly("0,w0", "1,w1", "2,w2", "3,w3", "4,w4");
            assertThat(rows(engine, "words")).containsExactly("w0,1", "w1,1", "w2,1", "w3,1", "w4,1");
            assertThat(delivered()).isEqualTo(rows(engine, "events"));
            write("g.csv", 9, "id,word\n5,w5\n");
            runAll(engine, pipeline);
            assertThat(rows(engine, "words")).hasSize(6);
            assertThat(delivered()).isEqualTo(rows(engine, "events")).hasSize(6);
        }
    }

    @Test
    void aCommitReadsTheFilesThatWereWrittenFirst() throws IOException {
        writeFiles(3);
        Pipeline pipeline = pipeline(", maxFilesPerTrigger 2", EVENTS, WORDS);
        try (SparkEngine engine = open()) {
            RunReport first = commit(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(rows(engine, "events")).containsExactly("0,w0", "1,w1");
            assertThat(rows(engine, "words")).containsExactly("w0,1", "w1,1");
            assertThat(progress(first))
                    .extracting(SourceProgress::read, SourceProgress::taken, SourceProgress::left, SourceProgress::cut)
                    .containsExactly(0L, 26L, 13L, Cut.OPTIONS);
            assertThat(progress(first).ends()).hasSize(3);
            RunReport second = commit(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(rows(engine, "words")).containsExactly("w0,1", "w1,1", "w2,1");
            assertThat(progress(second))
                    .extracting(SourceProgress::read, SourceProgress::taken, SourceProgress::left, SourceProgress::cut)
                    .containsExactly(26L, 13L, 0L, Cut.NOTHING);
        }
    }

    @Test
    void whatComesWhileARunReadsIsLeftToTheNext() throws IOException {
        writeFiles(3);
        Pipeline pipeline = pipeline(", maxFilesPerTrigger 2", EVENTS);
        try (SparkEngine engine = open()) {
            Map<String, Long> ends =
                    progress(commit(engine, pipeline, CommitTerms.DEFAULT)).ends();
            write("g.csv", 3, "id,word\n3,w3\n");
            write("f7.csv", 2, "9,w9\n");
            CommitTerms further = CommitTerms.DEFAULT.goingOn(ReadBounds.upTo(Map.of(LOG, ends)));
            assertThat(progress(commit(engine, pipeline, further)).isCut()).isFalse();
            assertThat(rows(engine, "events")).containsExactly("0,w0", "1,w1", "2,w2");
            runAll(engine, pipeline);
            assertThat(rows(engine, "events")).containsExactly("0,w0", "1,w1", "2,w2", "3,w3", "9,w9");
        }
    }

    @Test
    void aGrowingFileIsReadInPiecesAcrossRotation() throws IOException {
        write("a.csv", 1, "id,word\n0,a\n1,b\n2,c\n3,d\n4,e\n");
        Pipeline pipeline = pipeline(", maxBytesPerTrigger 12", EVENTS, WORDS);
        try (SparkEngine engine = open()) {
            commit(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(rows(engine, "events")).containsExactly("0,a");
            assertThat(rows(engine, "words")).containsExactly("a,1");
        }
        try (SparkEngine engine = open()) {
            commit(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(rows(engine, "events")).containsExactly("0,a", "1,b", "2,c", "3,d");
            Files.move(folder.resolve("in/a.csv"), folder.resolve("in/a.csv.1"));
            write("a.csv.1", 2, "5,f\n");
            write("a.csv", 3, "id,word\n6,g\n");
            commit(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(rows(engine, "events")).hasSize(6);
            runAll(engine, pipeline);
            assertThat(rows(engine, "events")).containsExactly("0,a", "1,b", "2,c", "3,d", "4,e", "5,f", "6,g");
            assertThat(rows(engine, "words")).containsExactly("a,1", "b,1", "c,1", "d,1", "e,1", "f,1", "g,1");
        }
    }

    @Test
    void noPieceBeginsWithAByteOrderMark() throws IOException {
        write("a.csv", 1, "id,word\n0,a\n\uFEFF1,b\n2,c\n");
        Pipeline pipeline = pipeline(", maxBytesPerTrigger 12", EVENTS);
        try (SparkEngine engine = open()) {
            assertThat(runAll(engine, pipeline)).isEqualTo(3);
            assertThat(rows(engine, "events")).containsExactly("0,a", "2,c", "null,b");
        }
    }

    @Test
    void rowsAreNotLateBecauseFilesAreReadOneAfterTheOther() throws IOException {
        for (int i = 0; i < 3; i++) {
            String lines = "2026-01-01T%1$d:05:00Z,a\n2026-01-01T%1$d:55:00Z,b\n".formatted(14 - i);
            write("f" + i + ".csv", i, lines);
        }
        Pipeline pipeline = compile("CREATE TABLE log (ts TIMESTAMP, word STRING) USING csv OPTIONS (path '"
                + folder.resolve("in") + "', maxFilesPerTrigger 1);\n" + """
                CREATE STREAMING TABLE hours AS
                    SELECT window.start AS hour, count(*) AS n
                    FROM STREAM(log) WATERMARK ts DELAY OF INTERVAL 1 MINUTE
                    GROUP BY window(ts, '1 hour');
                """);
        try (SparkEngine engine = open()) {
            assertThat(runAll(engine, pipeline)).isEqualTo(3);
            assertThat(rows(engine, "hours")).hasSize(3).allMatch(row -> row.endsWith(",2"));
            // All has been read: what comes now is late if it is earlier than all that came before.
            write("g.csv", 9, "2026-01-01T09:00:00Z,c\n");
            RunReport report = commit(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(report.outcomes()
                            .get(0)
                            .result()
                            .orElseThrow()
                            .reads()
                            .values()
                            .iterator()
                            .next()
                            .late())
                    .isEqualTo(1);
            assertThat(rows(engine, "hours")).hasSize(3);
        }
    }

    @Test
    void aViewAloneReadsAll() throws IOException {
        writeFiles(3);
        Pipeline pipeline = pipeline(", maxFilesPerTrigger 1", WORDS);
        try (SparkEngine engine = open()) {
            RunReport report = commit(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(report.progress()).isEmpty();
            assertThat(rows(engine, "words")).hasSize(3);
        }
    }

    @Test
    void whatComesLaterOrAnewReadsAllThatOthersHaveAtOnce() throws IOException {
        writeFiles(4);
        try (SparkEngine engine = open()) {
            runAll(engine, pipeline(", maxFilesPerTrigger 3", EVENTS));
            write("g.csv", 9, "id,word\n5,w5\n");
            Pipeline more = pipeline(", maxFilesPerTrigger 1", EVENTS, EVENTS.replace("events", "later"));
            commit(engine, more, CommitTerms.DEFAULT);
            assertThat(rows(engine, "later")).isEqualTo(rows(engine, "events")).hasSize(5);
            commit(engine, more, CommitTerms.on(Basis.NOTHING));
            assertThat(rows(engine, "events")).hasSize(5);
        }
    }

    @Test
    void filesThatDoNotGrowAreReadAsAWhole() throws IOException {
        write("b.csv", 1, "id,word\n0,a\n1,b\n2,c\n");
        write("a.csv", 2, "id,word\n3,d\n");
        Pipeline pipeline = pipeline(", multiLine true, maxBytesPerTrigger 12", EVENTS, WORDS);
        try (SparkEngine engine = open()) {
            commit(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(rows(engine, "events")).containsExactly("0,a", "1,b", "2,c");
            commit(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(rows(engine, "events")).hasSize(4);
            assertThat(rows(engine, "words")).hasSize(4);
        }
    }

    @Test
    void filesWhoseFactsAreAskedForAreReadAsAWhole() throws IOException {
        write("a.csv", 1, "id,word\n0,a\n1,b\n2,c\n");
        write("b.csv", 2, "id,word\n3,d\n4,e\n");
        Pipeline pipeline = pipeline(
                ", maxBytesPerTrigger 12",
                EVENTS,
                "CREATE STREAMING TABLE files AS SELECT id, _metadata.file_name AS name FROM STREAM(log);");
        try (SparkEngine engine = open()) {
            commit(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(rows(engine, "events")).containsExactly("0,a", "1,b", "2,c");
            assertThat(rows(engine, "files")).containsExactly("0,a.csv", "1,a.csv", "2,a.csv");
            commit(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(rows(engine, "events")).hasSize(5);
            assertThat(rows(engine, "files")).hasSize(5).contains("4,b.csv");
        }
    }

    @Test
    void aRunThatStaysUpReadsWhatItIsAllowed() throws IOException {
        write("a.csv", 1, "id,word\n0,a\n1,b\n");
        Pipeline pipeline = pipeline("", EVENTS);
        CommitTerms allowed =
                new CommitTerms(AWAITED.basis(), AWAITED.lastRecord(), ReadBounds.allowing(Map.of(LOG, 5L)));
        try (SparkEngine engine = open()) {
            commit(engine, pipeline, allowed);
            assertThat(rows(engine, "events")).as("what is there first").hasSize(2);
            write("a.csv", 2, "2,c\n3,d\n4");
            RunReport second = commit(engine, pipeline, allowed);
            assertThat(rows(engine, "events")).containsExactly("0,a", "1,b", "2,c");
            assertThat(progress(second).cut()).isEqualTo(Cut.ALLOWANCE);
            assertThat(progress(second).left()).isEqualTo(4);
            commit(engine, pipeline, allowed);
            assertThat(rows(engine, "events")).containsExactly("0,a", "1,b", "2,c", "3,d");
        }
    }

    @Test
    void valuesAreChecked() {
        assertRefused(", maxFilesPerTrigger 0", "Option maxFilesPerTrigger is 0, expected a number of 1 or more");
        assertRefused(", maxBytesPerTrigger '10g'", "Option maxBytesPerTrigger is 10g, expected a number of 1 or more");
        assertRefused(
                ", maxFilesPerTrigger 1, maxBytesPerTrigger 1",
                "Options maxFilesPerTrigger and maxBytesPerTrigger cannot be given both");
    }

    private void assertRefused(String options, String message) {
        assertThatThrownBy(() -> pipeline(options, EVENTS))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OPTION))
                .hasMessageContaining(message);
    }
}
