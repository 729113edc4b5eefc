package dev.leat.sql.read;

import com.univocity.parsers.csv.CsvParser;
import dev.leat.sql.analysis.SparkSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.csv.CSVInferSchema;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.execution.datasources.csv.CSVUtils$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Finds names and types of CSV columns as Spark does: names from the first line that is neither blank nor a comment,
 * types from all lines but those equal to it.
 */
final class CsvInference {
    private final CSVOptions options;
    private final SparkSettings settings;
    private final Charset charset;

    CsvInference(CSVOptions options, SparkSettings settings) {
        this.options = options;
        this.settings = settings;
        charset = Charset.forName(options.charset());
    }

    StructType infer(List<DataFile> files) throws IOException {
        List<List<SplitPlace>> groups = InferencePartitions.of(files, SQLConf.get(), !options.multiLine());
        Optional<String> firstLine = options.multiLine() ? Optional.empty() : findFirstLine(groups);
        String @Nullable [] firstRow = options.multiLine()
                ? findFirstRecord(groups)
                : firstLine
                        .map(line -> new CsvParser(options.asParserSettings()).parseLine(line))
                        .orElse(null);
        if (firstRow == null) {
            return new StructType();
        }
        String[] header =
                CSVUtils$.MODULE$.makeSafeHeader(firstRow, SQLConf.get().caseSensitiveAnalysis(), options);
        if (!options.inferSchemaFlag()) {
            return new StructType(Arrays.stream(header)
                    .map(name -> new StructField(
                            name, DataTypes.StringType, true, org.apache.spark.sql.types.Metadata.empty()))
                    .toArray(StructField[]::new));
        }
        CSVInferSchema inference = new CSVInferSchema(options);
        DataType[] types = IntStream.range(0, groups.size())
                .parallel()
                .mapToObj(group -> settings.within(() -> types(groups.get(group), group, header.length, firstLine)))
                .reduce(
                        start(header.length),
                        (left, right) -> settings.within(() -> inference.mergeRowTypes(left, right)));
        return new StructType(inference.toStructFields(types, header));
    }

    /** The columns of files with different headers, those of the oldest files first. */
    StructType inferByName(List<DataFile> files) throws IOException {
        List<DataFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparingLong(DataFile::modifiedMicros).thenComparing(DataFile::path));
        Map<FileColumns, List<DataFile>> alike = new LinkedHashMap<>();
        for (DataFile file : sorted) {
            Optional<FileColumns> header = header(file);
            header.ifPresent(found ->
                    alike.computeIfAbsent(found, key -> new ArrayList<>()).add(file));
        }
        List<StructType> schemas = new ArrayList<>();
        for (List<DataFile> group : alike.values()) {
            schemas.add(infer(group));
        }
        CSVInferSchema inference = new CSVInferSchema(options);
        return HeaderSchema.union(
                schemas, (one, other) -> inference.mergeRowTypes(new DataType[] {one}, new DataType[] {other})[0]);
    }

    /** The names in the header of a file; empty while it has none that is complete. */
    Optional<FileColumns> header(DataFile file) throws IOException {
        List<List<SplitPlace>> whole = List.of(List.of(SplitPlace.whole(file)));
        String @Nullable [] names = options.multiLine()
                ? findFirstRecord(whole)
                : findFirstLine(whole)
                        .map(line -> new CsvParser(options.asParserSettings()).parseLine(line))
                        .orElse(null);
        return Optional.ofNullable(names)
                .map(found -> FileColumns.ofHeader(Arrays.stream(found)
                        .map(name -> name == null ? "" : name)
                        .toList()));
    }

    private static DataType[] start(int columns) {
        DataType[] types = new DataType[columns];
        Arrays.fill(types, DataTypes.NullType);
        return types;
    }

    private Optional<String> findFirstLine(List<List<SplitPlace>> groups) throws IOException {
        String comment = options.isCommentSet() ? String.valueOf(options.comment()) : "";
        for (List<SplitPlace> group : groups) {
            for (SplitPlace part : group) {
                try (LineReader lines = LineRecords.open(part, CsvFormat.separator(options))) {
                    while (lines.next()) {
                        String line = text(lines);
                        // SQL's trim, which Spark uses here and only here, takes blanks but no tabs.
                        boolean blank = line.chars().allMatch(c -> c == ' ');
                        if (!blank && (comment.isEmpty() || !line.startsWith(comment))) {
                            return Optional.of(line);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private String text(LineReader lines) {
        return new String(lines.bytes(), lines.offset(), lines.length(), charset);
    }

    private String @Nullable [] findFirstRecord(List<List<SplitPlace>> groups) throws IOException {
        for (List<SplitPlace> group : groups) {
            for (SplitPlace part : group) {
                try (InputStream content = CompressedFiles.open(part.requireFile())) {
                    CsvParser tokenizer = new CsvParser(options.asParserSettings());
                    tokenizer.beginParsing(content, options.charset());
                    String[] record = tokenizer.parseNext();
                    if (record != null) {
                        return record;
                    }
                }
            }
        }
        return null;
    }

    private DataType[] types(List<SplitPlace> parts, int group, int columns, Optional<String> firstLine) {
        CSVInferSchema inference = new CSVInferSchema(options);
        RecordSample sample = new RecordSample(options.samplingRatio(), group);
        DataType[] types = start(columns);
        try {
            for (SplitPlace part : parts) {
                types = options.multiLine()
                        ? ofRecords(part, inference, sample, types)
                        : ofLines(part, inference, sample, types, firstLine.orElseThrow());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return types;
    }

    private DataType[] ofLines(
            SplitPlace part, CSVInferSchema inference, RecordSample sample, DataType[] start, String firstLine)
            throws IOException {
        CsvParser tokenizer = new CsvParser(options.asParserSettings());
        Optional<String> comment =
                options.isCommentSet() ? Optional.of(String.valueOf(options.comment())) : Optional.empty();
        DataType[] types = start;
        try (LineReader lines = LineRecords.open(part, CsvFormat.separator(options))) {
            while (lines.next()) {
                if (!sample.takesNext()) {
                    continue;
                }
                String line = text(lines);
                boolean skipped = line.trim().isEmpty()
                        || comment.filter(line::startsWith).isPresent()
                        || (options.headerFlag() && line.equals(firstLine));
                if (!skipped) {
                    types = inference.inferRowType(types, tokenizer.parseLine(line));
                }
            }
        }
        return types;
    }

    private DataType[] ofRecords(SplitPlace part, CSVInferSchema inference, RecordSample sample, DataType[] start)
            throws IOException {
        CsvParser tokenizer = new CsvParser(options.asParserSettings());
        DataType[] types = start;
        try (InputStream content = CompressedFiles.open(part.requireFile())) {
            tokenizer.beginParsing(content, options.charset());
            if (options.headerFlag()) {
                tokenizer.parseNext();
            }
            for (String[] record = tokenizer.parseNext(); record != null; record = tokenizer.parseNext()) {
                if (sample.takesNext()) {
                    types = inference.inferRowType(types, record);
                }
            }
        }
        return types;
    }
}
