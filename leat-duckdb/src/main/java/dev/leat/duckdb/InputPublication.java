package dev.leat.duckdb;

import dev.leat.duckdb.store.ErrorLog;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.reading.SourceChange;
import dev.leat.spi.RefreshResult.Extent;
import java.sql.SQLException;
import java.util.Map;

/** Writes down what was read, within the transaction of a commit. */
final class InputPublication {
    private final MaintenanceLog log;
    private final ErrorLog errors;
    private final long commit;

    InputPublication(MaintenanceLog log, ErrorLog errors, long commit) {
        this.log = log;
        this.errors = errors;
        this.commit = commit;
    }

    void publish(Inputs inputs) throws SQLException {
        String reader = inputs.reader();
        boolean isWhole = inputs.extent() == Extent.WHOLE;
        if (isWhole) {
            log.clearPositions(reader);
            errors.clear(reader);
        }
        for (Map.Entry<String, SourceChange> source : inputs.sources().entrySet()) {
            SourceChange change = source.getValue();
            if (!isWhole) {
                log.removePositions(reader, source.getKey(), change.superseded());
                for (SourceChange.Torn torn : change.torn()) {
                    errors.remove(reader, source.getKey(), torn.partThen(), torn.then());
                }
                for (SourceChange.Moved moved : change.moved()) {
                    errors.move(reader, source.getKey(), moved.from(), moved.to(), moved.range());
                }
            }
            log.addPositions(reader, source.getKey(), change.positions(), commit);
        }
        errors.publish(commit, reader, inputs.malformed());
        for (RowsInTime.LateRows late : inputs.late()) {
            ErrorLog.Counted rows =
                    new ErrorLog.Counted(late.rows().table(), late.rows().count());
            errors.addLate(commit, reader, late.source().key(), rows, late.watermark());
        }
    }
}
