package dev.leat.pipeline;

import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source as the user declares it: a format with its options.
 *
 * @param format such as csv, parquet or kafka, in lower case
 * @param paths files, folders or globs, absolute; none where the format is not one of files
 * @param options by the name the user wrote
 * @param schema the declared columns; inferred where absent
 */
public record SourceDefinition(
        String format,
        List<String> paths,
        Map<String, String> options,
        Optional<List<Field>> schema,
        Settings settings) {
    public SourceDefinition {
        paths = List.copyOf(paths);
        options = Map.copyOf(options);
        schema = schema.map(List::copyOf);
    }

    /** The same source with these columns; nothing is inferred. */
    public SourceDefinition withSchema(List<Field> columns) {
        return new SourceDefinition(format, paths, options, Optional.of(columns), settings);
    }
}
