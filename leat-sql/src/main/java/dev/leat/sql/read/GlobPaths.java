package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobPattern;

/** Expands globs in paths as Hadoop does: braces may span folders, other patterns match one name. */
final class GlobPaths {
    private static final String SPECIAL = "{}[]*?\\";

    private GlobPaths() {}

    static boolean isGlob(String path) {
        return path.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    /** The existing paths that match, sorted by name within each alternative. */
    static List<Path> expand(String glob) {
        List<Path> found = new ArrayList<>();
        try {
            for (String alternative : GlobExpander.expand(glob)) {
                found.addAll(match(alternative));
            }
        } catch (IOException | java.util.regex.PatternSyntaxException e) {
            throw new LeatException(ErrorCode.OPTION, "The glob " + glob + " is not valid: " + e.getMessage(), e);
        }
        return found;
    }

    private static List<Path> match(String glob) throws IOException {
        List<Path> candidates = List.of(Path.of("/"));
        for (String component : glob.split("/")) {
            if (component.isEmpty()) {
                continue;
            }
            List<Path> next = new ArrayList<>();
            for (Path candidate : candidates) {
                next.addAll(children(candidate, component));
            }
            candidates = next;
        }
        return candidates;
    }

    private static List<Path> children(Path folder, String component) throws IOException {
        if (!isGlob(component)) {
            Path child = folder.resolve(component).normalize();
            return Files.exists(child) ? List.of(child) : List.of();
        }
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        GlobPattern pattern = new GlobPattern(component);
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> pattern.matches(child.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
