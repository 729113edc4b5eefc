package dev.leat.duckdb;

import dev.leat.duckdb.render.Relations;
import dev.leat.duckdb.store.SinkLog;
import dev.leat.duckdb.store.SinkLog.Earlier;
import dev.leat.duckdb.store.SinkLog.FlowFiles;
import dev.leat.fault.FaultPoint;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Sink;
import dev.leat.plan.Plan;
import dev.leat.sink.FolderSink;
import dev.leat.sink.SinkFlow;
import dev.leat.sink.SinkRefusals;
import dev.leat.spi.CommitTerms.Basis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A sink that is a folder of files. The folder belongs to one state; another one that computes everything anew takes it over, with
 * the files of the first removed. Files of commits that a state does not have, as it was put back to an earlier copy of itself, are
 * removed by its next commit.
 */
final class FolderTarget implements SinkTarget {
    private final DuckDbEngine engine;
    private final Settings settings;
    private final long commit;
    private final Sink sink;
    private final SinkFiles files;
    private final String identity;
    private final boolean isOwn;
    private final Set<String> strays = new TreeSet<>();
    private final List<FlowFiles> flows = new ArrayList<>();

    FolderTarget(DuckDbEngine engine, Settings settings, long commit, Sink sink, Basis basis) throws SQLException {
        this.engine = engine;
        this.settings = settings;
        this.commit = commit;
        this.sink = sink;
        this.files = SinkFiles.open(sink);
        this.identity = engine.log().identity();
        Optional<String> owner = SinkMark.owner(files.folder());
        this.isOwn = owner.filter(identity::equals).isPresent();
        boolean isOthers = owner.isPresent() && !isOwn;
        if (isOthers && basis != Basis.NOTHING) {
            throw SinkRefusals.ofAnotherState(sink, files.folder().toString());
        }
        if (isOthers) {
            SinkMark.files(files.folder()).forEach(file -> strays.add(file.toString()));
        } else if (isOwn && !engine.hasLookedThrough(files.folder())) {
            SinkMark.added(files.folder()).forEach(file -> strays.add(file.toString()));
            strays.removeAll(engine.sinkLog().files(files.folder().toString()));
        }
    }

    /**
     * Requires that a sink's folder, if there is one, is no other state's.
     *
     * @param identity of this state
     */
    static void requireOwn(Sink sink, String identity) {
        SinkFiles.existingFolder(sink)
                .filter(folder -> SinkMark.owner(folder)
                        .filter(owner -> !owner.equals(identity))
                        .isPresent())
                .ifPresent(folder -> {
                    throw SinkRefusals.ofAnotherState(sink, folder.toString());
                });
    }

    @Override
    public boolean has(SinkFlow flow) throws SQLException {
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
    public void keep(SinkFlow flow) {
        flows.add(new FlowFiles(flow.key(), Earlier.KEPT, List.of()));
    }

    @Override
    public long add(SinkFlow flow, Relations over, Plan rows) throws SQLException {
        return write(flow, Earlier.KEPT, files.published(flow.index(), commit), over, rows);
    }

    @Override
    public long replace(SinkFlow flow, Relations over, Plan rows) throws SQLException {
        Path published = flow.isStream() ? files.published(flow.index(), commit) : files.published(flow.index());
        return write(flow, Earlier.REPLACED, published, over, rows);
    }

    @Override
    public void requireReplaceable(SinkFlow flow, String reason) {
        // Files always are.
    }

    private long write(SinkFlow flow, Earlier earlier, Path published, Relations over, Plan rows) throws SQLException {
        Path staging = files.staging(commit);
        if (!Files.isDirectory(staging)) {
            engine.sinkLog().addStaging(staging.toString());
            FaultPoint.STAGING_NOTED.reach();
            files.makeStaging(commit);
            if (!isOwn) {
                SinkMark.stage(staging, identity);
            }
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
        Path staging = files.staging(commit);
        Optional<SinkLog.Move> mark = isOwn || !Files.isDirectory(staging)
                ? Optional.empty()
                : Optional.of(new SinkLog.Move(
                        staging.resolve(FolderSink.MARK).toString(),
                        files.folder().resolve(FolderSink.MARK).toString()));
        engine.sinkLog()
                .add(
                        commit,
                        new SinkLog.Delivery(
                                sink.name().toString(), files.folder().toString(), flows, List.copyOf(strays), mark));
        engine.lookedThrough(files.folder());
    }
}
