package dev.leat.sql.read;

import dev.leat.spi.PositionRange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file as it was when the source was listed. What is written to it later is not seen.
 *
 * @param path absolute
 * @param start the first byte that is to be read
 * @param bytes its length, or the position after the last byte that is to be read
 * @param modifiedMicros since 1970-01-01 UTC
 * @param identity its number in the file system, which it keeps under another name; empty where there is none
 * @param listed what is found in it when it is first opened
 * @param content what is read of its content, where that is compressed and not all of it is
 */
record DataFile(
        Path path,
        long start,
        long bytes,
        long modifiedMicros,
        String identity,
        ListedContent listed,
        Optional<PositionRange> content) {
    /** A file of which everything is read. */
    DataFile(Path path, long bytes, long modifiedMicros, String identity) {
        this(path, 0, bytes, modifiedMicros, identity, new ListedContent(bytes), Optional.empty());
    }

    static DataFile of(Path path, BasicFileAttributes facts) {
        String identity = facts.fileKey() == null ? "" : facts.fileKey().toString();
        return new DataFile(path, facts.size(), facts.lastModifiedTime().to(TimeUnit.MICROSECONDS), identity);
    }

    /**
     * Opens the file at its beginning. What is open stays the same file, whatever its name is meanwhile.
     *
     * @throws FileSystemException if the path leads to another file than when the source was listed, or the file has lost
     *     some of its content
     */
    FileChannel open() throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            if (!identity.isEmpty()) {
                Object key =
                        Files.readAttributes(path, BasicFileAttributes.class).fileKey();
                if (key == null || !key.toString().equals(identity)) {
                    throw changed(path);
                }
            }
            listed.requireIn(channel, path);
            return channel.position(0);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static FileSystemException changed(Path path) {
        return new FileSystemException(
                path.toString(), null, "it was renamed, replaced or cut while the source was read; run again");
    }

    String name() {
        return path.getFileName().toString();
    }

    /** The time in the precision that Spark has it in. */
    long modifiedMillis() {
        return Math.floorDiv(modifiedMicros, 1000L);
    }

    /** A part of the file. */
    DataFile within(PositionRange range) {
        return new DataFile(path, range.start(), range.end(), modifiedMicros, identity, listed, range.content());
    }
}
