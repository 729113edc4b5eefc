package dev.leat.spark.read;

import dev.leat.incremental.Reader;
import dev.leat.spi.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files of a source that go on with what one of its readers has read. One that has grown still holds what was read of it, by its tag;
 * for a stream it may have another name now, as logs have when they are rotated.
 */
final class KnownFiles {
    private final SourceFiles files;
    private final Reader reader;
    private final Map<String, Position> left;
    private final Map<String, Known> known = new HashMap<>();

    /**
     * A file that goes on.
     *
     * @param name under which it was read
     * @param position up to which it was
     */
    record Known(String name, Position position) {}

    private KnownFiles(SourceFiles files, Map<String, Position> before, Reader reader) {
        this.files = files;
        this.reader = reader;
        this.left = new TreeMap<>(before);
    }

    /**
     * Compares.
     *
     * @param before what was read, by the name of the file then
     */
    static KnownFiles find(SourceFiles files, Map<String, Position> before, Reader reader) {
        KnownFiles found = new KnownFiles(files, before, reader);
        if (!before.isEmpty()) {
            found.compare();
        }
        return found;
    }

    private void compare() {
        files.lookAt(left);
        files.ends().forEach((name, now) -> {
            // Anything goes on with nothing, which tells no file from another.
            find(name, now)
                    .filter(then -> !reader.isStream() || isSomething(then))
                    .ifPresent(then -> put(name, name));
        });
        if (!reader.isStream()) {
            return;
        }
        List<String> others = files.ends().keySet().stream()
                .filter(name -> !known.containsKey(name))
                .sorted()
                .collect(Collectors.toList());
        for (String name : others) {
            findRenamed(name).ifPresent(then -> put(name, then));
        }
        others.removeIf(known::containsKey);
        for (String name : others) {
            // What was read of it is nothing, and what is in it now was not read under another name.
            find(name, end(name)).filter(then -> !isSomething(then)).ifPresent(then -> put(name, name));
        }
    }

    private Position end(String name) {
        return Optional.ofNullable(files.ends().get(name)).orElseThrow();
    }

    private void put(String name, String then) {
        known.put(name, new Known(then, Optional.ofNullable(left.remove(then)).orElseThrow()));
    }

    private static boolean isSomething(Position read) {
        return read.end() > read.start();
    }

    private Optional<Position> find(String name, Position now) {
        return Optional.ofNullable(left.get(name)).filter(then -> goesOn(name, now, then));
    }

    /** Whether what was read of a file is still at its beginning. */
    private boolean goesOn(String name, Position now, Position then) {
        boolean isAsLong = then.end() == now.end();
        if (isAsLong && then.modifiedMicros() == now.modifiedMicros()) {
            return true;
        }
        // A view cannot trust a tag, which does not depend on the middle, where nothing says that there is more.
        boolean mayGoOn = !isAsLong || reader.isStream() || files.isCut(name);
        return mayGoOn && files.begins(name, then);
    }

    /** The name under which the beginning of a file was read. */
    private Optional<String> findRenamed(String name) {
        Position now = end(name);
        for (Map.Entry<String, Position> candidate : left.entrySet()) {
            Position then = candidate.getValue();
            boolean isCopied = files.ends().containsKey(candidate.getKey());
            // Numbers of files are used again; a file that only has another name, and no more in it, has kept its time.
            boolean isMoved = then.identity().equals(now.identity())
                    && !now.identity().isEmpty()
                    && (then.end() < now.end() || files.isCut(name) || then.modifiedMicros() == now.modifiedMicros());
            boolean fits = then.end() > 0 && then.end() <= now.end();
            if (fits && (isCopied || isMoved) && files.begins(name, then)) {
                return Optional.of(candidate.getKey());
            }
        }
        return Optional.empty();
    }

    /** What was read of a file, if it goes on with that. */
    Optional<Known> find(String name) {
        return Optional.ofNullable(known.get(name));
    }

    /** What was read and is not there any more, by the name of the file then. */
    Map<String, Position> left() {
        return left;
    }
}
