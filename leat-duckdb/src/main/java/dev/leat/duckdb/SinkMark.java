package dev.leat.duckdb;

import dev.leat.error.FileErrors;
import dev.leat.sink.FolderSink;
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

/** Whose the files in a sink's folder are, and which of them are a sink's. */
final class SinkMark {
    private SinkMark() {}

    /** The identity of the state that a folder belongs to. */
    static Optional<String> owner(Path folder) {
        Path mark = folder.resolve(FolderSink.MARK);
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
        Path staged = staging.resolve(FolderSink.MARK);
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
        return list(folder, FolderSink::isFile);
    }

    /** The files in a folder that commits have added. */
    static List<Path> added(Path folder) {
        return list(folder, FolderSink::isAdded);
    }

    private static List<Path> list(Path folder, Predicate<String> choice) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "part-*")) {
            for (Path file : files) {
                if (choice.test(String.valueOf(file.getFileName()))) {
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
