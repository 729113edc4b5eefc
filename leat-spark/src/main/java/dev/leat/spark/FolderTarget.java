package dev.leat.spark;

import dev.leat.fault.FaultPoint;
import dev.leat.plan.Plan;
import dev.leat.sink.FolderSink;
import dev.leat.sink.SinkFlow;
import dev.leat.sink.SinkRefusals;
import dev.leat.spark.store.FolderDelivery;
import dev.leat.spark.store.FolderDelivery.Move;
import dev.leat.spark.store.RowsDelivery;
import dev.leat.spark.store.SinkFolder;
import dev.leat.spark.store.SinkState;
import dev.leat.spi.CommitTerms.Basis;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sink that is a folder of files. The folder belongs to one state; another one that computes everything anew takes it over, with
 * the files of the first removed. Files of commits that a state does not have, as it was put back to an earlier copy of itself, are
 * removed by its next commit. Executors write into a hidden folder in it.
 */
final class FolderTarget implements SinkTarget {
    private final SparkEngine engine;
    private final CommitContext context;
    private final FolderSink sink;
    private final String key;
    private final SinkFolder folder;
    private final SinkState state;
    private final boolean isOwn;
    private final String staging;
    private final Set<String> strays = new TreeSet<>();
    private final List<String> leftBehind = new ArrayList<>();
    private final Set<String> kept = new HashSet<>();
    private final List<Move> moves = new ArrayList<>();
    private boolean isStaged;

    FolderTarget(SparkEngine engine, CommitContext context, FolderSink sink, Basis basis) {
        this.engine = engine;
        this.context = context;
        this.sink = sink;
        this.key = sink.sink().name().key();
        this.state = engine.state().sinks();
        this.staging = FolderSink.staging(context.number());
        this.folder = SinkFolder.make(sink, engine.configuration());
        Optional<String> owner = folder.owner();
        this.isOwn = owner.filter(engine.state().identity()::equals).isPresent();
        boolean isOthers = owner.isPresent() && !isOwn;
        if (isOthers && basis != Basis.NOTHING) {
            throw SinkRefusals.ofAnotherState(sink.sink(), folder.shown());
        }
        boolean isKnown = !isOthers && engine.deliveries().hasLookedThrough(folder);
        // What this process has left in it, it knows of.
        List<String> names = isKnown ? List.of() : folder.names();
        if (isOthers) {
            names.stream().filter(FolderSink::isFile).forEach(strays::add);
        } else if (isOwn) {
            names.stream().filter(FolderSink::isAdded).forEach(strays::add);
            strays.removeAll(state.filesWithout(folder.location(), Set.of()));
        }
        names.stream().filter(name -> isLeftBehind(name, isOthers)).forEach(leftBehind::add);
    }

    /** Files of a greater number wait for a writer after this one, that has taken the warehouse over and is not to be disturbed. */
    private boolean isLeftBehind(String name, boolean isOthers) {
        OptionalLong commit = FolderSink.stagedBy(name);
        return commit.isPresent()
                && (isOthers || commit.getAsLong() <= context.number())
                && state.folders().stream()
                        .noneMatch(delivery -> delivery.folder().equals(folder.location())
                                && delivery.staging().equals(name));
    }

    @Override
    public boolean has(SinkFlow flow) {
        if (flow.isStream()) {
            // Others may have taken the files away; they were delivered all the same.
            return true;
        }
        // Its place among the flows of the sink may be another now.
        List<String> known = state.files(folder.location(), flow.key());
        Set<String> expected = IntStream.range(0, Math.max(1, known.size()))
                .mapToObj(part -> FolderSink.part(sink.file(flow.index()), part))
                .collect(Collectors.toSet());
        return expected.equals(Set.copyOf(known)) && known.stream().allMatch(this::isThere);
    }

    /** Or waits to be. */
    private boolean isThere(String name) {
        return folder.has(name)
                || state.folders().stream()
                        .filter(delivery -> delivery.folder().equals(folder.location()))
                        .flatMap(delivery -> delivery.moves().stream())
                        .anyMatch(move -> move.name().equals(name));
    }

    @Override
    public void keep(SinkFlow flow) {
        kept.add(flow.key());
    }

    @Override
    public long add(SinkFlow flow, Rows over, Plan rows) {
        kept.add(flow.key());
        return write(flow, sink.file(flow.index(), context.number()), over, rows);
    }

    @Override
    public long replace(SinkFlow flow, Rows over, Plan rows) {
        String name = flow.isStream() ? sink.file(flow.index(), context.number()) : sink.file(flow.index());
        return write(flow, name, over, rows);
    }

    private long write(SinkFlow flow, String name, Rows over, Plan rows) {
        if (!isStaged) {
            isStaged = true;
            stage();
        }
        String place = Integer.toString(flow.index());
        long count = new SinkFileWriter(sink, context.staging())
                .write(rows, over, folder.location() + "/" + staging + "/" + place);
        List<String> written = folder.written(staging + "/" + place);
        for (int part = 0; part < written.size(); part++) {
            moves.add(new Move(place + "/" + written.get(part), FolderSink.part(name, part), flow.key()));
        }
        return count;
    }

    /** Makes the folder where files wait, and drops those that others than this commit have left behind. */
    private void stage() {
        engine.log().requireWriter();
        engine.deliveries().outbox().note(context.number(), key, folder, staging);
        FaultPoint.STAGING_NOTED.reach();
        leftBehind.forEach(folder::drop);
        folder.makeStaging(staging);
        if (!isOwn) {
            folder.stageMark(staging, engine.state().identity());
        }
    }

    @Override
    public boolean isWritten() {
        return isStaged;
    }

    @Override
    public Optional<FolderDelivery> files() {
        Set<String> stale = state.filesWithout(folder.location(), kept);
        stale.addAll(strays);
        moves.forEach(move -> stale.remove(move.name()));
        engine.deliveries().lookedThrough(folder);
        if (stale.isEmpty() && moves.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FolderDelivery(
                context.number(), key, folder.location(), staging, moves, List.copyOf(stale), isStaged && !isOwn));
    }

    @Override
    public Optional<RowsDelivery> rows() {
        return Optional.empty();
    }
}
