package dev.leat.spark;

import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import dev.leat.plan.Plan;
import dev.leat.plan.TextColumns;
import dev.leat.sink.SinkFlow;
import dev.leat.sink.SinkRefusals;
import dev.leat.spark.store.FolderDelivery;
import dev.leat.spark.store.Outbox;
import dev.leat.spark.store.RowsDelivery;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A sink outside, whose rows wait in files of the warehouse until it has got them. */
final class OutsideTarget implements SinkTarget {
    private final SparkEngine engine;
    private final CommitContext context;
    private final Sink sink;
    private final List<String> folders = new ArrayList<>();
    private Optional<List<Field>> columns = Optional.empty();

    OutsideTarget(SparkEngine engine, CommitContext context, Sink sink) {
        this.engine = engine;
        this.context = context;
        this.sink = sink;
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
        Plan plan = SinkOptions.takesTexts(sink.format()) ? TextColumns.cast(given) : given;
        List<Field> fields = plan.output().stream()
                .map(column -> new Field(column.name(), column.type(), true))
                .toList();
        if (columns.isPresent() && !columns.get().equals(fields)) {
            throw SinkRefusals.ofDifferentColumns(sink, columns.get(), fields);
        }
        columns = Optional.of(fields);
        String folder = Outbox.folder(context.number(), sink.name().key()) + "/" + flow.index();
        String location = engine.deliveries().outbox().location(folder);
        Staged rows = context.stagingIn(location).stage(over.of(plan), "write to the sink " + sink.name());
        if (rows.few().isPresent()) {
            rows.rows().coalesce(1).write().parquet(location + "/0");
        }
        folders.add(folder + "/0");
        return rows.count();
    }

    @Override
    public boolean isWritten() {
        return columns.isPresent();
    }

    @Override
    public Optional<FolderDelivery> files() {
        return Optional.empty();
    }

    @Override
    public Optional<RowsDelivery> rows() {
        return columns.map(fields -> new RowsDelivery(
                context.number(), context.micros(), sink.name().key(), SchemaJson.write(fields), folders));
    }
}
