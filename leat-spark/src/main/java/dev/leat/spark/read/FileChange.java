package dev.leat.spark.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.Reader;
import dev.leat.spark.read.KnownFiles.Known;
import dev.leat.spi.Position;
import dev.leat.spi.PositionRange;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a source has more, and less, than one of its readers has read of it. A file that has grown is read on from where it was read to;
 * where the last record read had no end, that record is taken back and read again.
 */
final class FileChange implements SourceDelta {
    private final FileSource source;
    private final SourceFiles files;
    private final Reader reader;
    private final Map<String, PositionRange> old = new TreeMap<>();
    private final Map<String, PositionRange> added = new TreeMap<>();
    private final Map<String, Torn> torn = new TreeMap<>();
    private final Map<String, Position> positions;
    private final Set<String> renewed = new TreeSet<>();
    private boolean isReplaced;

    /**
     * Records at the end of a file that were not complete when they were read, and are read again.
     *
     * @param range where they are
     * @param commit that read them
     */
    record Torn(PositionRange range, long commit) {}

    private FileChange(FileSource source, Reader reader, Map<String, Position> before) {
        this.source = source;
        this.files = source.files();
        this.reader = reader;
        this.positions = new TreeMap<>(before);
    }

    /**
     * Compares.
     *
     * @param before what was read, by the name of the file
     * @param name of the source
     * @throws LeatException NOT_SUPPORTED if a file that a stream has read has become another
     */
    static FileChange find(FileSource source, Map<String, Position> before, Reader reader, String name) {
        FileChange change = new FileChange(source, reader, before);
        change.compare(before, name);
        return change;
    }

    private void compare(Map<String, Position> before, String name) {
        KnownFiles known = KnownFiles.find(files, before, reader);
        if (reader.isStream()) {
            known.left().forEach((file, then) -> requireSame(file, then, name));
        }
        isReplaced = !reader.isStream() && !known.left().isEmpty();
        files.ends().forEach((file, now) -> {
            Optional<Known> found = known.find(file);
            if (found.isPresent()) {
                readOn(file, now, found.get());
            } else {
                add(file, 0, now.end());
                renewed.add(file);
            }
        });
        positions.putAll(files.positions(renewed));
    }

    /** What a stream has read stays under its name, unless it is found under another. */
    private void requireSame(String file, Position then, String name) {
        Optional<Position> now = Optional.ofNullable(files.ends().get(file));
        if (now.isPresent() && then.end() > then.start()) {
            String way = files.grows(file)
                    ? "is not what it was when a stream read it"
                    : "has changed since a stream read it";
            String may = files.grows(file)
                    ? "On Spark lines may be added to a file that a stream reads, and nothing else be changed"
                    : "On Spark such a file of a stream is read once, as a whole";
            throw new LeatException(
                    ErrorCode.NOT_SUPPORTED,
                    "The file " + file + " of the source " + name + " " + way + " (" + then.end() + " bytes then, "
                            + now.get().end() + " now). " + may
                            + ": write new records to new files, or run with --full-refresh to read all files anew");
        }
    }

    private void readOn(String file, Position now, Known found) {
        Position then = found.position();
        boolean isRenamed = !found.name().equals(file);
        if (isRenamed && !files.ends().containsKey(found.name())) {
            positions.remove(found.name());
        }
        old.put(file, new PositionRange(0, then.end()));
        if (now.end() < then.end()) {
            // The last record was read before it was known that more of it is being written, and is not complete yet.
            return;
        }
        if (now.end() > then.end()) {
            long start = files.boundary(file, then.end());
            if (files.isReadOtherwise(file, then.end())) {
                refuseMark(file, start);
            }
            // Other flows would take back other rows than those that were made of the record.
            if (start < then.end() && then.commit() >= reader.since()) {
                torn.put(file, new Torn(new PositionRange(start, then.end()), then.commit()));
            }
            add(file, start, now.end());
            renewed.add(file);
        } else if (isRenamed || now.modifiedMicros() != then.modifiedMicros()) {
            positions.put(
                    file, new Position(0, then.end(), now.modifiedMicros(), now.identity(), then.tag(), then.commit()));
        }
    }

    /** The whole has a character there that what is read on would not have. */
    private void refuseMark(String file, long start) {
        if (reader.isStream()) {
            throw new LeatException(
                    ErrorCode.NOT_SUPPORTED,
                    "The file " + file + " cannot be read on from byte " + start
                            + " on Spark, since a byte order mark stands there. Write files with such a mark as files"
                            + " of their own, or run with --full-refresh to read all files anew");
        }
        isReplaced = true;
    }

    private void add(String file, long start, long end) {
        if (start < end) {
            added.put(file, new PositionRange(start, end));
        }
    }

    @Override
    public FileSource source() {
        return source;
    }

    @Override
    public Map<String, PositionRange> old() {
        return old;
    }

    @Override
    public Map<String, PositionRange> added() {
        return added;
    }

    @Override
    public Map<String, PositionRange> torn() {
        Map<String, PositionRange> ranges = new HashMap<>();
        torn.forEach((file, record) -> ranges.put(file, record.range()));
        return ranges;
    }

    @Override
    public Map<Long, Map<String, PositionRange>> tornByCommit() {
        Map<Long, Map<String, PositionRange>> ranges = new TreeMap<>();
        torn.forEach((file, record) -> ranges.computeIfAbsent(record.commit(), unseen -> new TreeMap<>())
                .put(file, record.range()));
        return ranges;
    }

    @Override
    public boolean isReplaced() {
        return isReplaced;
    }

    @Override
    public Map<String, Position> positions() {
        return positions;
    }
}
