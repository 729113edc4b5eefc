package dev.leat.sql.read;

import dev.leat.error.Checks;
import dev.leat.spi.SourceSplit;
import java.util.ArrayList;
import java.util.List;

/** Cuts files into the parts that threads read. */
final class FileParts {
    /** Large enough to hide the opening. */
    private static final long PART_BYTES_MAX = 8L << 20;

    private static final long PART_BYTES_MIN = 1L << 19;

    /** So many parts of a file, if they are large enough, keep all threads busy. */
    private static final int PARTS = 8;

    private FileParts() {}

    /** The file in parts; none if it is empty. */
    static List<SourceSplit> of(DataFile file) {
        long even = (file.bytes() - file.start()) / PARTS;
        return of(file, Math.max(PART_BYTES_MIN, Math.min(PART_BYTES_MAX, even)));
    }

    /** The file as one part; none if it is empty. */
    static List<SourceSplit> whole(DataFile file) {
        return of(file, Math.max(1, file.bytes()));
    }

    private static List<SourceSplit> of(DataFile file, long bytesMax) {
        List<SourceSplit> parts = new ArrayList<>();
        if (file.start() == file.bytes()) {
            return List.of();
        }
        // The line that begins before a part is that of the part before it; here it is the empty rest of a line that
        // was read. A part at 0 has no such rest, it begins the file.
        Checks.verify(file.start() != 1, "an empty first line is read with what follows it");
        for (long start = Math.max(0, file.start() - 1); start < file.bytes(); start += bytesMax) {
            long length = Math.min(bytesMax, file.bytes() - start);
            parts.add(new SourceSplit(file.path().toString(), start, length, file.bytes(), file.modifiedMicros()));
        }
        return parts;
    }
}
