package dev.leat.duckdb;

import dev.leat.duckdb.DuckDbRelations.Reading;
import dev.leat.duckdb.render.Relations;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.duckdb.store.SinkLog;
import dev.leat.duckdb.store.SinkLog.Earlier;
import dev.leat.incremental.ChangeDerivation;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.StagedChange;
import dev.leat.incremental.Stored;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.plan.KeyReduction;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RefreshResult.Extent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stages what the sinks that are folders get in a commit. A flow of a stream adds a file with the rows that are new; one that does
 * not read a stream replaces its file, if anything it depends on has changed. Where rows that a stream has given are taken
 * back, its files are replaced, too.
 */
final class SinkRefresh {
    private final DuckDbEngine engine;
    private final Pipeline pipeline;
    private final Basis basis;
    private final DuckDbRelations relations;
    private final Map<String, Computed> computed;
    private final ChangeStaging.TemporaryTables temporary;
    private final PlanPreparation passes;
    private final MaintenanceLog log;
    private final long commit;
    private final List<SinkLog.Delivery> deliveries = new ArrayList<>();
    private final List<Written> written = new ArrayList<>();

    SinkRefresh(
            DuckDbEngine engine,
            Pipeline pipeline,
            Basis basis,
            DuckDbRelations relations,
            Map<String, Computed> computed,
            ChangeStaging.TemporaryTables temporary,
            long commit) {
        this.engine = engine;
        this.pipeline = pipeline;
        this.basis = basis;
        this.relations = relations;
        this.computed = computed;
        this.temporary = temporary;
        this.passes = new PlanPreparation(pipeline);
        this.log = new MaintenanceLog(engine.database());
        this.commit = commit;
    }

    /** What a flow has written, to be published. */
    private record Written(Inputs inputs, String program, boolean isChanged) {}

    /**
     * A flow at work.
     *
     * @param key of what is known of it
     * @param program a digest of all that decides what is written but the data; of a stream, of all that would change what was written
     * @param index of the flow in the sink
     */
    private record Work(
            String key,
            Plan plan,
            int index,
            boolean isStream,
            String program,
            Optional<MaintenanceLog.Row> before,
            InputChanges inputs) {}

    /** What a flow gives the sink. */
    private record Output(Extent extent, long rows, long rowsRead, SinkLog.FlowFiles files) {}

