package dev.leat.sql.read;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a file holds of the length that it had when its source was listed, as far as a look at few of its bytes tells, from the first time
 * that it is opened afterwards. Its number alone does not tell it from others: file systems give the number of a file that was deleted
 * to the next that is made.
 */
final class ListedContent {
    private final long bytes;
    private Optional<String> tag = Optional.empty();

    /** The content of a file of some length, to which others may be adding. */
    ListedContent(long bytes) {
        this.bytes = bytes;
    }

    /** Fails if an open file does not begin with what was found in it the first time that it was opened. */
    synchronized void requireIn(FileChannel channel, Path path) throws IOException {
        String found = GrowingFile.tag(channel, bytes);
        if (found.isEmpty() || tag.filter(first -> !first.equals(found)).isPresent()) {
            throw DataFile.changed(path);
        }
        tag = Optional.of(found);
    }

    /** The length that was listed. */
    long bytes() {
        return bytes;
    }

    /** The tag of all that was listed; empty as long as the file was not opened. */
    synchronized Optional<String> tag() {
        return tag;
    }

    /** Files are compared by what the listing says of them. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ListedContent content && content.bytes == bytes;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes + " bytes";
    }
}
