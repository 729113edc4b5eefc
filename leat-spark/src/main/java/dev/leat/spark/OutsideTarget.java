package dev.leat.spark;

import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Sink;
import dev.leat.plan.Plan;
import dev.leat.sink.OutsideColumns;
import dev.leat.sink.SinkFlow;
import dev.leat.spark.store.FolderDelivery;
import dev.leat.spark.store.Outbox;
import dev.leat.spark.store.RowsDelivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A sink outside, whose rows wait in files of the warehouse until it has got them. */
final class OutsideTarget implements SinkTarget {
    private final SparkEngine engine;
    private final CommitContext context;
    private final Sink sink;
    private final List<String> folders = new ArrayList<>();
    private final OutsideColumns columns;

    OutsideTarget(SparkEngine engine, CommitContext context, Sink sink) {
        this.engine = engine;
        this.context = context;
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
    public long replace(SinkFlow flow, Rows over, Plan rows) {
        return add(flow, over, rows);
    }

    @Override
    public long add(SinkFlow flow, Rows over, Plan given) {
        Plan plan = columns.take(given);
        String folder = Outbox.folder(context.number(), sink.name().key()) + "/" + flow.index();
        Outbox outbox = engine.deliveries().outbox();
        Staging.Kept rows =
                context.stagingIn(outbox.location(folder)).keep(over.of(plan), "write to the sink " + sink.name());
        folders.add(outbox.relative(rows.path()));
        return rows.count();
    }

    @Override
    public boolean isWritten() {
        return columns.fields().isPresent();
    }

    @Override
    public Optional<FolderDelivery> files() {
        return Optional.empty();
    }

    @Override
    public Optional<RowsDelivery> rows() {
        return columns.fields()
                .map(fields -> new RowsDelivery(
                        context.number(), context.micros(), sink.name().key(), SchemaJson.write(fields), folders));
    }
}
