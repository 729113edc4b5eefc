package dev.leat.spark.read;

import dev.leat.pipeline.SourceDefinition;
import dev.leat.pipeline.SourceOptions;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which sources have files of lines that are records, each of them whatever comes before it, so that such a file may grow line by line
 * and be read in ranges. A header makes a difference to the first range only.
 */
final class LineFiles {
    private static final String CSV = "csv";
    private static final Set<String> FORMATS = Set.of(CSV, "json", "text");

    /** A record may be more, or end otherwise, than a line; a file may be one; a comment may come before a header. */
    private static final List<String> RECORDS = List.of("multiLine", "wholetext");

    private static final Set<String> OTHERWISE =
            Set.of("lineSep", "comment", "basePath", "ignoreInvalidPartitionPaths");
    private static final List<String> CHARSETS = List.of("encoding", "charset");

    private LineFiles() {}

    /** Whether the files of a source are such, unless they are compressed. */
    static boolean are(SourceDefinition definition) {
        Map<String, String> options = options(definition);
        return FORMATS.contains(definition.format())
                && RECORDS.stream().noneMatch(name -> Boolean.parseBoolean(options.get(name)))
                && OTHERWISE.stream().noneMatch(options::containsKey)
                && !SourceOptions.isAddingMode(options.get(SourceOptions.SCHEMA_EVOLUTION_MODE))
                && CHARSETS.stream()
                        .filter(options::containsKey)
                        .allMatch(name -> hasLineFeeds(options.getOrDefault(name, "")));
    }

    /** Whether the first line of a file is no record. */
    static boolean haveHeader(SourceDefinition definition) {
        return definition.format().equals(CSV)
                && Boolean.parseBoolean(options(definition).get("header"));
    }

    private static Map<String, String> options(SourceDefinition definition) {
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(definition.options());
        return options;
    }

    /** Whether a byte of that value ends a line in each text of an encoding, and is nothing else. */
    private static boolean hasLineFeeds(String charset) {
        try {
            byte[] lineFeed = "\n".getBytes(Charset.forName(charset));
            return lineFeed.length == 1 && lineFeed[0] == '\n';
        } catch (IllegalArgumentException e) {
            // Whoever reads the source tells what is wrong with the name.
            return false;
        }
    }
}
