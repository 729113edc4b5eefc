package dev.leat.duckdb;

import dev.leat.duckdb.render.Relations;
import dev.leat.duckdb.store.Database;
import dev.leat.duckdb.store.DeliveryLog;
import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Sink;
import dev.leat.plan.Plan;
import dev.leat.sink.OutsideColumns;
import dev.leat.sink.SinkFlow;
import dev.leat.sink.SinkRefusals;
import java.sql.SQLException;

/** A sink outside, whose rows wait in a table of the state until it has got them. */
final class OutsideTarget implements SinkTarget {
    private final DuckDbEngine engine;
    private final Settings settings;
    private final long commit;
    private final Sink sink;
    private final OutsideColumns columns;
    private long count;

    OutsideTarget(DuckDbEngine engine, Settings settings, long commit, Sink sink) {
        this.engine = engine;
        this.settings = settings;
        this.commit = commit;
        this.sink = sink;
        this.columns = new OutsideColumns(sink);
    }

    @Override
    public boolean has(SinkFlow flow) {
        return true;
    }

    @Override
    public void keep(SinkFlow flow) {
        // What was sent was sent.
    }

    @Override
    public void requireReplaceable(SinkFlow flow, String reason) {
        SinkRefusals.requireReplaceable(sink, flow, reason);
    }

    @Override
    public long replace(SinkFlow flow, Relations over, Plan rows) throws SQLException {
        return add(flow, over, rows);
    }

    @Override
    public long add(SinkFlow flow, Relations over, Plan given) throws SQLException {
        boolean isFirst = columns.fields().isEmpty();
        Plan rows = columns.take(given);
        Database database = engine.database();
        String table = DeliveryLog.staged(commit, sink.name().key());
        database.execute("CREATE SCHEMA IF NOT EXISTS " + TableNames.STATE_SCHEMA);
        String target = isFirst ? "CREATE OR REPLACE TABLE " + table + " AS\n" : "INSERT INTO " + table + "\n";
        String select = ChangeStaging.columns(rows.output());
        long added = engine.attempts()
                .run(
                        "write to the sink " + sink.name(),
                        evaluation -> database.update(target
                                + engine.render(over, settings, evaluation).query(rows, select)));
        count += added;
        return added;
    }

    @Override
    public void publish() throws SQLException {
        if (columns.fields().isPresent()) {
            String schema = SchemaJson.write(columns.fields().get());
            new DeliveryLog(engine.database())
                    .add(new DeliveryLog.Delivery(commit, sink.name().key(), schema, count));
        }
    }
}
