package dev.leat.duckdb;

import dev.leat.spi.CommitTerms.LastRecord;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceScan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How far the parts of sources are read in a commit. */
record ReadingEnd(LastRecord lastRecord, Instant now) {
    /** A writer that has left a record without its end for so long has meant it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static ReadingEnd of(LastRecord lastRecord, Clock clock) {
        return new ReadingEnd(lastRecord, clock.instant());
    }

    /** The part as far as it is read. */
    SourcePart of(SourceScan scan, SourcePart part) {
        long age = ChronoUnit.MICROS.between(Instant.EPOCH, now) - part.modifiedMicros();
        boolean waits = lastRecord == LastRecord.AWAITED && scan.grows(part.name()) && age < PATIENCE.toNanos() / 1000;
        if (!waits) {
            return part;
        }
        long end = Math.max(part.start(), scan.boundary(part.name(), part.end()));
        return new SourcePart(part.name(), part.start(), end, part.modifiedMicros(), part.identity());
    }
}
