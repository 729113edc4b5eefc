package dev.leat.sql.read;

import dev.leat.spi.MalformedRecord;
import java.util.function.Consumer;
import org.apache.spark.sql.types.StructType;

/**
 * What a reader of a format needs to open a split.
 *
 * @param start first byte of the part
 * @param end the byte after the part; {@link Long#MAX_VALUE} for the whole file
 * @param dataSchema the columns in the files
 * @param required those to be read, in the order of {@code dataSchema}
 */
record SplitContext(
        DataFile file,
        long start,
        long end,
        StructType dataSchema,
        StructType required,
        Consumer<MalformedRecord> malformed) {
    boolean beginsFile() {
        return start == 0;
    }

    void report(long position, String reason, byte[] raw) {
        // Jackson goes on with a line about a text that only it knows.
        String line = reason.lines().findFirst().orElse("");
        malformed.accept(new MalformedRecord(file.path().toString(), position, line, raw));
    }
}
