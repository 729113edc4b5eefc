package dev.leat.conformance.incremental;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What readers see in the folders of sinks. */
final class SinkFolders {
    private SinkFolders() {}

    /** The files of a sink, in the order of their names; none if it has no folder. */
    static List<Path> files(Path sink) throws IOException {
        if (!Files.isDirectory(sink)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(sink)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .toList();
        }
    }

    /** The lines of a file, which may be compressed. */
    static List<String> lines(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    /** The lines of each file of a sink, in some order that is always the same. Parts of a file are one. */
    static List<List<String>> texts(Path sink) throws IOException {
        Map<String, List<String>> texts = new TreeMap<>();
        for (Path file : files(sink)) {
            String whole = file.getFileName().toString().replaceAll("-p\\d+", "");
            texts.computeIfAbsent(whole, unseen -> new ArrayList<>()).addAll(lines(file));
        }
        texts.values().forEach(lines -> lines.sort(String::compareTo));
        return List.copyOf(texts.values());
    }
}
