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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.csv.CSVInferSchema;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.execution.datasources.csv.CSVUtils$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
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
        return withoutNull(found(files));
    }

    /** A column without values is one of texts. */
    private StructType withoutNull(StructType found) {
        DataType[] types =
                Arrays.stream(found.fields()).map(StructField::dataType).toArray(DataType[]::new);
        return new StructType(new CSVInferSchema(options).toStructFields(types, found.fieldNames()));
    }

    /** The columns of some files; that of a column without values has the null type. */
    private StructType found(List<DataFile> files) throws IOException {
        List<List<SplitPlace>> groups = InferencePartitions.of(files, SQLConf.get(), !options.multiLine());
        Optional<String> firstLine = options.multiLine() ? Optional.empty() : findFirstLine(groups);
        String @Nullable [] firstRow = options.multiLine()
                ? findFirstRecord(groups)
                : firstLine.map(this::tokens).orElse(null);
        if (firstRow == null) {
            return new StructType();
        }
        String[] header =
                CSVUtils$.MODULE$.makeSafeHeader(firstRow, SQLConf.get().caseSensitiveAnalysis(), options);
        if (!options.inferSchemaFlag()) {
            DataType[] texts = new DataType[header.length];
            Arrays.fill(texts, DataTypes.StringType);
            return struct(header, texts);
        }
        CSVInferSchema inference = new CSVInferSchema(options);
        DataType[] types = IntStream.range(0, groups.size())
                .parallel()
                .mapToObj(group -> settings.within(() -> types(groups.get(group), group, header.length, firstLine)))
                .reduce(
                        start(header.length),
                        (left, right) -> settings.within(() -> inference.mergeRowTypes(left, right)));
        return struct(header, types);
    }

    private static StructType struct(String[] names, DataType[] types) {
        return new StructType(IntStream.range(0, names.length)
                .mapToObj(i -> new StructField(names[i], types[i], true, Metadata.empty()))
                .toArray(StructField[]::new));
    }

    private String[] tokens(String line) {
        return new CsvParser(options.asParserSettings()).parseLine(line);
    }

    /**
     * The columns of files with different headers, those of the oldest files first. Files without a header that is complete tell
     * nothing, nor do those that have a name twice.
     */
    StructType inferByName(List<DataFile> files) throws IOException {
        List<DataFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparingLong(DataFile::modifiedMicros).thenComparing(DataFile::path));
        // By the text, which is how the lines of a header are told from others.
        Map<String, List<DataFile>> alike = new LinkedHashMap<>();
        for (DataFile file : sorted) {
            Optional<FileColumns> header = header(file);
            if (header.filter(found -> !found.hasRepeatedNames()).isPresent()) {
                String text = options.multiLine()
                        ? String.join("\n", header.get().names())
                        : findFirstLine(whole(file)).orElse("");
                alike.computeIfAbsent(text, key -> new ArrayList<>()).add(file);
            }
        }
        Map<String, StructField> columns = new LinkedHashMap<>();
        for (List<DataFile> group : alike.values()) {
            for (StructField field : found(group).fields()) {
                columns.merge(field.name().toLowerCase(Locale.ROOT), field, this::common);
            }
        }
        return withoutNull(new StructType(columns.values().toArray(new StructField[0])));
    }

    /** With the type that fits the values of both; that of columns without values fits any. */
    private StructField common(StructField one, StructField other) {
        DataType left = one.dataType();
        DataType right = other.dataType();
        DataType merged = new CSVInferSchema(options).mergeRowTypes(new DataType[] {left}, new DataType[] {right})[0];
        boolean hasNone = merged == DataTypes.NullType && left != DataTypes.NullType && right != DataTypes.NullType;
        return new StructField(one.name(), hasNone ? DataTypes.StringType : merged, true, Metadata.empty());
    }

    private static List<List<SplitPlace>> whole(DataFile file) {
        return List.of(List.of(SplitPlace.whole(file)));
    }

    /** The names in the header of a file, as Spark makes them of what is blank; empty while it has none that is complete. */
    Optional<FileColumns> header(DataFile file) throws IOException {
        String @Nullable [] names = options.multiLine()
                ? findFirstRecord(whole(file))
                : findFirstCompleteLine(file).map(this::tokens).orElse(null);
        return Optional.ofNullable(names)
                .map(found -> FileColumns.ofHeader(IntStream.range(0, found.length)
                        .mapToObj(i -> found[i] == null || found[i].isEmpty() ? "_c" + i : found[i])
                        .toList()));
    }

    /** A line at the end of a file may still be written. */
    private Optional<String> findFirstCompleteLine(DataFile file) throws IOException {
        try (LineReader lines = LineRecords.open(SplitPlace.whole(file), CsvFormat.separator(options))) {
            Optional<String> first = findFirstLine(lines);
            boolean isAtEnd =
                    !CompressedFiles.isCompressed(file) && lines.linePosition() + lines.length() >= file.bytes();
            return isAtEnd ? Optional.empty() : first;
        }
    }

    private static DataType[] start(int columns) {
        DataType[] types = new DataType[columns];
        Arrays.fill(types, DataTypes.NullType);
        return types;
    }

    private Optional<String> findFirstLine(List<List<SplitPlace>> groups) throws IOException {
        for (List<SplitPlace> group : groups) {
            for (SplitPlace part : group) {
                try (LineReader lines = LineRecords.open(part, CsvFormat.separator(options))) {
                    Optional<String> first = findFirstLine(lines);
                    if (first.isPresent()) {
                        return first;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> findFirstLine(LineReader lines) throws IOException {
        String comment = options.isCommentSet() ? String.valueOf(options.comment()) : "";
        while (lines.next()) {
            String line = text(lines);
            // SQL's trim, which Spark uses here and only here, takes blanks but no tabs.
            boolean blank = line.chars().allMatch(c -> c == ' ');
            if (!blank && (comment.isEmpty() || !line.startsWith(comment))) {
                return Optional.of(line);
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
