package dev.leat.conformance.realdata;

import dev.leat.conformance.command.CommandRun;
import dev.leat.conformance.oracle.EngineValues;
import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.spi.Engine;
import dev.leat.spi.QueryResult;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a source with Spark and with Leat from the same definition. Where Spark has rows, Leat must have the same; where it
 * has none, Leat must say why in words, as the user's mistake.
 */
final class SourceComparison implements AutoCloseable {
    private final OracleSession spark;
    private final Path project;
    private final Engine engine;

    /**
     * A comparison.
     *
     * @param folder where projects are written
     */
    private SourceComparison(OracleSession spark, Path folder) {
        this.spark = spark;
        this.project = folder.resolve("source.sql");
        this.engine = DuckDbEngine.open(
                EngineOptions.inMemory(),
                new DuckDbEngine.Code(
                        new SparkEvaluatorFactory(),
                        new SparkFileReaders(),
                        Clock.systemUTC(),
                        FunctionTable.STANDARD));
    }

    /** What differs among sources, with Spark on local threads; projects are written into the folder. */
    static List<String> differences(List<String> sources, Path folder) throws IOException {
        OracleSession spark = SparkOracle.start().session(Settings.DEFAULT);
        spark.spark().sparkContext().setLogLevel("OFF");
        List<String> differences = new ArrayList<>();
        try (SourceComparison comparison = new SourceComparison(spark, folder)) {
            for (String source : sources) {
                comparison.difference(source).ifPresent(differences::add);
            }
        }
        return differences;
    }

    /**
     * What differs, in words; absent where nothing does.
     *
     * @param using the definition of a source from its word USING on
     */
    private Optional<String> difference(String using) throws IOException {
        Files.writeString(
                project,
                "CREATE TABLE source " + using + ";\nCREATE MATERIALIZED VIEW all_rows AS SELECT * FROM source;");
        Optional<Rows> expected = sparkRows(using);
        Optional<String> difference =
                expected.isPresent() ? differenceOfRows(expected.orElseThrow()) : differenceOfError();
        return difference.map(text -> using + ": " + text);
    }

    private Optional<Rows> sparkRows(String using) {
        try {
            spark.rows("CREATE OR REPLACE TEMPORARY VIEW source " + using);
            return Optional.of(spark.rows("SELECT * FROM source"));
        } catch (Exception | AssertionError e) {
            // Whatever Spark cannot read, in whatever way it fails.
            return Optional.empty();
        }
    }

    private Optional<String> differenceOfRows(Rows expected) {
        try {
            Pipeline pipeline = new ProjectCompiler(new SparkFileReaders())
                    .compile(ProjectTexts.read(ProjectLocation.of(project)))
                    .require();
            Dataset.MaterializedView view =
                    (Dataset.MaterializedView) pipeline.datasets().get(0);
            try (QueryResult result = engine.query(pipeline, view.query())) {
                return RowsDifference.find(expected, EngineValues.read(result), List.of());
            }
        } catch (LeatException e) {
            return Optional.of("Spark has " + expected.rows().size() + " rows, Leat says " + e);
        }
    }

    private Optional<String> differenceOfError() {
        CommandRun run = CommandRun.of("run", project.toString());
        boolean isClear = run.exitCode() == 2
                && run.err().contains("error[")
                && !run.err().contains("Exception")
                && !run.err().contains("null");
        return isClear
                ? Optional.empty()
                : Optional.of("Spark has no rows, Leat ends with " + run.exitCode() + " and says\n" + run.err());
    }

    @Override
    public void close() {
        engine.close();
    }
}
