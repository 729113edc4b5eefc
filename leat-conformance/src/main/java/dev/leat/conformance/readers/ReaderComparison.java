package dev.leat.conformance.readers;

import dev.leat.spi.SourceReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Writes the files of a case, has Spark and us read them, and tells the difference. */
final class ReaderComparison {
    private static final int TEXT_MAX = 2_000;

    private final Path scratch;
    private final SparkReading spark;
    private final OurReading ours;
    private int folders;

    ReaderComparison(SparkSession spark, SourceReaders readers, Path scratch) {
        this.scratch = scratch;
        this.spark = new SparkReading(spark);
        this.ours = new OurReading(readers);
    }

    /** What differs, in words; absent where nothing does. */
    Optional<String> difference(ReaderCase test) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("case-" + folders++));
        test.write(folder);
        return differenceIn(test, folder);
    }

    /** The same for files that exist already. */
    Optional<String> differenceIn(ReaderCase test, Path folder) {
        ReadResult expected = spark.read(test, folder);
        ReadResult found = ours.read(test, folder);
        return difference(expected, found)
                .map(text -> test + "\n  " + text.substring(0, Math.min(TEXT_MAX, text.length())));
    }

    private static Optional<String> difference(ReadResult expected, ReadResult found) {
        if (expected instanceof ReadResult.Table left && found instanceof ReadResult.Table right) {
            if (!left.columns().equals(right.columns())) {
                return Optional.of("columns: Spark " + left.columns() + ", ours " + right.columns());
            }
            return differenceOfRows(left.rows(), right.rows());
        }
        if (expected instanceof ReadResult.Failure left && found instanceof ReadResult.Failure right) {
            return left.conditions().containsAll(right.conditions())
                    ? Optional.empty()
                    : Optional.of("errors: Spark " + left + ", ours " + right);
        }
        if (expected instanceof ReadResult.Table left && found instanceof ReadResult.Failure right) {
            // Refused as the type of a partition's folder, as everywhere.
            boolean isTime = left.columns().stream().anyMatch(column -> column.endsWith(" TIME(6)"));
            if (isTime && right.message().contains("The type TIME(6) is not supported")) {
                return Optional.empty();
            }
        }
        return Optional.of("outcome: Spark " + expected + ",\n  ours " + found);
    }

    private static Optional<String> differenceOfRows(List<String> left, List<String> right) {
        if (left.size() != right.size()) {
            return Optional.of(
                    "rows: Spark " + left.size() + " " + head(left) + ", ours " + right.size() + " " + head(right));
        }
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).equals(right.get(i))) {
                return Optional.of("row " + i + ":\n  Spark " + left.get(i) + "\n  ours  " + right.get(i));
            }
        }
        return Optional.empty();
    }

    private static List<String> head(List<String> rows) {
        return rows.subList(0, Math.min(5, rows.size()));
    }
}
