package dev.leat.duckdb;

import dev.leat.error.FileErrors;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose the files in a sink's folder are: a hidden file has the identity of the state that writes them, and those that
 * commits add have a number in their names. So a state finds out that the folder is another's, and which files it has lost the
 * commits of, since it is an older copy of itself.
 */
final class SinkMark {
    /** The name of the hidden file. */
    static final String FILE = ".leat-state";

    private static final Pattern PART = Pattern.compile("part-\\d{5}(?:-(\\d{6,}))?\\.(?:csv|json|parquet)(?:\\.gz)?");

    private SinkMark() {}

    /** The identity of the state that a folder belongs to. */
    static Optional<String> owner(Path folder) {
        Path mark = folder.resolve(FILE);
        try {
            return Optional.of(Files.readString(mark).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileErrors.convert(e, "read " + mark);
        }
    }

    /** Writes the mark of a state into the folder in which its files wait; the file. */
    static Path stage(Path staging, String identity) {
        Path staged = staging.resolve(FILE);
        try {
            Files.writeString(staged, identity + "\n");
        } catch (IOException e) {
            throw FileErrors.convert(e, "write " + staged);
        }
        DurableFiles.force(staged);
        return staged;
    }

    /** The files in a folder that a sink writes as a whole or adds. */
    static List<Path> files(Path folder) {
        return list(folder, name -> true);
    }

    /** The files in a folder that commits have added. */
    static List<Path> added(Path folder) {
        return list(folder, name -> name.group(1) != null);
    }

    private static List<Path> list(Path folder, Predicate<Matcher> choice) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "part-*")) {
            for (Path file : files) {
                Matcher name = PART.matcher(file.getFileName().toString());
                if (name.matches() && choice.test(name)) {
                    found.add(file);
                }
            }
        } catch (IOException e) {
            throw FileErrors.convert(e, "list " + folder);
        }
        Collections.sort(found);
        return found;
    }
}
