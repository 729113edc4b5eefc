package dev.leat.duckdb;

import dev.leat.duckdb.render.Relations;
import dev.leat.duckdb.store.SinkLog;
import dev.leat.duckdb.store.SinkLog.Earlier;
import dev.leat.duckdb.store.SinkLog.FlowFiles;
import dev.leat.fault.FaultPoint;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Sink;
import dev.leat.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A sink that is a folder of files. */
final class FolderTarget implements SinkTarget {
    private final DuckDbEngine engine;
    private final Settings settings;
    private final long commit;
    private final Sink sink;
    private final SinkFiles files;
    private final List<FlowFiles> flows = new ArrayList<>();

    FolderTarget(DuckDbEngine engine, Settings settings, long commit, Sink sink) {
        this.engine = engine;
        this.settings = settings;
        this.commit = commit;
        this.sink = sink;
        this.files = SinkFiles.open(sink);
    }

    @Override
    public boolean has(FlowPlace flow) throws SQLException {
        if (flow.isStream()) {
            // Others may have taken the files away; they were delivered all the same.
            return true;
        }
        // Its place among the flows of the sink may be another now.
        Path file = files.published(flow.index());
        return engine.sinkLog().files(files.folder().toString(), flow.key()).equals(Set.of(file.toString()))
                && Files.isRegularFile(file);
    }

    @Override
    public void keep(FlowPlace flow) {
        flows.add(new FlowFiles(flow.key(), Earlier.KEPT, List.of()));
    }

    @Override
    public long add(FlowPlace flow, Relations over, Plan rows) throws SQLException {
        return write(flow, Earlier.KEPT, files.published(flow.index(), commit), over, rows);
    }

    @Override
    public long replace(FlowPlace flow, Relations over, Plan rows) throws SQLException {
        Path published = flow.isStream() ? files.published(flow.index(), commit) : files.published(flow.index());
        return write(flow, Earlier.REPLACED, published, over, rows);
    }

    @Override
    public void requireReplaceable(FlowPlace flow, String reason) {
        // Files always are.
    }

    private long write(FlowPlace flow, Earlier earlier, Path published, Relations over, Plan rows) throws SQLException {
        Path staging = files.staging(commit);
        if (!Files.isDirectory(staging)) {
            engine.sinkLog().addStaging(staging.toString());
            FaultPoint.STAGING_NOTED.reach();
            files.makeStaging(commit);
        }
        Path staged = staging.resolve(String.valueOf(published.getFileName()));
        long count = files.isParquet()
                ? engine.exportParquet(over, settings, rows, new ParquetFile(staged, files.parquetCompression()))
                : files.writeText(rows, staged, lines -> engine.query(over, settings, lines));
        DurableFiles.force(staged);
        flows.add(
                new FlowFiles(flow.key(), earlier, List.of(new SinkLog.Move(staged.toString(), published.toString()))));
        return count;
    }

    @Override
    public void publish() throws SQLException {
        engine.sinkLog()
                .add(
                        commit,
                        new SinkLog.Delivery(
                                sink.name().toString(), files.folder().toString(), flows));
    }
}
