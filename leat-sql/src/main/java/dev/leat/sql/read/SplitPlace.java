package dev.leat.sql.read;

import dev.leat.error.Checks;
import dev.leat.spi.PositionRange;
import dev.leat.spi.SourceSplit;
import java.util.Optional;

/**
 * Where the records of a split are: in a range of a file, or in a part of a source that hands them over one by one.
 *
 * @param part the path of the file, or the name of the part
 * @param file as it was listed; empty where there is none
 * @param range that ends at {@link Long#MAX_VALUE} where it goes to the end of what was listed
 */
record SplitPlace(String part, Optional<DataFile> file, PositionRange range) {
    private static final PositionRange WHOLE = new PositionRange(0, Long.MAX_VALUE);

    static SplitPlace of(DataFile file, PositionRange range) {
        return new SplitPlace(file.path().toString(), Optional.of(file), range);
    }

    static SplitPlace of(DataFile file, SourceSplit split) {
        if (file.content().isPresent()) {
            // As in files that are not compressed: the line that begins before is that of what was read before.
            PositionRange content = file.content().get();
            return of(file, new PositionRange(Math.max(0, content.start() - 1), content.end()));
        }
        return split.length() == file.bytes()
                ? whole(file)
                : of(file, new PositionRange(split.start(), split.start() + split.length()));
    }

    static SplitPlace whole(DataFile file) {
        return of(file, WHOLE);
    }

    /** The place of records that are in no file. */
    static SplitPlace outside(String part) {
        return new SplitPlace(part, Optional.empty(), WHOLE);
    }

    boolean isWhole() {
        return range.equals(WHOLE);
    }

    DataFile requireFile() {
        Checks.verify(file.isPresent(), "only records of files are opened");
        return file.orElseThrow();
    }
}
