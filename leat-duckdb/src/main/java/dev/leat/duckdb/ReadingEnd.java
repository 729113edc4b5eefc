package dev.leat.duckdb;

import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.SinkOptions;
import dev.leat.spi.CommitTerms.LastRecord;
import dev.leat.spi.ReadPart;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceScan;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far the parts of sources are read.
 *
 * @param log what earlier commits have read; absent for a query, which reads all there is
 */
record ReadingEnd(LastRecord lastRecord, Optional<MaintenanceLog> log) {
    /** All there is. */
    static ReadingEnd ofQuery() {
        return new ReadingEnd(LastRecord.TAKEN, Optional.empty());
    }

    /**
     * That of a commit, which may take only so much of a source. A record without its end waits for it where a sink could not be
     * told that it has got the beginning of a record for a record.
     */
    static ReadingEnd of(LastRecord lastRecord, Pipeline pipeline, MaintenanceLog log) {
        boolean allTakeBack =
                pipeline.sinks().stream().allMatch(sink -> SinkOptions.FILE_FORMATS.contains(sink.format()));
        return new ReadingEnd(allTakeBack ? lastRecord : LastRecord.AWAITED, Optional.of(log));
    }

    /** The parts of a source as far as they are read. */
    List<SourcePart> parts(SourceScan scan, String source) {
        Map<String, ReadPart> read = read(source);
        List<SourcePart> parts = log.isEmpty() ? scan.parts() : scan.parts(read);
        return lastRecord == LastRecord.TAKEN
                ? parts
                : parts.stream()
                        .map(part -> complete(scan, part, Optional.ofNullable(read.get(part.name()))))
                        .toList();
    }

    private Map<String, ReadPart> read(String source) {
        try {
            return log.isEmpty() ? Map.of() : log.get().read(source);
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "read how far " + source + " was read");
        }
    }

    /** The part without a record that may not be complete; one that was read to its end is as it was. */
    private static SourcePart complete(SourceScan scan, SourcePart part, Optional<ReadPart> read) {
        if (!scan.grows(part.name())
                || read.filter(known -> known.end() == part.end()).isPresent()) {
            return part;
        }
        long end = Math.max(part.start(), scan.boundary(part.name(), part.end()));
        return new SourcePart(part.name(), part.start(), end, part.modifiedMicros(), part.identity());
    }
}
