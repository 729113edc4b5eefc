package dev.leat.duckdb;

import dev.leat.duckdb.store.DeliveryLog;
import dev.leat.duckdb.store.DeliveryLog.Delivery;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.json.SchemaJson;
import dev.leat.sink.OutsideSinks;
import dev.leat.sink.OutsideSinks.Waiting;
import dev.leat.spi.CommitStamp;
import dev.leat.spi.QueryResult;
import dev.leat.spi.SinkWriter;
import java.sql.SQLException;
import java.util.List;

/** Where the rows wait that sinks outside have not got yet: tables of the state. */
final class OutsideOutbox implements OutsideSinks.Outbox {
    private final DuckDbEngine engine;

    OutsideOutbox(DuckDbEngine engine) {
        this.engine = engine;
    }

    private DeliveryLog log() {
        return new DeliveryLog(engine.database());
    }

    @Override
    public String identity() {
        try {
            return engine.log().identity();
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "read the identity of the state");
        }
    }

    @Override
    public List<Waiting> pending() {
        try {
            return log().pending().stream()
                    .map(delivery ->
                            new Waiting(delivery.commit(), delivery.sink(), SchemaJson.read(delivery.columns())))
                    .toList();
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "list what is to be delivered");
        }
    }

    @Override
    public void write(Waiting waiting, SinkWriter writer) {
        try {
            CommitStamp commit = engine.log().stamp(waiting.commit());
            String sql = "SELECT * FROM " + delivery(waiting).table();
            try (QueryResult rows = new DuckDbResult(engine, waiting.columns(), evaluation -> sql)) {
                writer.write(commit, rows);
            }
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "deliver to the sinks");
        }
    }

    @Override
    public void remove(Waiting waiting) {
        try {
            log().remove(delivery(waiting));
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "deliver to the sinks");
        }
    }

    private static Delivery delivery(Waiting waiting) {
        return new Delivery(waiting.commit(), waiting.sink(), SchemaJson.write(waiting.columns()), 0);
    }
}