    RefreshResult write(Sink sink, List<Flow> flows) {
        SinkFiles files = SinkFiles.open(sink);
        relations.take();
        try {
            List<Output> outputs = new ArrayList<>();
            Map<String, ReadCounts> counts = new LinkedHashMap<>();
            for (int i = 0; i < flows.size(); i++) {
                Work work = work(sink, flows.get(i), i);
                Output output = write(work, files);
                Reading reading = output.extent() == Extent.NOTHING ? Reading.NOTHING : relations.take();
                reading.counts().forEach((source, read) -> counts.merge(source, read, ReadCounts::plus));
                outputs.add(output);
                written.add(written(work, output, reading.malformed()));
            }
            deliveries.add(new SinkLog.Delivery(
                    sink.name().toString(),
                    files.folder().toString(),
                    outputs.stream().map(Output::files).toList()));
            return result(outputs, counts);
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "write to the sink " + sink.name());
        }
    }

    private static RefreshResult result(List<Output> outputs, Map<String, ReadCounts> counts) {
        if (outputs.stream().allMatch(output -> output.extent() == Extent.NOTHING)) {
            return RefreshResult.UNCHANGED;
        }
        boolean isWhole = outputs.stream().anyMatch(output -> output.extent() == Extent.WHOLE);
        return new RefreshResult(
                isWhole ? Extent.WHOLE : Extent.CHANGE,
                outputs.stream().mapToLong(Output::rows).sum(),
                outputs.stream().mapToLong(Output::rowsRead).sum(),
                counts);
    }

    private Work work(Sink sink, Flow flow, int index) throws SQLException {
        String key = sink.name().key() + "/" + flow.name().key();
        Plan plan = passes.prepare(flow.query());
        boolean isStream = Plans.nodes(plan).stream()
                .anyMatch(node -> node instanceof Plan.Scan scan && scan.mode() == Plan.ScanMode.STREAM);
        String program = isStream ? ProgramDigest.of(sink) : ProgramDigest.of(sink, plan, pipeline);
        boolean anew = basis == Basis.NOTHING || (!isStream && ProgramDigest.tellsTime(plan));
        Optional<MaintenanceLog.Row> before = anew
                ? Optional.empty()
                : log.find(key).filter(row -> row.program().equals(program));
        InputChanges inputs =
                InputChanges.find(plan, relations, log, key, before.map(MaintenanceLog.Row::seen), isStream, computed);
        return new Work(key, plan, index, isStream, program, before, inputs);
    }

    private Output write(Work work, SinkFiles files) throws SQLException {
        if (work.before().isPresent() && !work.inputs().isWhole()) {
            boolean isThere = work.isStream() || areThere(files.folder(), work.key());
            if (work.inputs().isNothing() && isThere) {
                return new Output(Extent.NOTHING, 0, 0, new SinkLog.FlowFiles(work.key(), Earlier.KEPT, List.of()));
            }
            Maintained maintained = Maintained.of(work.plan());
            if (work.isStream() && maintained.stored().isEmpty()) {
                Optional<Output> added = add(work, maintained, files);
                if (added.isPresent()) {
                    return added.get();
                }
            }
        }
        return replace(work, files);
    }

    private boolean areThere(Path folder, String flow) throws SQLException {
        Set<String> paths = engine.sinkLog().files(folder.toString(), flow);
        return !paths.isEmpty() && paths.stream().map(Path::of).allMatch(Files::isRegularFile);
    }

    /** The rows that are new; empty if others are taken back. */
    private Optional<Output> add(Work work, Maintained maintained, SinkFiles files) throws SQLException {
        VersionedRelations versions = new VersionedRelations(
                relations,
                work.key(),
                index -> {
                    throw new IllegalStateException("a flow of a sink stores no rows of operators");
                },
                work.inputs().sources(),
                computed);
        ChangeStaging staging = new ChangeStaging(
                engine, pipeline.settings(), versions, scan -> work.inputs().of(scan, true), temporary);
        StagedChange change = ChangeDerivation.derive(maintained, staging).result();
        if (change.deleted().isPresent()) {
            return Optional.empty();
        }
        long read = rowsOfDatasets(work.plan(), true);
        Optional<RelationName> rows = change.inserted();
        if (rows.isEmpty()) {
            return Optional.of(
                    new Output(Extent.CHANGE, 0, read, new SinkLog.FlowFiles(work.key(), Earlier.KEPT, List.of())));
        }
        SinkLog.Move move = move(files, files.published(work.index(), commit));
        Plan plan = Stored.scan(rows.get(), work.plan().output());
        long count = write(versions, plan, files, Path.of(move.staged()));
        return Optional.of(
                new Output(Extent.CHANGE, count, read, new SinkLog.FlowFiles(work.key(), Earlier.KEPT, List.of(move))));
    }

    private Output replace(Work work, SinkFiles files) throws SQLException {
        SinkLog.Move move =
                move(files, work.isStream() ? files.published(work.index(), commit) : files.published(work.index()));
        long count = write(relations, KeyReduction.apply(work.plan()), files, Path.of(move.staged()));
        return new Output(
                Extent.WHOLE,
                count,
                rowsOfDatasets(work.plan(), false),
                new SinkLog.FlowFiles(work.key(), Earlier.REPLACED, List.of(move)));
    }

    private SinkLog.Move move(SinkFiles files, Path published) throws SQLException {
        Path staging = files.staging(commit);
        if (!Files.isDirectory(staging)) {
            engine.sinkLog().addStaging(staging.toString());
            files.makeStaging(commit);
        }
        return new SinkLog.Move(
                staging.resolve(String.valueOf(published.getFileName())).toString(), published.toString());
    }

    private long write(Relations over, Plan plan, SinkFiles files, Path staged) {
        long count = files.isParquet()
                ? engine.exportParquet(
                        over, pipeline.settings(), plan, new ParquetFile(staged, files.parquetCompression()))
                : files.writeText(plan, staged, lines -> engine.query(over, pipeline.settings(), lines));
        DurableFiles.force(staged);
        relations.settle();
        return count;
    }

    private long rowsOfDatasets(Plan plan, boolean changes) {
        return RowsOfDatasets.count(plan, changes, computed, engine);
    }

    private Written written(Work work, Output output, List<Integer> malformed) {
        Map<String, SourceChange> sources = output.extent() == Extent.WHOLE
                ? InputChanges.whole(work.plan(), relations, work.isStream())
                : work.inputs().sources();
        return new Written(
                new Inputs(work.key(), output.extent(), sources, malformed),
                work.program(),
                output.extent() != Extent.NOTHING);
    }

    /** Writes down what the sinks get and what was read for it, within the transaction of the commit. */
    void publish(InputPublication inputs) throws SQLException {
        for (SinkLog.Delivery delivery : deliveries) {
            engine.sinkLog().add(commit, delivery);
        }
        for (Written flow : written) {
            inputs.publish(flow.inputs());
            String key = flow.inputs().reader();
            Optional<MaintenanceLog.Row> before = flow.isChanged() ? Optional.empty() : log.find(key);
            long changed = before.map(MaintenanceLog.Row::changed).orElse(commit);
            log.put(key, new MaintenanceLog.Row(flow.program(), changed, commit, false));
        }
    }
}
