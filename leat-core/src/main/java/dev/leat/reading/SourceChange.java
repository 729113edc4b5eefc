package dev.leat.reading;

import dev.leat.incremental.Reader;
import dev.leat.reading.KnownParts.Known;
import dev.leat.reading.KnownParts.Presence;
import dev.leat.spi.Position;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadContent;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceParts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a source has more, and less, than one of its readers has read of it.
 *
 * <p>A part that has grown is read on from where it was read to; where the last record read
 * had no end, that record is taken back and read again. One that has lost its last records, if its source lets it go on then,
 * is read on from its end. Any other part that is not as it was is another content under an
 * old name. For a view this and a part that is gone change more than is added. For a stream they are new content; where a
 * part goes on with what was read under a name that is gone or holds another content now, it was renamed or copied, as logs
 * are when they are rotated, and is read on as well.
 */
public final class SourceChange {
    /** Between the name and the number of a file that has lost the name. No path has two of these in a row. */
    private static final String ASIDE = "//";

    /** More files than this are not known again. */
    private static final int ASIDE_MAX = 256;

    private final SourceParts scan;
    private final Reader reader;
    private final Map<String, Position> before;
    private final Map<String, PositionRange> old = new HashMap<>();
    private final Map<String, PositionRange> added = new HashMap<>();
    private final List<Torn> torn = new ArrayList<>();
    private final List<Moved> moved = new ArrayList<>();
    private final Map<String, Position> positions = new TreeMap<>();
    private final Set<String> forgotten = new HashSet<>();
    private boolean isReplaced;
    private long size;

    /**
     * Records at the end of a part that were not complete when they were read, and are read again.
     *
     * @param part its name
     * @param now where they are
     * @param partThen the name that it had when they were read
     * @param then where they were
     */
    public record Torn(String part, PositionRange now, String partThen, PositionRange then) {}

    /**
     * Records at the end of a part that were not complete when they were read, and have another place now.
     *
     * @param from the name that the part had
     */
    public record Moved(String from, String to, PositionRange range) {}

    private SourceChange(SourceParts scan, Reader reader, Map<String, Position> before) {
        this.scan = scan;
        this.reader = reader;
        this.before = before;
    }

    /**
     * Compares.
     *
     * @param parts what the source holds, as far as it is to be read
     * @param before what was read, by the name of the part
     */
    public static SourceChange find(
            SourceParts scan, ReadingEnd.Parts parts, Map<String, Position> before, Reader reader) {
        SourceChange change = new SourceChange(scan, reader, before);
        change.compare(parts);
        return change;
    }

    private void compare(ReadingEnd.Parts parts) {
        size = parts.parts().stream()
                .mapToLong(part -> part.end() - part.start())
                .sum();
        Map<String, Position> read = new LinkedHashMap<>();
        before.forEach(
                (part, known) -> read.put(part, known.upTo(scan.requireNothingLost(part, known.end(), known.tag()))));
        KnownParts known = KnownParts.find(scan, parts, read, reader.isStream());
        for (SourcePart part : parts.parts()) {
            Optional<Known> found = known.find(part);
            if (found.isEmpty()) {
                add(part, new PositionRange(part.start(), part.end()));
                put(part, part.start());
                continue;
            }
            if (found.get().presence() == Presence.TO_BE_READ) {
                continue;
            }
            if (!parts.ends().containsKey(found.get().name())) {
                forgotten.add(found.get().name());
            }
            if (found.get().content().isPresent()) {
                readContentOn(part, found.get(), found.get().content().get());
            } else {
                readOn(part, found.get());
            }
        }
        isReplaced = !known.left().isEmpty();
        if (reader.isStream()) {
            known.left().forEach(this::keepAside);
        }
    }

    /**
     * A file whose name is another's now may be seen under a new one only later, if the names were read while they changed: its
     * position is kept until then.
     */
    private void keepAside(String name, Position known) {
        long aside = before.keySet().stream().filter(SourceChange::isAside).count();
        boolean isReplaced = positions.containsKey(name) && before.containsKey(name);
        if (isReplaced && known.end() > 0 && !known.identity().isEmpty() && aside < ASIDE_MAX) {
            positions.put(name + ASIDE + known.identity(), known);
        }
    }

