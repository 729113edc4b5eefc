package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spark.read.SparkFiles;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.CommitTerms.LastRecord;
import dev.leat.spi.Outcome;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects over files that grow. */
final class TestGrowingSources {
    private static final CommitTerms AWAITED = new CommitTerms(Basis.EARLIER_RESULTS, LastRecord.AWAITED);

    @TempDir
    private Path folder = Path.of("");

    private SparkEngine open() {
        return SparkEngine.open(
                SparkFiles.spark(),
                new SparkEngine.Options(
                        folder.resolve("warehouse").toUri().toString(),
                        UUID.randomUUID().toString(),
                        Clock.systemUTC(),
                        Duration.ZERO));
    }

    private Pipeline pipeline(String statements) throws IOException {
        Path file = folder.resolve("p.sql");
        Files.writeString(
                file,
                "CREATE TABLE lines (k int, v int) USING csv OPTIONS (path '" + folder.resolve("lines") + "');\n"
                        + statements);
        return new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(file)))
                .pipeline()
                .orElseThrow();
    }

    private void append(String text) throws IOException {
        Files.createDirectories(folder.resolve("lines"));
        Files.writeString(folder.resolve("lines/f.csv"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static RunReport run(SparkEngine engine, Pipeline pipeline, CommitTerms terms) {
        return new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), terms);
    }

    private static List<String> rows(SparkEngine engine, String dataset) {
        return sorted(
                engine, "SELECT * FROM " + SparkEngine.table(RelationName.of("spark_catalog", "default", dataset)));
    }

    /** The malformed records of the stream. */
    private static List<String> errors(SparkEngine engine) {
        return sorted(
                engine, "SELECT content FROM " + TableNames.sql(TableNames.ERRORS) + " WHERE reader LIKE '%.`s`'");
    }

    private static List<String> sorted(SparkEngine engine, String query) {
        return engine.spark().sql(query).collectAsList().stream()
                .map(row -> row.mkString(","))
                .sorted()
                .toList();
    }

    private static ReadCounts counts(RunReport report, int dataset) {
        return report.outcomes().get(dataset).result().orElseThrow().reads().values().stream()
                .reduce(ReadCounts.NONE, ReadCounts::plus);
    }

    @Test
    void recordWithoutEndIsTakenBackOnceItHasMore() throws IOException {
        append("1,10\n2,2");
        Pipeline pipeline = pipeline("CREATE STREAMING TABLE s AS SELECT * FROM STREAM(lines);\n"
                + "CREATE MATERIALIZED VIEW m AS SELECT sum(v) AS total, count(*) AS n FROM lines;");
        try (SparkEngine engine = open()) {
            run(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(rows(engine, "s")).containsExactly("1,10", "2,2");
            append("5\n3,x");
            RunReport second = run(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(rows(engine, "s")).containsExactly("1,10", "2,25", "3,null");
            assertThat(rows(engine, "m")).containsExactly("35,3");
            assertThat(errors(engine)).containsExactly("3,x");
            ReadCounts counts = counts(second, 0);
            assertThat(counts.read()).isEqualTo(1);
            assertThat(counts.malformed()).isEqualTo(1);
            append("4\n4,40\n");
            RunReport third = run(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(rows(engine, "s")).containsExactly("1,10", "2,25", "3,null", "4,40");
            assertThat(rows(engine, "m")).containsExactly("75,4");
            assertThat(errors(engine)).containsExactly("3,x4");
            assertThat(counts(third, 0).read()).isEqualTo(1);
            assertThat(third.outcomes().get(0).result().orElseThrow().extent()).isEqualTo(Extent.CHANGE);
        }
    }

    @Test
    void recordWithoutEndIsLeftWhereItIsAwaited() throws IOException {
        append("1,10\n2,2");
        Pipeline pipeline = pipeline("CREATE STREAMING TABLE s AS SELECT * FROM STREAM(lines);");
        try (SparkEngine engine = open()) {
            run(engine, pipeline, AWAITED);
            assertThat(rows(engine, "s")).containsExactly("1,10");
            append("5\n3");
            run(engine, pipeline, AWAITED);
            assertThat(rows(engine, "s")).containsExactly("1,10", "2,25");
        }
        append("0,1\n");
        try (SparkEngine engine = open()) {
            run(engine, pipeline, AWAITED);
            assertThat(rows(engine, "s")).containsExactly("1,10", "2,25", "30,1");
        }
    }

    @Test
    void filesWhoseFactsAreReadAreReadOnceByStreams() throws IOException {
        append("1,10\n");
        Pipeline pipeline = pipeline("CREATE STREAMING TABLE s AS"
                + " SELECT k, _metadata.file_name AS name, _metadata.file_size AS size FROM STREAM(lines);\n"
                + "CREATE MATERIALIZED VIEW m AS SELECT k, _metadata.file_size AS size FROM lines;");
        try (SparkEngine engine = open()) {
            run(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(rows(engine, "s")).containsExactly("1,f.csv,5");
            append("2,20\n");
            RunReport report = run(engine, pipeline, CommitTerms.DEFAULT);
            Outcome stream = report.outcomes().get(0);
            assertThat(stream.status()).isEqualTo(Outcome.Status.FAILED);
            assertThat(stream.problems().toString()).contains("read once, as a whole");
            assertThat(rows(engine, "m")).containsExactly("1,10", "2,10");
        }
    }
}
