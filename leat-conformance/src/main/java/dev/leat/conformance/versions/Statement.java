package dev.leat.conformance.versions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A statement that two Sparks answer.
 *
 * @param kind how its answer is told
 * @param settings of its session
 * @param text SQL; of files what to read, in the form of {@link #fields}
 */
record Statement(String id, Kind kind, Map<String, String> settings, String text) {
    /** How an answer is told. */
    enum Kind {
        /** All rows, or the one failure. */
        WHOLE,
        /** Each row of one partition by itself, which may fail. */
        EACH_ROW,
        /** All rows of files, or the one failure. */
        FILES
    }

    Statement {
        settings = new TreeMap<>(settings);
    }

    static void write(List<Statement> statements, Path file) throws IOException {
        Files.write(
                file,
                statements.stream()
                        .map(each -> fields(List.of(
                                each.id,
                                each.kind.name(),
                                each.settings.entrySet().stream()
                                        .map(entry -> fields(List.of(entry.getKey(), entry.getValue())))
                                        .collect(Collectors.joining("\n")),
                                each.text)))
                        .toList());
    }

    static List<Statement> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(Statement::fields)
                .map(fields -> new Statement(
                        fields.get(0), Kind.valueOf(fields.get(1)), settings(fields.get(2)), fields.get(3)))
                .toList();
    }

    private static Map<String, String> settings(String lines) {
        Map<String, String> settings = new TreeMap<>();
        lines.lines().map(Statement::fields).forEach(pair -> settings.put(pair.get(0), pair.get(1)));
        return settings;
    }

    /** Texts as one line. */
    static String fields(List<String> texts) {
        return texts.stream()
                .map(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining("\t"));
    }

    /** The texts of a line. */
    static List<String> fields(String line) {
        return List.of(line.split("\t", -1)).stream()
                .map(part -> new String(Base64.getDecoder().decode(part), StandardCharsets.UTF_8))
                .toList();
    }
}
