package dev.leat.sql.read;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.sql.analysis.SparkSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.csv.CSVHeaderChecker;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.csv.UnivocityParser;
import org.apache.spark.sql.catalyst.expressions.ExprUtils$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** CSV, with Spark's parser. */
final class CsvFormat implements FormatReader {
    private final CSVOptions options;
    private final SparkSettings settings;
    private final boolean addsColumns;

    CsvFormat(ReadOptions options, SparkSettings settings) {
        SQLConf conf = SQLConf.get();
        this.settings = settings;
        this.addsColumns = options.addsColumns();
        this.options = new CSVOptions(
                options.toSpark(),
                conf.csvColumnPruning(),
                conf.sessionLocalTimeZone(),
                conf.columnNameOfCorruptRecord());
        // Built once here, so that a wrong separator or quote is found before any file is opened.
        this.options.asParserSettings();
    }

    static Optional<byte[]> separator(CSVOptions options) {
        Option<byte[]> separator = options.lineSeparatorInRead();
        return separator.isDefined() ? Optional.of(separator.get()) : Optional.empty();
    }

    static UnivocityParser parser(SplitContext split, CSVOptions options) {
        String corrupt = options.columnNameOfCorruptRecord();
        return new UnivocityParser(
                ParsedRecords.without(split.dataSchema(), corrupt),
                ParsedRecords.without(split.required(), corrupt),
                options);
    }

    static CSVHeaderChecker headerChecker(SplitContext split, CSVOptions options) {
        StructType checked = options.isColumnPruningEnabled(split.required()) ? split.required() : split.dataSchema();
        return new CSVHeaderChecker(
                ParsedRecords.without(checked, options.columnNameOfCorruptRecord()),
                options,
                "CSV file: " + split.file().path().toUri(),
                split.beginsFile());
    }

    @Override
    public Optional<StructType> infer(List<DataFile> files) throws IOException {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        CsvInference inference = new CsvInference(options, settings);
        return Optional.of(addsColumns ? inference.inferByName(files) : inference.infer(files));
    }

    @Override
    public Optional<FileColumns> columns(DataFile file) throws IOException {
        return options.headerFlag() ? new CsvInference(options, settings).header(file) : Optional.empty();
    }

    @Override
    public StructType dataOf(DataFile file, StructType data) throws IOException {
        Optional<FileColumns> header = addsColumns ? columns(file) : Optional.empty();
        return header.map(found -> HeaderSchema.ofFile(data, found, options.columnNameOfCorruptRecord()))
                .orElse(data);
    }

    @Override
    public void check(StructType dataSchema) {
        for (StructField field : dataSchema.fields()) {
            DataType type = field.dataType();
            if (type instanceof ArrayType
                    || type instanceof MapType
                    || type instanceof StructType
                    || type instanceof NullType) {
                throw unsupportedType("CSV", field);
            }
        }
        ExprUtils$.MODULE$.verifyColumnNameOfCorruptRecord(dataSchema, options.columnNameOfCorruptRecord());
    }

    static LeatException unsupportedType(String format, StructField field) {
        return new LeatException(Diagnostic.ofSpark(
                ErrorCode.ANALYSIS,
                "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                "The " + format + " source doesn't support the column " + field.name() + " of the type "
                        + field.dataType().sql(),
                Optional.empty()));
    }

    @Override
    public void checkRequired(StructType required) {
        checkNotOnlyCorrupt(required, options.columnNameOfCorruptRecord());
    }

    /** A query of nothing but the corrupt record would not parse, so that no record could be corrupt. */
    static void checkNotOnlyCorrupt(StructType required, String corruptColumn) {
        if (required.length() == 1 && required.fields()[0].name().equals(corruptColumn)) {
            throw new LeatException(Diagnostic.ofSpark(
                    ErrorCode.ANALYSIS,
                    "UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN",
                    "A query of raw files cannot refer to the column " + corruptColumn
                            + " alone; read another column of the files, too, or store the rows first",
                    Optional.empty()));
        }
    }

    @Override
    public boolean splitsFiles() {
        Optional<byte[]> separator = separator(options);
        return !options.multiLine() && (separator.isEmpty() || separator.get().length == 1);
    }

    @Override
    public boolean readsLines() {
        return !options.multiLine() && separator(options).isEmpty() && LineEnds.areBytes(options.charset());
    }

    @Override
    public RowCursor open(SplitContext split) throws IOException {
        return options.multiLine() ? new CsvFileCursor(split, options) : CsvLineCursor.open(split, options);
    }

    @Override
    public Optional<FastLine> fastLine(StructType dataSchema, StructType required) {
        return options.multiLine() ? Optional.empty() : CsvLineCursor.fastLine(dataSchema, required, options);
    }

    @Override
    public RowCursor open(SplitContext split, Lines lines) {
        return new CsvLineCursor(split, options, lines);
    }
}
