package dev.leat.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What processes print that are started by a cluster, not by us. */
final class ChildLogs {
    static final String OUTPUT = "stdout";
    static final String ERRORS = "stderr";

    private ChildLogs() {}

    /**
     * Finds logs at any depth, in the order of their paths.
     *
     * @param names of files
     */
    static List<Path> find(Path folder, List<String> names) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> names.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(List<Path> logs) {
        List<String> lines = new ArrayList<>();
        try {
            for (Path log : logs) {
                lines.addAll(Files.readAllLines(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
