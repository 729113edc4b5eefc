package dev.leat.sql.read;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.parquet.hadoop.BadConfigurationException;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.execution.datasources.SchemaColumnConvertNotSupportedException;

/** Says in words why a Parquet file cannot be read; the libraries' own texts are often about their code. */
final class ParquetFailures {
    private static final String REWRITE = "write the file anew, with snappy, zstd or gzip";

    /** How Parquet's texts name the file. */
    private static final Pattern OBJECT = Pattern.compile("org\\.apache\\.parquet\\.\\S+@[0-9a-f]+");

    private ParquetFailures() {}

    static LeatException encrypted(DataFile file) {
        return new LeatException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot read " + file.path() + ": the file is encrypted, which is not supported; decrypt it first");
    }

    static LeatException ofFooter(DataFile file, RuntimeException cause) {
        String reason = cause instanceof NullPointerException
                ? "it names what this version of Parquet does not know, such as a newer type; write the file anew without"
                : OBJECT.matcher(String.valueOf(cause.getMessage())).replaceAll("it")
                        + "; the file is no Parquet file, or is cut off";
        return new LeatException(
                Diagnostic.ofSpark(
                        ErrorCode.BAD_DATA,
                        "FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER",
                        "Cannot read the footer of " + file.path() + ": " + reason,
                        Optional.empty()),
                cause);
    }

    /** Why Spark makes no schema of a file; its own texts name neither the file nor the column. */
    static LeatException ofSchema(DataFile file, Optional<String> column, Exception cause) {
        String context = "Cannot read " + file.path()
                + column.map(name -> ": Spark has no type for its column " + name)
                        .orElse("");
        String remedy = column.isPresent() ? "; declare the columns without it" : "";
        return withSparksText(ErrorCode.ANALYSIS, context, remedy, cause);
    }

    /** Why Spark finds no place for the columns in the file, before it reads a row. */
    static LeatException ofColumns(DataFile file, Exception cause) {
        return withSparksText(
                ErrorCode.BAD_DATA,
                "Cannot read " + file.path() + ": its columns are not those declared",
                "; declare the types of the file, or no columns at all",
                cause);
    }

    /** Spark's text in one line, without what is of no use to a reader. */
    private static LeatException withSparksText(ErrorCode code, String context, String remedy, Exception cause) {
        Diagnostic spark = SparkFailures.of(code, context, cause).diagnostics().get(0);
        String line = spark.message().replaceAll("\\s+", " ").replaceFirst("\\.? SQLSTATE: \\w+$", "");
        return new LeatException(
                new Diagnostic(spark.code(), spark.condition(), line + remedy, Optional.empty()), cause);
    }

    /** What failed while rows were read; an error that Spark itself words is left as it is. */
    static RuntimeException ofPages(DataFile file, long rows, Exception cause) {
        if (cause instanceof RuntimeException known
                && (cause instanceof LeatException || cause instanceof SparkThrowable)) {
            return known;
        }
        if (cause instanceof FileSystemException system) {
            return new UncheckedIOException(system);
        }
        if (cause instanceof SchemaColumnConvertNotSupportedException mismatch) {
            return ofType(file, mismatch);
        }
        List<ColumnChunkMetaData> chunks = chunks(file, cause);
        Set<String> encrypted = names(
                chunks, chunk -> chunk.isEncrypted(), chunk -> chunk.getPath().toDotString());
        Set<String> codecs = names(
                chunks, chunk -> !chunk.isEncrypted(), chunk -> chunk.getCodec().name());
        String context = "Cannot read " + file.path() + ", after row " + rows + ": ";
        if (!encrypted.isEmpty()) {
            return failure(
                    ErrorCode.NOT_SUPPORTED,
                    context + "columns of the file are encrypted (" + String.join(", ", encrypted)
                            + "), which is not supported; declare the other columns only, or decrypt the file",
                    cause);
        }
        return cause instanceof BadConfigurationException
                ? failure(
                        ErrorCode.NOT_SUPPORTED,
                        context + "the compression is not supported (" + String.join(", ", codecs) + "); " + REWRITE,
                        cause)
                : failure(
                        ErrorCode.BAD_DATA,
                        context + "a page cannot be decoded (" + String.join(", ", codecs)
                                + "); the file is damaged, or compressed in another framing than Spark's; " + REWRITE,
                        cause);
    }

    private static LeatException ofType(DataFile file, SchemaColumnConvertNotSupportedException cause) {
        return new LeatException(
                Diagnostic.ofSpark(
                        ErrorCode.BAD_DATA,
                        "FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH",
                        "Cannot read " + file.path() + ": column " + cause.getColumn() + " is "
                                + cause.getPhysicalType()
                                + " in the file, expected " + cause.getLogicalType()
                                + "; declare the type of the file, and cast in the query",
                        Optional.empty()),
                cause);
    }

    private static LeatException failure(ErrorCode code, String message, Exception cause) {
        return new LeatException(
                Diagnostic.ofSpark(code, "FAILED_READ_FILE.NO_HINT", message, Optional.empty()), cause);
    }

    private static List<ColumnChunkMetaData> chunks(DataFile file, Exception cause) {
        try {
            return ParquetFooters.readAll(file).getBlocks().stream()
                    .flatMap(block -> block.getColumns().stream())
                    .toList();
        } catch (IOException | LeatException e) {
            cause.addSuppressed(e);
            return List.of();
        }
    }

    private static Set<String> names(
            List<ColumnChunkMetaData> chunks,
            Predicate<ColumnChunkMetaData> chosen,
            Function<ColumnChunkMetaData, String> name) {
        return chunks.stream().filter(chosen).map(name).collect(Collectors.toCollection(TreeSet::new));
    }
}
