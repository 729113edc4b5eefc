package dev.leat.sql.read;

import dev.leat.pipeline.IdleTimeout;
import dev.leat.pipeline.SourceOptions;
import dev.leat.reading.TriggerOptions;
import dev.leat.sql.read.ReadOption.Kind;
import java.util.List;
import java.util.Set;

/** Every option of a file source that is supported. Documentation and checks come from this table. */
public final class ReadOptionTable {
    private static final Set<String> CSV = Set.of("csv");
    private static final Set<String> JSON = Set.of("json");
    private static final Set<String> TEXT = Set.of("text");
    private static final Set<String> PARQUET = Set.of("parquet");
    private static final Set<String> PARSED = Set.of("csv", "json");
    private static final Set<String> COMPARED = Set.of("csv", "parquet");
    private static final Set<String> LINES = Set.of("csv", "json", "text");
    private static final Set<String> ALL = Set.of("csv", "json", "text", "parquet");

    /** All options, in the order of the documentation. */
    public static final List<ReadOption> OPTIONS = List.of(
            of("header", CSV, Kind.BOOLEAN, "false", "The first line of each file holds column names."),
            of("sep", CSV, Kind.TEXT, ",", "What separates two values; one or more characters."),
            of("delimiter", CSV, Kind.TEXT, ",", "The same as sep."),
            of("quote", CSV, Kind.TEXT, "\"", "The character around quoted values; empty turns quoting off."),
            of("escape", CSV, Kind.TEXT, "\\", "The character before a quote inside a quoted value."),
            of(
                    "charToEscapeQuoteEscaping",
                    CSV,
                    Kind.TEXT,
                    "escape, where escape and quote differ",
                    "The character before an escape character that stands before a quote."),
            of("comment", CSV, Kind.TEXT, "none", "Lines that begin with this character are skipped."),
            of("nullValue", CSV, Kind.TEXT, "", "The text that stands for NULL."),
            of("emptyValue", CSV, Kind.TEXT, "", "The text given for a quoted empty value."),
            of("nanValue", CSV, Kind.TEXT, "NaN", "The text of a number that is not a number."),
            of("positiveInf", CSV, Kind.TEXT, "Inf", "The text of positive infinity."),
            of("negativeInf", CSV, Kind.TEXT, "-Inf", "The text of negative infinity."),
            of(
                    "inferSchema",
                    CSV,
                    Kind.BOOLEAN,
                    "false",
                    "Find the types of columns in the data; else all are STRING."),
            of("preferDate", CSV, Kind.BOOLEAN, "true", "Infer DATE where all values fit dateFormat."),
            of(
                    "enforceSchema",
                    CSV,
                    Kind.BOOLEAN,
                    "true",
                    "Ignore the names in headers; else they must be the schema's."),
            of("ignoreLeadingWhiteSpace", CSV, Kind.BOOLEAN, "false", "Drop blanks before values."),
            of("ignoreTrailingWhiteSpace", CSV, Kind.BOOLEAN, "false", "Drop blanks after values."),
            of("maxColumns", CSV, Kind.INTEGER, "20480", "The most columns a record may have."),
            of("maxCharsPerColumn", CSV, Kind.INTEGER, "-1", "The most characters a value may have; -1 is no limit."),
            of(
                    "unescapedQuoteHandling",
                    CSV,
                    Kind.UNESCAPED_QUOTE,
                    "STOP_AT_DELIMITER",
                    "What to do with a quote inside a value that is not quoted."),
            of(
                    "columnPruning",
                    CSV,
                    Kind.BOOLEAN,
                    "true, false with multiLine",
                    "Parse only the columns a query needs; a record is then malformed only by these."),
            of("inputBufferSize", CSV, Kind.INTEGER, "set by the parser", "Characters the parser holds at once."),
            of("primitivesAsString", JSON, Kind.BOOLEAN, "false", "Infer STRING for numbers and booleans."),
            of("prefersDecimal", JSON, Kind.BOOLEAN, "false", "Infer DECIMAL for fractions, where it fits."),
            of("inferTimestamp", JSON, Kind.BOOLEAN, "false", "Infer TIMESTAMP for texts that are one."),
            of(
                    "dropFieldIfAllNull",
                    JSON,
                    Kind.BOOLEAN,
                    "false",
                    "Leave out of the schema what is always NULL or empty."),
            of("allowComments", JSON, Kind.BOOLEAN, "false", "Skip comments in the style of Java and C++."),
            of("allowUnquotedFieldNames", JSON, Kind.BOOLEAN, "false", "Accept names without quotes."),
            of("allowSingleQuotes", JSON, Kind.BOOLEAN, "true", "Accept single quotes around names and texts."),
            of("allowNumericLeadingZeros", JSON, Kind.BOOLEAN, "false", "Accept numbers such as 007."),
            of(
                    "allowBackslashEscapingAnyCharacter",
                    JSON,
                    Kind.BOOLEAN,
                    "false",
                    "Accept a backslash before any character."),
            of("allowUnquotedControlChars", JSON, Kind.BOOLEAN, "false", "Accept control characters in texts."),
            of("allowNonNumericNumbers", JSON, Kind.BOOLEAN, "true", "Accept NaN, Infinity and the like as numbers."),
            of(
                    "mode",
                    PARSED,
                    Kind.MODE,
                    "PERMISSIVE",
                    "What to do with a malformed record: keep it with NULLs, drop it, or fail."),
            of(
                    "columnNameOfCorruptRecord",
                    PARSED,
                    Kind.TEXT,
                    "spark.sql.columnNameOfCorruptRecord",
                    "The STRING column that gets the text of a malformed record."),
            of("multiLine", PARSED, Kind.BOOLEAN, "false", "A record may span lines; then a file is read as a whole."),
            of("dateFormat", PARSED, Kind.TEXT, "yyyy-MM-dd", "The pattern of dates."),
            of("timestampFormat", PARSED, Kind.TEXT, "ISO 8601", "The pattern of timestamps."),
            of("timestampNTZFormat", PARSED, Kind.TEXT, "ISO 8601", "The pattern of timestamps without a zone."),
            of(
                    "enableDateTimeParsingFallback",
                    PARSED,
                    Kind.BOOLEAN,
                    "true, false with a pattern",
                    "Try Spark 1's forms of dates and timestamps after the pattern."),
            of("samplingRatio", PARSED, Kind.NUMBER, "1.0", "The share of records from which the schema is inferred."),
            of("locale", PARSED, Kind.TEXT, "en-US", "The language of dates and decimals."),
            of("encoding", LINES, Kind.TEXT, "UTF-8", "The character encoding of the files."),
            of("charset", PARSED, Kind.TEXT, "UTF-8", "The same as encoding."),
            of("lineSep", LINES, Kind.TEXT, "\\r, \\r\\n or \\n", "What ends a line."),
            of("wholetext", TEXT, Kind.BOOLEAN, "false", "One row per file."),
            of(
                    SourceOptions.SCHEMA_EVOLUTION_MODE,
                    COMPARED,
                    Kind.EVOLUTION,
                    "failOnNewColumns",
                    "What to do with a file whose columns are others than before: not read it, take those it has by"
                            + " their names (addNewColumns), or read it by the source's columns (none)."),
            of("mergeSchema", PARQUET, Kind.BOOLEAN, "false", "The columns of all files, not only of one."),
            of(
                    "datetimeRebaseMode",
                    PARQUET,
                    Kind.TEXT,
                    "EXCEPTION",
                    "What to do with days before 1582-10-15 in files of unknown calendar."),
            of(
                    "int96RebaseMode",
                    PARQUET,
                    Kind.TEXT,
                    "EXCEPTION",
                    "What to do with INT96 timestamps before 1900 in files of unknown calendar."),
            of("compression", LINES, Kind.TEXT, "by suffix", "For writing; a file is read as its suffix says."),
            of(
                    "timeZone",
                    ALL,
                    Kind.TEXT,
                    "the session's",
                    "The zone of timestamps without one, and of partition folders."),
            of(
                    TriggerOptions.FILES_MAX,
                    ALL,
                    Kind.COUNT,
                    "none",
                    "The most files of which a stream reads something more in a commit, those written first before others."),
            of(
                    TriggerOptions.BYTES_MAX,
                    ALL,
                    Kind.COUNT,
                    "none",
                    "The most bytes that a stream reads on in a commit; a file that cannot be divided may have more."),
            of(
                    IdleTimeout.OPTION,
                    ALL,
                    Kind.IDLE,
                    "leat.watermark.idleTimeout",
                    "After which time without rows a file holds no watermark up, such as 30 seconds; or never."),
            of("recursiveFileLookup", ALL, Kind.BOOLEAN, "false", "Read all folders below, without partition columns."),
            of("pathGlobFilter", ALL, Kind.TEXT, "none", "Read only files whose name fits this glob."),
            of("modifiedBefore", ALL, Kind.TEXT, "none", "Read only files changed before this time."),
            of("modifiedAfter", ALL, Kind.TEXT, "none", "Read only files changed after this time."),
            of("basePath", ALL, Kind.TEXT, "the path itself", "The folder below which partition folders begin."),
            of(
                    "ignoreInvalidPartitionPaths",
                    ALL,
                    Kind.BOOLEAN,
                    "false",
                    "Skip folders that are no partition folders beside ones that are."),
            of(
                    "ignoreCorruptFiles",
                    ALL,
                    Kind.BOOLEAN,
                    "false",
                    "Only false is supported: a file is never skipped silently."),
            of(
                    "ignoreMissingFiles",
                    ALL,
                    Kind.BOOLEAN,
                    "false",
                    "Only false is supported: a file is never skipped silently."));

    private ReadOptionTable() {}

    private static ReadOption of(String name, Set<String> formats, Kind kind, String defaultValue, String doc) {
        return new ReadOption(name, formats, kind, defaultValue, doc);
    }
}
