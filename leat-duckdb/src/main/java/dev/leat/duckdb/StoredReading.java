package dev.leat.duckdb;

import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.reading.ReadLog;
import dev.leat.spi.Position;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What earlier commits have read, by the state's own record. */
record StoredReading(MaintenanceLog log) implements ReadLog {
    @Override
    public List<Map<String, Position>> readers(String source) {
        try {
            return log.readers(source);
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "read how far " + source + " was read");
        }
    }
}
