package dev.leat.spark.read;

import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.plan.RelationName;
import dev.leat.spi.PositionRange;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Spark on two local threads, one for the process, and sources of files for it. */
public final class SparkFiles {
    private static final class Running {
        static final SparkSession SPARK = SparkSession.builder()
                .master("local[2]")
                .appName("leat-spark-tests")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "1")
                // The rows are few: compiling code for them takes longer than they do.
                .config("spark.sql.codegen.wholeStage", "false")
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.sql.adaptive.enabled", "false")
                .getOrCreate();
    }

    private SparkFiles() {}

    /** The process's Spark. */
    public static SparkSession spark() {
        return Running.SPARK;
    }

    /** A source of a folder or file, all of whose columns are texts. */
    public static Source source(String format, Path path, Map<String, String> options, List<String> columns) {
        List<Field> schema = columns.stream()
                .map(name -> new Field(name, Simple.STRING, true))
                .toList();
        return new Source(
                RelationName.of("files"),
                new SourceDefinition(format, List.of(path.toString()), options, Optional.of(schema), Settings.DEFAULT),
                schema,
                new SourcePosition("files.sql", 1, 1, 1));
    }

    /** The rows of ranges, as texts, in the order of the texts. */
    public static List<String> rows(FileSource source, Map<String, PositionRange> ranges, List<String> columns) {
        return source.read(ranges, columns).collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }
}
