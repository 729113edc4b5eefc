package dev.leat.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What readers see in the folders of sinks. */
final class SinkFolders {
    private SinkFolders() {}

    /** The names of all that is in a folder. */
    static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    /** The files of text that a reader sees, by name, each with its lines in some order that is always the same. */
    static Map<String, List<String>> texts(Path folder) {
        Map<String, List<String>> texts = new TreeMap<>();
        for (String name : names(folder)) {
            if (!name.startsWith(".")) {
                texts.put(name, lines(folder.resolve(name)).stream().sorted().toList());
            }
        }
        return texts;
    }

    /** The lines of all of them. */
    static List<String> rows(Path folder) {
        return texts(folder).values().stream().flatMap(List::stream).sorted().toList();
    }

    /** The lines of a file. */
    static List<String> lines(Path file) {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
