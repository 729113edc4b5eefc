package dev.leat.sql.read;

import dev.leat.spi.MalformedRecord;
import java.util.function.Consumer;
import org.apache.spark.sql.types.StructType;

/**
 * What a reader of a format needs to open a split.
 *
 * @param dataSchema the columns in the files
 * @param required those to be read, in the order of {@code dataSchema}
 */
record SplitContext(SplitPlace place, StructType dataSchema, StructType required, Consumer<MalformedRecord> malformed) {
    DataFile file() {
        return place.requireFile();
    }

    boolean beginsFile() {
        return place.range().start() == 0;
    }

    void report(long position, String reason, byte[] raw) {
        // Jackson goes on with a line about a text that only it knows.
        String line = reason.lines().findFirst().orElse("");
        malformed.accept(new MalformedRecord(place.part(), position, line, raw));
    }
}
