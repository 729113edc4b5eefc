package dev.leat.sql.read;

import dev.leat.pipeline.IdleTimeout;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.pipeline.SourceOptions;
import dev.leat.reading.TriggerOptions;
import dev.leat.sql.read.FastCsvLine.Marks;
import dev.leat.sql.read.LineSplitReader.BlankLines;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A format with options under which plain files can be read without Spark's code: the meaning of every option given is
 * known here.
 *
 * @param columns of the files, as declared
 * @param marks of CSV
 */
record PlainFormat(Kind kind, List<Field> columns, boolean hasHeader, Marks marks, boolean timesAreUtc) {
    /** What a zone other than UTC is here: plain instants must name their own. */
    private static final ZoneId OTHER_ZONE = ZoneOffset.ofHours(1);

    /** Settings that readers do not look at. */
    private static final Set<String> SETTINGS = Set.of(
            "spark.sql.session.timeZone",
            "spark.sql.defaultCatalog",
            "spark.sql.catalog.spark_catalog.defaultDatabase",
            "spark.sql.ansi.doubleQuotedIdentifiers",
            "spark.sql.ansi.enforceReservedKeywords",
            "spark.sql.groupByAliases",
            "spark.sql.groupByOrdinal",
            "spark.sql.orderByOrdinal");

    private static final Set<String> MODES = Set.of("PERMISSIVE", "DROPMALFORMED", "FAILFAST");
    private static final String CORRUPT_RECORD = "_corrupt_record";
    private static final String MODE = "mode";
    private static final String HEADER = "header";
    private static final List<String> SEPARATOR = List.of("sep", "delimiter");

    /** The formats. */
    enum Kind {
        CSV,
        JSON,
        TEXT,
        PARQUET
    }

    PlainFormat {
        columns = List.copyOf(columns);
    }

    /** The format of a source whose columns are declared, if it is one of those. */
    static Optional<PlainFormat> of(SourceDefinition source) {
        if (source.schema().isEmpty()
                || source.schema().get().isEmpty()
                || !source.settings().configuration().keySet().stream()
                        .allMatch(key -> !key.startsWith("spark.") || SETTINGS.contains(key))
                || !namesAreDistinct(source.schema().get())) {
            return Optional.empty();
        }
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(source.options());
        if (options.size() < source.options().size() || !TriggerOptions.fit(options)) {
            return Optional.empty();
        }
        TriggerOptions.remove(options);
        boolean isIdleKnown = Optional.ofNullable(options.remove(IdleTimeout.OPTION))
                .flatMap(value -> IdleTimeout.problem(IdleTimeout.OPTION, value))
                .isEmpty();
        if (!isIdleKnown) {
            return Optional.empty();
        }
        takeEvolutionMode(source, options);
        return switch (source.format().toLowerCase(Locale.ROOT)) {
            case "csv" -> csv(source, options);
            case "json" -> modeIsKnown(options) ? simple(Kind.JSON, source, options) : Optional.empty();
            case "text" -> text(source, options);
            case "parquet" -> simple(Kind.PARQUET, source, options);
            default -> Optional.empty();
        };
    }

    /** Files are compared beside their reading; CSV whose columns are found by name is none that is plain. */
    private static void takeEvolutionMode(SourceDefinition source, Map<String, String> options) {
        String format = source.format().toLowerCase(Locale.ROOT);
        boolean isByName =
                format.equals("csv") && SourceOptions.isAddingMode(options.get(SourceOptions.SCHEMA_EVOLUTION_MODE));
        boolean isKnown = !isByName
                && List.of("csv", "parquet").contains(format)
                && SourceOptions.SCHEMA_EVOLUTION_MODES.stream()
                        .anyMatch(mode -> mode.equalsIgnoreCase(options.get(SourceOptions.SCHEMA_EVOLUTION_MODE)));
        if (isKnown) {
            options.remove(SourceOptions.SCHEMA_EVOLUTION_MODE);
        }
    }

    private static boolean namesAreDistinct(List<Field> columns) {
        Set<String> names = new HashSet<>();
        return columns.stream()
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .allMatch(name -> names.add(name) && !name.equals(CORRUPT_RECORD));
    }

    private static Optional<PlainFormat> csv(SourceDefinition source, Map<String, String> options) {
        String header = options.getOrDefault(HEADER, "false").toLowerCase(Locale.ROOT);
        options.remove(HEADER);
        Optional<Character> separator = separator(options);
        if (!List.of("true", "false").contains(header)
                || !modeIsKnown(options)
                || separator.isEmpty()
                || !options.isEmpty()) {
            return Optional.empty();
        }
        Marks marks = new Marks(separator.get(), Marks.DEFAULT.quote(), Marks.DEFAULT.escape());
        return Optional.of(new PlainFormat(
                Kind.CSV, source.schema().orElseThrow(), header.equals("true"), marks, timesAreUtc(source)));
    }

    /** The separator, if it is one plain character; the option is removed. */
    private static Optional<Character> separator(Map<String, String> options) {
        List<String> given = SEPARATOR.stream().filter(options::containsKey).toList();
        if (given.isEmpty()) {
            return Optional.of(Marks.DEFAULT.separator());
        }
        String text = String.valueOf(options.remove(given.get(0)));
        boolean plain = given.size() == 1 && text.length() == 1 && ",;|\t:".contains(text);
        return plain ? Optional.of(text.charAt(0)) : Optional.empty();
    }

    /** Whether the mode is one that Spark knows; the option is removed. */
    private static boolean modeIsKnown(Map<String, String> options) {
        String mode = options.getOrDefault(MODE, "PERMISSIVE");
        options.remove(MODE);
        return MODES.contains(mode.toUpperCase(Locale.ROOT));
    }

    private static Optional<PlainFormat> text(SourceDefinition source, Map<String, String> options) {
        List<Field> columns = source.schema().orElseThrow();
        boolean isOneString = columns.size() == 1 && columns.get(0).type() == Simple.STRING;
        return isOneString ? simple(Kind.TEXT, source, options) : Optional.empty();
    }

    private static Optional<PlainFormat> simple(Kind kind, SourceDefinition source, Map<String, String> options) {
        return options.isEmpty()
                ? Optional.of(
                        new PlainFormat(kind, source.schema().orElseThrow(), false, Marks.DEFAULT, timesAreUtc(source)))
                : Optional.empty();
    }

    private static boolean timesAreUtc(SourceDefinition source) {
        return source.settings().zone().equals("UTC");
    }

    /** The fast way to some of the columns; absent where one has a type that Spark's code has to read. */
    Optional<FastLine> fastLine(List<Field> required) {
        if (required.isEmpty()) {
            return Optional.empty();
        }
        ZoneId zone = timesAreUtc ? ZoneOffset.UTC : OTHER_ZONE;
        return switch (kind) {
            case CSV -> FastCsvLine.of(columns, required, marks, zone);
            case JSON -> FastJsonLine.of(required, zone);
            case TEXT -> Optional.of(new FastTextLine());
            case PARQUET -> Optional.empty();
        };
    }

    BlankLines blankLines() {
        return kind == Kind.CSV ? BlankLines.SKIPPED : BlankLines.RECORDS;
    }
}
