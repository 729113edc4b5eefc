package dev.leat.reading;

import dev.leat.spi.Position;
import dev.leat.spi.ReadContent;
import dev.leat.spi.ReadPart;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceParts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of a source that go on with what one of its readers has read. A part that has grown still holds what was read of it, by
 * its tag; for a stream it may have another name now, as logs have when they are rotated, and be compressed.
 */
final class KnownParts {
    private final SourceParts scan;
    private final ReadingEnd.Parts parts;
    private final boolean isStream;
    private final Map<String, Position> before;
    private final Map<String, Position> left;
    private final Map<String, Known> known = new HashMap<>();

    /**
     * A part that goes on.
     *
     * @param name under which it was read
     * @param position up to which it was
     * @param content how far its content was read, where the position is that of another part, or does not tell
     * @param presence of another part with the same content
     */
    record Known(String name, Position position, Optional<ReadContent> content, Presence presence) {
        Known(String name, Position position) {
            this(name, position, Optional.empty(), Presence.NONE);
        }

        /** How far it was read, in its own positions; what is read of content is read as a whole. */
        long end(SourcePart part) {
            return presence == Presence.TO_BE_READ
                    ? part.end()
                    : content.map(read -> read.hasMore() ? part.start() : part.end())
                            .orElse(position.end());
        }
    }

    /** Whether what is compressed in a part is also there as it was. */
    enum Presence {
        NONE,
        /** In a part of which all is read. */
        READ,
        /** In a part that has to be read first, so that the compressed one is known by what was read of it. */
        TO_BE_READ
    }

    private KnownParts(SourceParts scan, ReadingEnd.Parts parts, Map<String, Position> before, boolean isStream) {
        this.scan = scan;
        this.parts = parts;
        this.isStream = isStream;
        this.before = before;
        this.left = new LinkedHashMap<>(before);
    }

    /**
     * Compares.
     *
     * @param before what was read, by the name of the part then
     * @param isStream whether parts are known under other names
     */
    static KnownParts find(SourceParts scan, ReadingEnd.Parts parts, Map<String, Position> before, boolean isStream) {
        KnownParts found = new KnownParts(scan, parts, before, isStream);
        found.compare();
        return found;
    }

    private void compare() {
        List<SourcePart> others = new ArrayList<>();
        for (SourcePart part : parts.parts()) {
            // Anything goes on with nothing, which tells no part from another.
            Optional<Position> position =
                    Optional.ofNullable(left.get(part.name())).filter(read -> !isStream || isSomething(read));
            Optional<Known> same = position.flatMap(
                    read -> goesOn(part, read) ? Optional.of(new Known(part.name(), read)) : findAppended(part, read));
            if (same.isPresent()) {
                left.remove(part.name());
                known.put(part.name(), same.get());
            } else {
                others.add(part);
            }
        }
        if (!isStream || before.isEmpty()) {
            return;
        }
        for (SourcePart part : others) {
            findRenamed(part)
                    .ifPresent(name -> known.put(
                            part.name(),
                            new Known(
                                    name, Optional.ofNullable(left.remove(name)).orElseThrow())));
        }
        others.forEach(this::goOnWithNothing);
        others.removeIf(part -> known.containsKey(part.name()) || scan.grows(part.name()));
        if (!others.isEmpty()) {
            findCompressed(others);
        }
    }

    private static boolean isSomething(Position read) {
        return read.end() > read.start();
    }

    /** What was read of a part is nothing, and what is in it now was not read under another name. */
    private void goOnWithNothing(SourcePart part) {
        Optional<Position> position = Optional.ofNullable(left.get(part.name()));
        if (!known.containsKey(part.name())
                && position.filter(read -> !isSomething(read) && goesOn(part, read))
                        .isPresent()) {
            left.remove(part.name());
            known.put(part.name(), new Known(part.name(), position.get()));
        }
    }

