package dev.leat.sql.read;

import dev.leat.spi.FileSplit;
import java.util.ArrayList;
import java.util.List;

/** Cuts files into the parts that threads read. */
final class FileParts {
    /** Small enough to keep all threads busy, large enough to hide the opening. */
    private static final long PART_BYTES = 8L << 20;

    private FileParts() {}

    /** The file in parts; none if it is empty. */
    static List<FileSplit> of(DataFile file) {
        return of(file, PART_BYTES);
    }

    /** The file as one part; none if it is empty. */
    static List<FileSplit> whole(DataFile file) {
        return of(file, file.bytes());
    }

    private static List<FileSplit> of(DataFile file, long bytesMax) {
        List<FileSplit> parts = new ArrayList<>();
        for (long start = 0; start < file.bytes(); start += bytesMax) {
            long length = Math.min(bytesMax, file.bytes() - start);
            parts.add(new FileSplit(file.path().toString(), start, length, file.bytes(), file.modifiedMillis() * 1000));
        }
        return parts;
    }
}
