package dev.leat.pipeline;

import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source of files as the user declares it.
 *
 * @param format csv, json, text or parquet, in lower case
 * @param paths files, folders or globs; absolute
 * @param options by the name the user wrote
 * @param schema the declared columns; inferred where absent
 */
public record FileSource(
        String format,
        List<String> paths,
        Map<String, String> options,
        Optional<List<Field>> schema,
        Settings settings) {
    public FileSource {
        paths = List.copyOf(paths);
        options = Map.copyOf(options);
        schema = schema.map(List::copyOf);
    }

    /** The same files with these columns; nothing is inferred. */
    public FileSource withSchema(List<Field> columns) {
        return new FileSource(format, paths, options, Optional.of(columns), settings);
    }
}
