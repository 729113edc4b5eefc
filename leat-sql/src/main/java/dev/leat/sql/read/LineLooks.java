package dev.leat.sql.read;

import dev.leat.error.Checks;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the lines end of files whose last record is long and not complete, so that the next look reads no more than what has
 * been added: who follows a file looks at it again and again, and the record may be of gigabytes. Thread-safe.
 */
final class LineLooks {
    /** That many files; the one that was asked for least recently is forgotten. */
    private static final int FILES_MAX = 256;

    private final Map<Path, Look> looks = new LinkedHashMap<>();

    /**
     * What is known of a file's beginning.
     *
     * @param position where that ends
     * @param modifiedMicros of the file
     * @param tag of the file at the position
     * @param end after its last line feed
     */
    record Look(long position, long modifiedMicros, String tag, long end) {
        /** Nothing is known. */
        static final Look NOTHING = new Look(0, 0, "", 0);

        Look {
            Checks.verify(end <= position, "lines end before the position");
        }

        /** Whether a look up to a position can go on from here, if the tag is the same. */
        boolean fits(DataFile file, long to) {
            return position < to || (position == to && modifiedMicros == file.modifiedMicros());
        }
    }

    /** The last look at a file. */
    synchronized Optional<Look> find(Path file) {
        Optional<Look> found = Optional.ofNullable(looks.remove(file));
        found.ifPresent(look -> looks.put(file, look));
        return found;
    }

    /** Remembers a look, unless the file was cut meanwhile. */
    synchronized void put(Path file, Look look) {
        looks.remove(file);
        if (look.tag().isEmpty()) {
            return;
        }
        looks.put(file, look);
        if (looks.size() > FILES_MAX) {
            looks.remove(looks.keySet().iterator().next());
        }
    }
}
