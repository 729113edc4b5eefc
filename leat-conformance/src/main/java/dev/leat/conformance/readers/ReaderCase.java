package dev.leat.conformance.readers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files to be read by Spark and by us.
 *
 * @param name says what is odd about it
 * @param files content by path below the folder of the case
 * @param paths what is read, below that folder; empty for the folder itself
 * @param options by Spark's name
 * @param schema the declared columns in Spark's DDL; inferred where absent
 * @param columns what is selected; all where absent
 */
record ReaderCase(
        String name,
        String format,
        Map<String, byte[]> files,
        List<String> paths,
        Map<String, String> options,
        Optional<String> schema,
        Optional<List<String>> columns) {
    ReaderCase {
        files = new LinkedHashMap<>(files);
        paths = List.copyOf(paths);
        options = new LinkedHashMap<>(options);
        columns = columns.map(List::copyOf);
    }

    static ReaderCase csv(String name, String content) {
        return of(name, "csv", content.getBytes(StandardCharsets.UTF_8));
    }

    static ReaderCase json(String name, String content) {
        return of(name, "json", content.getBytes(StandardCharsets.UTF_8));
    }

    static ReaderCase text(String name, String content) {
        return of(name, "text", content.getBytes(StandardCharsets.UTF_8));
    }

    static ReaderCase of(String name, String format, byte[] content) {
        return new ReaderCase(
                name,
                format,
                Map.of("data." + format, content),
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    static ReaderCase ofFiles(String name, String format, Map<String, byte[]> files) {
        return new ReaderCase(name, format, files, List.of(), Map.of(), Optional.empty(), Optional.empty());
    }

    ReaderCase with(String option, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(option, value);
        return new ReaderCase(name + " " + option + "=" + value, format, files, paths, more, schema, columns);
    }

    ReaderCase as(String ddl) {
        return new ReaderCase(name + " as " + ddl, format, files, paths, options, Optional.of(ddl), columns);
    }

    ReaderCase select(String... names) {
        return new ReaderCase(
                name + " select " + String.join(",", names),
                format,
                files,
                paths,
                options,
                schema,
                Optional.of(List.of(names)));
    }

    ReaderCase reading(String... wanted) {
        List<String> all = new ArrayList<>(List.of(wanted));
        return new ReaderCase(
                name + " reading " + String.join(",", wanted), format, files, all, options, schema, columns);
    }

    /** The case in each mode, with and without a column for corrupt records. */
    List<ReaderCase> inEachMode(String ddl) {
        ReaderCase corrupt = as(ddl + ", _corrupt_record string");
        return List.of(as(ddl), corrupt, as(ddl).with("mode", "DROPMALFORMED"), as(ddl).with("mode", "FAILFAST"));
    }

    /** Writes its files into a folder. */
    void write(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    @Override
    public String toString() {
        return format + ": " + name;
    }
}
