package dev.leat.conformance.readers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Real files with the oddities of real data, where they are at hand. They are read in place. */
final class SharedDataCases {
    /** Larger files would take the time of many odd ones. */
    private static final long BYTES_MAX = 3L << 20;

    private static final int FILES_PER_FOLDER_MAX = 3;

    private SharedDataCases() {}

    /** A case with the folder its files are in. */
    record Located(Path folder, ReaderCase test) {}

    static List<Located> all(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            return List.of();
        }
        List<Located> cases = new ArrayList<>();
        try (Stream<Path> folders = Files.walk(data)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                int limit = folder.startsWith(data.resolve("suites")) ? Integer.MAX_VALUE : FILES_PER_FOLDER_MAX;
                for (Path file : files(folder).stream().limit(limit).toList()) {
                    addCases(cases, folder, file);
                }
            }
        }
        return cases;
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.sorted().toList()) {
                if (Files.isRegularFile(child) && Files.size(child) <= BYTES_MAX) {
                    files.add(child);
                }
            }
        }
        return files;
    }

    private static void addCases(List<Located> cases, Path folder, Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".csv")) {
            ReaderCase csv = in(file, "csv");
            add(cases, folder, csv.with("header", "true"));
            add(cases, folder, csv.with("header", "true").with("inferSchema", "true"));
            add(
                    cases,
                    folder,
                    csv.with("header", "true").with("multiLine", "true").with("escape", "\""));
            add(cases, folder, csv.with("sep", ";").with("inferSchema", "true"));
        } else if (name.endsWith(".json") || name.endsWith(".json.gz") || name.endsWith(".jsonl")) {
            add(cases, folder, in(file, "json"));
            add(cases, folder, in(file, "json").with("multiLine", "true"));
            add(cases, folder, in(file, "json").with("primitivesAsString", "true"));
        } else if (name.contains(".parquet")) {
            add(cases, folder, in(file, "parquet"));
        } else if (name.endsWith(".log") || name.endsWith(".txt") || name.endsWith(".md")) {
            add(cases, folder, in(file, "text"));
            add(cases, folder, in(file, "csv").with("sep", " ").with("inferSchema", "true"));
        }
    }

    private static ReaderCase in(Path file, String format) {
        return new ReaderCase(
                file.getFileName().toString(),
                format,
                Map.of(),
                List.of(file.getFileName().toString()),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static void add(List<Located> cases, Path folder, ReaderCase test) {
        cases.add(new Located(folder, test));
    }
}
