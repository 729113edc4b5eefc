package dev.leat.duckdb;

import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.spi.CommitTerms.LastRecord;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceScan;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * How far the parts of sources are read.
 *
 * @param log what earlier commits have read; absent for a query, which reads all there is
 */
record ReadingEnd(LastRecord lastRecord, Instant now, Optional<MaintenanceLog> log) {
    /** A writer that has left a record without its end for so long has meant it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static ReadingEnd of(LastRecord lastRecord, Clock clock) {
        return new ReadingEnd(lastRecord, clock.instant(), Optional.empty());
    }

    /** The same for a commit, which may take only so much of a source. */
    ReadingEnd after(MaintenanceLog earlier) {
        return new ReadingEnd(lastRecord, now, Optional.of(earlier));
    }

    /** The parts of a source as far as they are read. */
    List<SourcePart> parts(SourceScan scan, String source) {
        return whole(scan, source).stream().map(part -> of(scan, part)).toList();
    }

    private List<SourcePart> whole(SourceScan scan, String source) {
        if (log.isEmpty()) {
            return scan.parts();
        }
        try {
            return scan.parts(log.get().read(source));
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "read how far " + source + " was read");
        }
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
