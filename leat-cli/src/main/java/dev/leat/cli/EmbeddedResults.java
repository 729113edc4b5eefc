package dev.leat.cli;

import dev.leat.pipeline.AskedQuery;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.Plan;
import dev.leat.plan.TextColumns;
import dev.leat.spi.Engine;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.QueryResult;
import dev.leat.spi.RejectedRecord;
import dev.leat.spi.StoredDataset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The results of an engine in this process. */
record EmbeddedResults(Engine engine) implements Results {
    @Override
    public List<StoredDataset> datasets() {
        return engine.datasets();
    }

    @Override
    public EngineStatus status(Pipeline pipeline) {
        return engine.status(pipeline);
    }

    @Override
    public List<PlannedRefresh> plan(Pipeline pipeline) {
        return engine.plan(pipeline);
    }

    @Override
    public void forEachRejected(Pipeline pipeline, Predicate<RejectedRecord> taker) {
        engine.forEachRejected(taker);
    }

    @Override
    public void print(Pipeline pipeline, ResultWriter writer, PrintWriter out) {
        Plan plan = AskedQuery.of(pipeline);
        Plan text = writer == ResultWriter.JSON ? TextColumns.json(plan) : TextColumns.cast(plan);
        try (QueryResult result = engine.query(pipeline, text)) {
            writer.write(ResultWriter.names(plan), result, out);
        }
    }

    @Override
    public void exportParquet(Pipeline pipeline, Path file) {
        engine.exportParquet(pipeline, AskedQuery.of(pipeline), file);
    }

    @Override
    public void close() {
        engine.close();
    }
}
