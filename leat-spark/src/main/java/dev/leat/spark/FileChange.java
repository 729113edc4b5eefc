package dev.leat.spark;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spark.read.FileSource;
import dev.leat.spi.Position;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a source has more than one of its readers has read of it.
 *
 * @param old the files that were read and are still as they were
 * @param added the files that are to be read
 * @param isReplaced whether something that was read is gone or is another content
 * @param positions how far all that is there is read then
 */
record FileChange(
        FileSource source, Set<String> old, Set<String> added, boolean isReplaced, Map<String, Position> positions) {
    FileChange {
        old = Set.copyOf(old);
        added = Set.copyOf(added);
        positions = Map.copyOf(positions);
    }

    /** Of a view, which has to equal its query over what the source holds. */
    static FileChange ofView(FileSource source, Map<String, Position> before) {
        Set<String> old = source.files().entrySet().stream()
                .filter(file -> file.getValue().equals(before.get(file.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<String> added = new TreeSet<>(source.files().keySet());
        added.removeAll(old);
        return new FileChange(source, old, added, old.size() < before.size(), source.files());
    }

    /**
     * Of a stream, which has each record once, and keeps it.
     *
     * @throws LeatException NOT_SUPPORTED if a file that was read has changed
     */
    static FileChange ofStream(FileSource source, Map<String, Position> before, String name) {
        Map<String, Position> positions = new TreeMap<>(before);
        Set<String> added = new TreeSet<>();
        source.files().forEach((file, now) -> {
            Position then = before.get(file);
            if (then == null) {
                added.add(file);
                positions.put(file, now);
            } else if (!then.equals(now)) {
                throw new LeatException(
                        ErrorCode.NOT_SUPPORTED,
                        "The file " + file + " of the source " + name + " has changed since a stream read it ("
                                + then.end()
                                + " bytes then, " + now.end()
                                + " now). On Spark the files of a stream are read once, each as a whole:"
                                + " write new records to new files, or run with --full-refresh to read all files anew");
            }
        });
        return new FileChange(source, Set.of(), added, false, positions);
    }

    /** Whether nothing is added. */
    boolean isNothing() {
        return added.isEmpty();
    }
}
