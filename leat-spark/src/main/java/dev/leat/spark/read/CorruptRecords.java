package dev.leat.spark.read;

import dev.leat.pipeline.Source;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * How a source of a format that is parsed is read so that its malformed records are known: with one more column, which has their text.
 *
 * @param name of the column
 * @param schema with it
 * @param options of a reader that keeps such records
 */
record CorruptRecords(String name, List<Field> schema, Map<String, String> options) {
    private static final Set<String> PARSED = Set.of("csv", "json");
    private static final String OPTION = "columnNameOfCorruptRecord";
    private static final String SETTING = "spark.sql.columnNameOfCorruptRecord";
    private static final String MODE = "mode";

    CorruptRecords {
        schema = List.copyOf(schema);
        options = Map.copyOf(options);
    }

    /** Of a source; empty where no record is malformed, or the first that is ends the reading. */
    static Optional<CorruptRecords> of(Source source, SparkSession spark) {
        String mode = option(source, MODE).orElse("PERMISSIVE").toUpperCase(Locale.ROOT);
        if (!PARSED.contains(source.definition().format()) || mode.equals("FAILFAST")) {
            return Optional.empty();
        }
        String name = option(source, OPTION).orElseGet(() -> spark.conf().get(SETTING));
        List<Field> schema = new ArrayList<>(source.schema());
        if (schema.stream().noneMatch(field -> field.name().equalsIgnoreCase(name))) {
            schema.add(new Field(name, Simple.STRING, true));
        }
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(source.definition().options());
        options.put(MODE, "PERMISSIVE");
        options.put(OPTION, name);
        return Optional.of(new CorruptRecords(name, schema, options));
    }

    /** Whether rows of a source's malformed records are kept with NULLs. */
    static boolean areKept(Source source) {
        return option(source, MODE).filter("DROPMALFORMED"::equalsIgnoreCase).isEmpty();
    }

    private static Optional<String> option(Source source, String name) {
        return source.definition().options().entrySet().stream()
                .filter(option -> option.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The text of a malformed record, and NULL for others. */
    Column content() {
        return FileSource.column(name);
    }

    /** How many values of a record are NULL. A value is only parsed, and found to be wrong, where it is asked for: here are all. */
    Column missing() {
        Column missing = functions.lit(0);
        for (Field field : schema) {
            missing = missing.plus(
                    functions.when(FileSource.column(field.name()).isNull(), 1).otherwise(0));
        }
        return missing;
    }
}
