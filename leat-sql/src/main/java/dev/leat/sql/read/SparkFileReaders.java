package dev.leat.sql.read;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.ClusterPaths;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.SourceReaders;
import dev.leat.spi.SourceScan;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.analysis.SparkTypes;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads CSV, JSON, text and Parquet files with Spark's own parsers. */
public final class SparkFileReaders implements SourceReaders {
    private static final List<String> FORMATS = List.of("csv", "json", "text", "parquet");

    /** Readers without state of their own. */
    public SparkFileReaders() {}

    @Override
    public SourceScan open(SourceDefinition source) {
        if (source.paths().stream().anyMatch(ClusterPaths::is)) {
            return RemoteFileScan.open(source);
        }
        return PlainFileScan.open(source, () -> openSpark(source)).orElseGet(() -> openSpark(source));
    }

    /** Spark's own scan, whatever the files are. */
    static SparkFileScan openSpark(SourceDefinition source) {
        String format = source.format().toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(format)) {
            throw new LeatException(
                    ErrorCode.NOT_SUPPORTED,
                    "The format " + source.format() + " is not supported; expected one of "
                            + String.join(", ", FORMATS));
        }
        ReadOptions options = ReadOptions.check(format, source.options());
        SparkSettings settings = SparkSettings.of(source.settings());
        return settings.within(() -> {
            try {
                return open(source, format, options, settings);
            } catch (LeatException e) {
                throw e;
            } catch (IOException e) {
                throw CursorSplitReader.failure(e, "Cannot read " + String.join(", ", source.paths()));
            } catch (Exception | AssertionError e) {
                // Spark throws checked exceptions without saying so, and asserts what names of folders may be.
                throw SparkFailures.of(ErrorCode.ANALYSIS, "Cannot open the " + format + " source", e);
            }
        });
    }

    private static SparkFileScan open(
            SourceDefinition source, String format, ReadOptions options, SparkSettings settings) throws IOException {
        FormatReader reader = reader(format, options, settings);
        FileListing listing = FileListing.list(
                source.paths(), FileFilters.of(options, SQLConf.get().sessionLocalTimeZone()));
        Optional<StructType> declared = source.schema()
                .map(fields -> CharVarcharUtils.replaceCharVarcharWithStringInSchema(SparkTypes.struct(fields)));
        PartitionFolders partitions = PartitionFolders.find(listing, options, declared, SQLConf.get());
        boolean flat = partitions.isEmpty() && !options.isTrue("recursiveFileLookup");
        List<DataFile> files = flat ? listing.filesOfRoots() : listing.allFiles();
        StructType data = declared.isPresent()
                ? FileSchema.withoutPartitions(declared.get(), partitions.columns(), SQLConf.get())
                : readable(reader.infer(files).orElseThrow(() -> unableToInfer(format)));
        reader.check(data);
        FileSchema schema = FileSchema.of(data, partitions.columns(), rawColumns(format, options, data), SQLConf.get());
        List<DataFile> read = partitions.isEmpty()
                ? files
                : partitions.values().keySet().stream()
                        .flatMap(folder -> listing.filesIn(folder).stream())
                        .toList();
        List<DataFile> holding = read.stream().filter(FileListing::holdsRows).toList();
        String corrupt =
                options.find("columnNameOfCorruptRecord").orElse(SQLConf.get().columnNameOfCorruptRecord());
        List<String> inFiles = Arrays.stream(data.fieldNames())
                .filter(name -> !name.equalsIgnoreCase(corrupt))
                .toList();
        return new SparkFileScan(
                format,
                reader,
                settings,
                schema,
                new ListedFiles(holding, reader.readsLines()),
                ColumnAgreement.of(source, inFiles, List.of(partitions.columns().fieldNames()), holding),
                partitions.values(),
                options.limit());
    }

    private static FormatReader reader(String format, ReadOptions options, SparkSettings settings) {
        try {
            return switch (format) {
                case "csv" -> new CsvFormat(options, settings);
                case "json" -> new JsonFormat(options, settings);
                case "text" -> new TextFormat(options);
                default -> new ParquetFormat(options);
            };
        } catch (Exception e) {
            throw SparkFailures.of(ErrorCode.OPTION, "Wrong option of the " + format + " source", e);
        }
    }

    /** Text and Parquet columns, and the column of corrupt records of line-wise JSON, hold a file's bytes as they are. */
    private static Set<String> rawColumns(String format, ReadOptions options, StructType data) {
        Set<String> columns = new LinkedHashSet<>();
        if (format.equals("text") || format.equals("parquet")) {
            for (StructField field : data.fields()) {
                columns.add(field.name());
            }
        }
        columns.add(
                options.find("columnNameOfCorruptRecord").orElse(SQLConf.get().columnNameOfCorruptRecord()));
        return columns;
    }

    /** An inferred schema; its user has not seen the types, so the column of one that is not supported is named. */
    private static StructType readable(StructType inferred) {
        for (StructField field : inferred.fields()) {
            try {
                SparkTypes.fromSpark(field.dataType());
            } catch (LeatException e) {
                throw new LeatException(
                        ErrorCode.NOT_SUPPORTED,
                        "Cannot read the column " + field.name() + ": the type "
                                + field.dataType().sql() + " is not supported; declare the columns without it",
                        e);
            }
        }
        return inferred;
    }

    private static LeatException unableToInfer(String format) {
        return new LeatException(Diagnostic.ofSpark(
                ErrorCode.SOURCE_NOT_FOUND,
                "UNABLE_TO_INFER_SCHEMA",
                "Unable to infer a schema for " + format.toUpperCase(Locale.ROOT)
                        + ": there is no file to infer it from; declare the columns",
                Optional.empty()));
    }
}
