package dev.leat.sql.read;

import java.nio.file.Path;

/**
 * A file as it was when the source was listed.
 *
 * @param path absolute
 */
record DataFile(Path path, long bytes, long modifiedMillis) {
    String name() {
        return path.getFileName().toString();
    }
}