    /** Files that were compressed, whether or not they are there as they were, too. */
    private void findCompressed(List<SourcePart> others) {
        Map<String, ReadPart> unread = unread();
        Map<String, ReadPart> read = new LinkedHashMap<>();
        left.forEach((name, position) -> read.put(name, read(position)));
        before.forEach((name, position) -> read.put(name, read(position)));
        for (SourcePart part : others) {
            boolean isUnread = scan.findRead(part.name(), unread)
                    .filter(content -> !content.hasMore())
                    .isPresent();
            if (isUnread) {
                Position nothing = new Position(part.start(), part.start(), 0, "", "", 0);
                known.put(part.name(), new Known(part.name(), nothing, Optional.empty(), Presence.TO_BE_READ));
                continue;
            }
            Optional<ReadContent> content = scan.findRead(part.name(), read)
                    .filter(found -> before.containsKey(part.name()) || !beginsByChance(found, unread));
            if (content.isPresent()) {
                String name = content.get().name();
                Position position = Optional.ofNullable(before.get(name)).orElseThrow();
                known.put(part.name(), new Known(name, position, content, presence(name, unread)));
            }
        }
    }

    /**
     * Whether a part that is there with no more than was read of it only has the same few bytes as the beginning of a content that has
     * more: that is no copy of it, unless it was one before more was appended to it.
     */
    private boolean beginsByChance(ReadContent content, Map<String, ReadPart> unread) {
        Optional<String> now = nameNow(content.name());
        return content.hasMore()
                && now.isPresent()
                && !unread.containsKey(now.get())
                && isThere(
                        now.get(),
                        Optional.ofNullable(before.get(content.name())).orElseThrow());
    }

    /** Whether a part, which may have been rotated since it was listed, begins with what was read of it. */
    private boolean isThere(String name, Position position) {
        return scan.tag(name, position.end()).equals(position.tag());
    }

    /** Under which name a part goes on. */
    private Optional<String> nameNow(String name) {
        return known.entrySet().stream()
                .filter(part -> part.getValue().name().equals(name)
                        && part.getValue().content().isEmpty())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The parts that grow and have more than was read of them, with all that they have. */
    private Map<String, ReadPart> unread() {
        Map<String, ReadPart> unread = new LinkedHashMap<>();
        parts.ends().forEach((name, end) -> {
            long next = Optional.ofNullable(known.get(name))
                    .map(found -> found.position().end())
                    .orElse(0L);
            if (next < end && scan.grows(name)) {
                unread.put(name, new ReadPart(0, end, scan.tag(name, end)));
            }
        });
        return unread;
    }

    /** That of what was read of a part under a name. */
    private Presence presence(String name, Map<String, ReadPart> unread) {
        left.remove(name);
        return nameNow(name)
                .map(part -> unread.containsKey(part) ? Presence.TO_BE_READ : Presence.READ)
                .orElse(Presence.NONE);
    }

    /** A compressed file to which more was appended. */
    private Optional<Known> findAppended(SourcePart part, Position position) {
        return scan.findAppended(part.name(), read(position))
                .map(content -> new Known(part.name(), position, Optional.of(content), Presence.NONE));
    }

    private static ReadPart read(Position position) {
        return new ReadPart(position.start(), position.end(), position.tag());
    }

    /** Whether what was read of a part is still at its beginning. */
    private boolean goesOn(SourcePart part, Position position) {
        boolean isAsLong = position.end() == part.end();
        if (part.modifiedMicros() == 0 && position.modifiedMicros() == 0) {
            // Without a time, the tag alone tells; where there is one for such parts, it is of the whole.
            return (isAsLong || scan.grows(part.name())) && isThere(part.name(), position);
        }
        if (isAsLong && position.modifiedMicros() == part.modifiedMicros()) {
            return true;
        }
        // A view cannot trust a tag, which does not depend on the middle, where nothing says that there is more.
        boolean mayGoOn = isAsLong ? isStream || parts.cut().contains(part.name()) : scan.grows(part.name());
        return mayGoOn && isThere(part.name(), position);
    }

    /** The name under which the beginning of a part was read. */
    private Optional<String> findRenamed(SourcePart part) {
        for (Map.Entry<String, Position> candidate : left.entrySet()) {
            Position position = candidate.getValue();
            boolean isCopied = parts.ends().containsKey(candidate.getKey());
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
                    && isThere(part.name(), position)) {
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
