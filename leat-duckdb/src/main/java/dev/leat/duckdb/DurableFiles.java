package dev.leat.duckdb;

import dev.leat.error.FileErrors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Has the system write files and folders to the disk, so that they are there after a loss of power. */
final class DurableFiles {
    private DurableFiles() {}

    /** The content of a file, or the names in a folder. */
    static void force(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw FileErrors.convert(e, "write " + path + " to the disk");
        }
    }
}
