package dev.leat.spark;

import dev.leat.incremental.CommitStaging.Change;
import dev.leat.incremental.Reader;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.spark.read.SourceDelta;
import dev.leat.spark.store.DatasetVersion;
import dev.leat.spi.Position;
import dev.leat.spi.RefreshResult.Extent;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How the inputs of one dataset have changed since its content was computed. */
final class InputChanges {
    private final boolean isStream;
    private final Map<String, Change> changes = new HashMap<>();
    private final Map<String, SourceDelta> sources = new TreeMap<>();
    private final Map<String, Set<String>> asked = new TreeMap<>();
    private final Set<String> reasons = new LinkedHashSet<>();

    private InputChanges(boolean isStream) {
        this.isStream = isStream;
    }

    /**
     * Looks at all that a plan reads.
     *
     * @param seen the commit whose inputs the content has; absent if there is none that counts
     * @param reader of a stream only reads as a stream count, and only what they have more
     */
    static InputChanges find(Plan plan, CommitInputs inputs, String dataset, Optional<Long> seen, Reader reader) {
        InputChanges found = new InputChanges(reader.isStream());
        for (Plan.Scan scan : reader.counted(plan)) {
            Optional<Source> source = inputs.source(scan.relation());
            if (source.isEmpty()) {
                found.addDataset(scan.relation(), inputs, seen);
            } else if (!found.sources.containsKey(source.get().name().key())) {
                Set<String> fields = fields(plan, scan.relation());
                found.asked.put(source.get().name().key(), fields);
                Map<String, Position> read = seen.isPresent() ? inputs.positions(dataset, source.get()) : Map.of();
                found.addSource(
                        source.get(), inputs.opened(source.get(), fields).change(read, reader));
            }
        }
        return found;
    }

    /** What a plan reads of a source: its columns, and those that scans may have beside them. */
    static Set<String> fields(Plan plan, RelationName source) {
        return Plans.nodes(plan).stream()
                .filter(node ->
                        node instanceof Plan.Scan scan && scan.relation().key().equals(source.key()))
                .flatMap(node -> ((Plan.Scan) node).fields().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void addSource(Source source, SourceDelta change) {
        String key = source.name().key();
        if (change.isReplaced()) {
            reasons.add("what was read of " + source.name().simpleName() + " is gone or has another content");
        }
        changes.put(key, change.isNothing() ? Change.NONE : change.torn().isEmpty() ? Change.INSERTS : Change.ANY);
        sources.put(key, change);
    }

    private void addDataset(RelationName name, CommitInputs inputs, Optional<Long> seen) {
        String key = name.key();
        Optional<DatasetVersion> version = inputs.dataset(key);
        Optional<Computed> now = inputs.computed(key);
        // A dataset that changed when this one was not refreshed has left it behind.
        if (now.filter(result -> result.extent() == Extent.WHOLE).isPresent()) {
            reasons.add(name.simpleName() + " is computed as a whole");
        } else if (version.isEmpty() || version.get().changed() > seen.orElse(-1L)) {
            reasons.add(name.simpleName() + " has changed in a run that did not refresh this one");
        }
        Optional<TableChange> change = now.flatMap(Computed::change);
        boolean takesAway = change.flatMap(TableChange::deleted).isPresent();
        boolean adds = change.flatMap(TableChange::inserted).isPresent();
        changes.put(key, takesAway ? Change.ANY : adds ? Change.INSERTS : Change.NONE);
    }

    /** Whether the content cannot be brought up to date by changes of the inputs. */
    boolean isWhole() {
        return !reasons.isEmpty();
    }

    /** Why it cannot. */
    String reason() {
        return String.join("; ", reasons);
    }

    /** What has changed. */
    String changed() {
        return changes.entrySet().stream()
                .filter(change -> change.getValue() != Change.NONE)
                .map(change -> RelationName.ofKey(change.getKey()).shortName())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Whether nothing has changed. */
    boolean isNothing() {
        return changes.values().stream().allMatch(change -> change == Change.NONE);
    }

    /** Whether rows are added only. */
    boolean isInserts() {
        return changes.values().stream().noneMatch(change -> change == Change.ANY);
    }

    /** How a relation changes; one that does not count does not. */
    Change of(Plan.Scan scan) {
        boolean counts = !isStream || scan.mode() == Plan.ScanMode.STREAM;
        return counts ? changes.getOrDefault(scan.relation().key(), Change.NONE) : Change.NONE;
    }

    /** The sources read, by key, with what each has more. */
    Map<String, SourceDelta> sources() {
        return sources;
    }

    /** What one of them has more. */
    SourceDelta delta(String source) {
        return Optional.ofNullable(sources.get(source)).orElseThrow();
    }

    /** The columns that are read of a source. */
    Set<String> asked(String source) {
        return asked.getOrDefault(source, Set.of());
    }

    /** How far the sources are read, by key, once the content is computed so far. */
    Map<String, Map<String, Position>> positions(Extent extent) {
        Map<String, Map<String, Position>> positions = new TreeMap<>();
        sources.forEach((source, change) ->
                positions.put(source, extent == Extent.WHOLE ? change.source().positions() : change.positions()));
        return positions;
    }
}
