package dev.leat.duckdb;

import dev.leat.duckdb.store.Position;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceScan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of a source that go on with what one of its readers has read. A part that has grown still holds what was read of it, by
 * its tag; for a stream it may have another name now, as logs have when they are rotated.
 */
final class KnownParts {
    private final SourceScan scan;
    private final ReadingEnd.Parts parts;
    private final boolean isStream;
    private final Map<String, Position> left;
    private final Map<String, Known> known = new HashMap<>();

    /**
     * A part that goes on.
     *
     * @param name under which it was read
     * @param position up to which it was
     */
    record Known(String name, Position position) {}

    private KnownParts(SourceScan scan, ReadingEnd.Parts parts, Map<String, Position> before, boolean isStream) {
        this.scan = scan;
        this.parts = parts;
        this.isStream = isStream;
        this.left = new LinkedHashMap<>(before);
    }

    /**
     * Compares.
     *
     * @param before what was read, by the name of the part then
     * @param isStream whether parts are known under other names
     */
    static KnownParts find(SourceScan scan, ReadingEnd.Parts parts, Map<String, Position> before, boolean isStream) {
        KnownParts found = new KnownParts(scan, parts, before, isStream);
        found.compare();
        return found;
    }

    private void compare() {
        List<SourcePart> others = new ArrayList<>();
        for (SourcePart part : parts.parts()) {
            Optional<Position> position = Optional.ofNullable(left.get(part.name()));
            if (position.isPresent() && goesOn(part, position.get())) {
                left.remove(part.name());
                known.put(part.name(), new Known(part.name(), position.get()));
            } else {
                others.add(part);
            }
        }
        if (!isStream || left.isEmpty()) {
            return;
        }
        for (SourcePart part : others) {
            findRenamed(part)
                    .ifPresent(name -> known.put(
                            part.name(),
                            new Known(
                                    name, Optional.ofNullable(left.remove(name)).orElseThrow())));
        }
    }

    /** Whether what was read of a part is still at its beginning. */
    private boolean goesOn(SourcePart part, Position position) {
        boolean isAsLong = position.end() == part.end();
        if (part.modifiedMicros() == 0 && position.modifiedMicros() == 0) {
            // Without a time, the tag alone tells; where there is one for such parts, it is of the whole.
            return (isAsLong || scan.grows(part.name())) && isSame(part, position);
        }
        if (isAsLong && position.modifiedMicros() == part.modifiedMicros()) {
            return true;
        }
        // A view cannot trust a tag, which does not depend on the middle, where nothing says that there is more.
        boolean mayGoOn = isAsLong ? isStream || parts.cut().contains(part.name()) : scan.grows(part.name());
        return mayGoOn && isSame(part, position);
    }

    private boolean isSame(SourcePart part, Position position) {
        return scan.tag(part.name(), position.end()).equals(position.tag());
    }

    /** The name under which the beginning of a part was read. */
    private Optional<String> findRenamed(SourcePart part) {
        for (Map.Entry<String, Position> candidate : left.entrySet()) {
            Position position = candidate.getValue();
            boolean isCopied = parts.names().contains(candidate.getKey());
            // Numbers of files are used again; a file that only has another name, and no more in it, has kept its time.
            boolean isMoved = position.identity().equals(part.identity())
                    && !part.identity().isEmpty()
                    && (position.end() < part.end()
                            || parts.cut().contains(part.name())
                            || position.modifiedMicros() == part.modifiedMicros());
            boolean fits = position.end() == part.end() || (position.end() < part.end() && scan.grows(part.name()));
            if (position.end() > 0
                    && fits
                    && !position.tag().isEmpty()
                    && (isCopied || isMoved)
                    && isSame(part, position)) {
                return Optional.of(candidate.getKey());
            }
        }
        return Optional.empty();
    }

    /** What was read of a part, if it goes on with that. */
    Optional<Known> find(SourcePart part) {
        return Optional.ofNullable(known.get(part.name()));
    }

    /** What was read and is not there any more, by the name of the part then. */
    Map<String, Position> left() {
        return left;
    }
}