    /** Whether a position is that of a part whose name is another's now. */
    static boolean isAside(String name) {
        return name.contains(ASIDE);
    }

    private void readOn(SourcePart part, Known found) {
        Position known = found.position();
        old.put(part.name(), new PositionRange(known.start(), known.end()));
        if (part.end() < known.end()) {
            // The last record was read before it was known that more of it is being written, and is not complete yet.
            return;
        }
        boolean isNamedAnew = !found.name().equals(part.name()) && found.presence() != Presence.READ;
        if (part.end() > known.end() || isNamedAnew) {
            long start = scan.grows(part.name())
                    ? Math.max(known.start(), scan.boundary(part.name(), known.end()))
                    : known.end();
            PositionRange last = new PositionRange(start, known.end());
            // Other flows would take back other rows than those that were made of the record.
            boolean isTorn = start < known.end() && known.commit() >= reader.since();
            if (part.end() > known.end()) {
                if (isTorn) {
                    putTorn(part, found, last, last);
                }
                add(part, new PositionRange(start, part.end()));
            } else if (isTorn) {
                moved.add(new Moved(nameOf(found), part.name(), last));
            }
        }
        if (part.end() != known.end()
                || part.modifiedMicros() != known.modifiedMicros()
                || !known.equals(before.get(part.name()))) {
            put(part, known.start());
        }
    }

    /** What was read of it is among what is old only where that is not there under another name. */
    private void readContentOn(SourcePart part, Known known, ReadContent content) {
        boolean isThere = known.presence() == Presence.READ;
        if (!isThere) {
            old.put(part.name(), content(part, 0, content.end()));
        }
        PositionRange last = new PositionRange(content.boundary(), content.end());
        boolean isTorn = last.start() < last.end() && known.position().commit() >= reader.since();
        if (content.hasMore()) {
            if (isTorn) {
                putTorn(part, known, content(part, content.boundary(), content.end()), last);
            }
            add(part, content(part, content.boundary(), Long.MAX_VALUE));
        } else if (isTorn && !isThere) {
            moved.add(new Moved(nameOf(known), part.name(), last));
        }
        put(part, isThere ? part.end() : part.start());
    }

    private void putTorn(SourcePart part, Known found, PositionRange now, PositionRange then) {
        torn.add(new Torn(part.name(), now, nameOf(found), then));
    }

    private static String nameOf(Known found) {
        int aside = found.name().indexOf(ASIDE);
        return aside < 0 ? found.name() : found.name().substring(0, aside);
    }

    private static PositionRange content(SourcePart part, long start, long end) {
        return new PositionRange(part.start(), part.end(), Optional.of(new PositionRange(start, end)));
    }

    private void add(SourcePart part, PositionRange range) {
        if (range.start() < range.end()) {
            added.put(part.name(), range);
        }
    }

    private void put(SourcePart part, long start) {
        String tag = scan.tag(part.name(), part.end());
        positions.put(part.name(), new Position(start, part.end(), part.modifiedMicros(), part.identity(), tag, 0));
    }

    /** Whether content that was read is not there any more, beyond a record that was not complete. */
    public boolean isReplaced() {
        return isReplaced;
    }

    /** What the source holds, in bytes or records. */
    public long size() {
        return size;
    }

    /** Whether nothing is added. */
    public boolean isNothing() {
        return added.isEmpty();
    }

    /** What was read and is still there. */
    public Map<String, PositionRange> old() {
        return old;
    }

    /** What is to be read. */
    public Map<String, PositionRange> added() {
        return added;
    }

    /** The records among the old that were not complete, and are among the added as they are now. */
    public List<Torn> torn() {
        return torn;
    }

    /** Where they are. */
    public Map<String, PositionRange> tornRanges() {
        Map<String, PositionRange> ranges = new HashMap<>();
        torn.forEach(record -> ranges.put(record.part(), record.now()));
        return ranges;
    }

    /** What is not torn yet, and stands elsewhere now. */
    public List<Moved> moved() {
        return moved;
    }

    /** The positions that are not as they were, by part. */
    public Map<String, Position> positions() {
        return positions;
    }

    /** The parts whose earlier positions do not count any more. */
    public Set<String> superseded() {
        Set<String> parts = new HashSet<>(forgotten);
        positions.keySet().stream().filter(before::containsKey).forEach(parts::add);
        return parts;
    }
}
