package dev.leat.sql.read;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a file held when its source was listed, as far as a look at few of its bytes tells. Its number alone does not tell it
 * from others: file systems give the number of a file that was deleted to the next that is made.
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
