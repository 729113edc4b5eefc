package dev.leat.spark.read;

import dev.leat.spark.read.FileLooks.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;

/** What the files of a source hold before positions, each looked at once. For one thread. */
final class Beginnings {
    private final FileLooks looks;
    private final Map<Place, Beginning> known = new HashMap<>();
    private final Map<Place, String> tags = new HashMap<>();
    private final Map<Place, Long> boundaries = new HashMap<>();

    /** Nothing is known yet. */
    Beginnings(FileLooks looks) {
        this.looks = looks;
    }

    /**
     * What a file holds before a position.
     *
     * @param tag of it; empty if the file does not reach there
     * @param boundary the last position up to there at which a record begins, or would begin if more were added
     * @param isMarked whether a byte order mark stands at the boundary
     */
    private record Beginning(String tag, long boundary, boolean isMarked) {
        static Beginning of(FSDataInputStream file, long position) throws IOException {
            String tag = GrowingFile.tag(file, position);
            if (tag.isEmpty()) {
                return new Beginning(tag, 0, false);
            }
            long boundary = GrowingFile.endOfLines(file, position);
            return new Beginning(tag, boundary, boundary > 0 && GrowingFile.hasMark(file, boundary));
        }
    }

    /** Looks at all there is to know of one position in each of many files. */
    void lookAt(Map<String, Long> positions) {
        look(positions, known, Beginning::of);
    }

    /** Looks at the tags alone. */
    void lookAtTags(Map<String, Long> positions) {
        look(positions, tags, GrowingFile::tag);
    }

    /** Looks at the boundaries alone. */
    void lookAtBoundaries(Map<String, Long> positions) {
        look(positions, boundaries, GrowingFile::endOfLines);
    }

    private <T> void look(Map<String, Long> positions, Map<Place, T> found, FileLooks.Look<T> look) {
        List<Place> unknown = new ArrayList<>();
        positions.forEach((file, position) -> unknown.add(new Place(file, position)));
        unknown.removeIf(place -> known.containsKey(place) || found.containsKey(place));
        found.putAll(looks.all(unknown, look));
    }

    private Beginning at(Place place) {
        return known.computeIfAbsent(place, unseen -> looks.one(place, Beginning::of));
    }

    /** What tells that a file holds what it does before a position; empty if it does not reach there. */
    String tag(String file, long position) {
        Place place = new Place(file, position);
        return Optional.ofNullable(tags.get(place)).orElseGet(() -> at(place).tag());
    }

    /** The last position up to a given one at which a record begins, or would begin if more were added. */
    long boundary(String file, long position) {
        Place place = new Place(file, position);
        return Optional.ofNullable(boundaries.get(place))
                .orElseGet(() -> at(place).boundary());
    }

    /** Whether a byte order mark stands there. */
    boolean isMarked(String file, long position) {
        return at(new Place(file, position)).isMarked();
    }
}
