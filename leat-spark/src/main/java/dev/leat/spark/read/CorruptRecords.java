package dev.leat.spark.read;

import dev.leat.pipeline.Source;
import dev.leat.spark.read.MalformedRecords.Mode;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    CorruptRecords {
        schema = List.copyOf(schema);
        options = Map.copyOf(options);
    }

    /** Of a source; empty where no record is malformed, or the first that is ends the reading. */
    static Optional<CorruptRecords> of(Source source, SparkSession spark) {
        MalformedRecords malformed = MalformedRecords.of(source.definition().options(), spark);
        if (!PARSED.contains(source.definition().format()) || malformed.mode() == Mode.FAILFAST) {
            return Optional.empty();
        }
        String name = malformed.column();
        List<Field> schema = new ArrayList<>(source.schema());
        if (schema.stream().noneMatch(field -> field.name().equalsIgnoreCase(name))) {
            schema.add(new Field(name, Simple.STRING, true));
        }
        return Optional.of(new CorruptRecords(
                name, schema, malformed.keeping(source.definition().options())));
    }

    /** Whether rows of a source's malformed records are kept with NULLs. */
    static boolean areKept(Source source) {
        return MalformedRecords.mode(source.definition().options()) != Mode.DROPMALFORMED;
    }

    /** The text of a malformed record, and NULL for others. */
    Column content() {
        return FileSource.column(name);
    }

    /** Whether any of some columns is parsed. */
    boolean parsesAny(Set<String> asked) {
        return schema.stream().anyMatch(field -> isParsed(field, asked));
    }

    private boolean isParsed(Field field, Set<String> asked) {
        return asked.contains(field.name()) && !field.name().equalsIgnoreCase(name);
    }

    /**
     * How many values of a record are NULL in some columns. A value is only parsed, and found to be wrong, where it is asked for.
     *
     * @param asked those that are read
     */
    Column missing(Set<String> asked) {
        Column missing = functions.lit(0);
        for (Field field : schema) {
            if (isParsed(field, asked)) {
                missing = missing.plus(functions
                        .when(FileSource.column(field.name()).isNull(), 1)
                        .otherwise(0));
            }
        }
        return missing;
    }
}
