package dev.leat.duckdb;

import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.incremental.CommitStaging.Change;
import dev.leat.incremental.Reader;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.reading.SourceChange;
import dev.leat.spi.Position;
import dev.leat.spi.RefreshResult.Extent;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How the inputs of one dataset have changed since its content was computed. */
final class InputChanges {
    static final InputChanges NONE = new InputChanges();

    private final Map<String, Change> changes = new HashMap<>();
    private final Map<String, SourceChange> sources = new TreeMap<>();
    private final Set<String> reasons = new LinkedHashSet<>();

    private InputChanges() {}

    /**
     * Looks at all that a plan reads.
     *
     * @param seen the commit whose inputs the content has; absent if there is none that counts
     * @param reader of a stream only reads as a stream count, and only what they have more
     */
    static InputChanges find(
            Plan plan,
            DuckDbRelations relations,
            MaintenanceLog log,
            String dataset,
            Optional<Long> seen,
            Reader reader,
            Map<String, Computed> computed)
            throws SQLException {
        InputChanges found = new InputChanges();
        for (Plan.Scan scan : reader.counted(plan)) {
            Optional<Source> source = relations.source(scan.relation());
            if (source.isPresent()) {
                Map<String, Position> before = seen.isPresent()
                        ? log.positions(dataset, source.get().name().key())
                        : Map.of();
                found.addSource(source.get(), relations, before, reader);
            } else {
                found.addDataset(scan.relation(), log, seen.orElse(-1L), computed);
            }
        }
        return found;
    }

    /** The same of a view, where only datasets are looked at. */
    static InputChanges ofDatasets(
            Plan plan, DuckDbRelations relations, MaintenanceLog log, long seen, Map<String, Computed> computed)
            throws SQLException {
        InputChanges found = new InputChanges();
        for (Plan.Scan scan : Reader.VIEW.counted(plan)) {
            if (relations.source(scan.relation()).isEmpty()) {
                found.addDataset(scan.relation(), log, seen, computed);
            }
        }
        return found;
    }

    /** How far each source is read by who reads all of it now, by source. */
    static Map<String, SourceChange> whole(Plan plan, DuckDbRelations relations, boolean streams) {
        Map<String, SourceChange> sources = new TreeMap<>();
        Reader reader = streams ? Reader.stream(0) : Reader.VIEW;
        for (Plan.Scan scan : reader.counted(plan)) {
            relations
                    .source(scan.relation())
                    .ifPresent(source -> sources.put(source.name().key(), relations.change(source, Map.of(), reader)));
        }
        return sources;
    }

    private void addSource(Source source, DuckDbRelations relations, Map<String, Position> before, Reader reader) {
        String key = source.name().key();
        SourceChange change = relations.change(source, before, reader);
        if (!reader.isStream() && change.isReplaced()) {
            reasons.add("what was read of " + source.name().simpleName() + " is gone or has another content");
        }
        Change kind = change.isNothing() ? Change.NONE : change.torn().isEmpty() ? Change.INSERTS : Change.ANY;
        changes.merge(key, kind, InputChanges::larger);
        sources.put(key, change);
    }

    private void addDataset(RelationName name, MaintenanceLog log, long seen, Map<String, Computed> computed)
            throws SQLException {
        String key = name.key();
        // A dataset that changed when this one was not refreshed has left it behind.
        Optional<MaintenanceLog.Row> row = log.find(key);
        Optional<Computed> now = Optional.ofNullable(computed.get(key));
        if (now.filter(result -> result.extent() == Extent.WHOLE).isPresent()) {
            reasons.add(name.simpleName() + " is computed as a whole");
        } else if (row.isEmpty() || row.get().changed() > seen) {
            reasons.add(name.simpleName() + " has changed in a run that did not refresh this one");
        }
        boolean takesAway = now.flatMap(Computed::change)
                .filter(change -> change.deleted().isPresent())
                .isPresent();
        boolean adds = now.flatMap(Computed::change)
                .filter(change -> change.inserted().isPresent())
                .isPresent();
        changes.merge(key, takesAway ? Change.ANY : adds ? Change.INSERTS : Change.NONE, InputChanges::larger);
    }

    private static Change larger(Change one, Change other) {
        return one.compareTo(other) >= 0 ? one : other;
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
                .map(change -> change.getKey().replace("`", ""))
                .map(name -> name.contains("/") ? name : name.substring(name.lastIndexOf('.') + 1))
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
    Change of(Plan.Scan scan, boolean streams) {
        boolean counts = !streams || scan.mode() == Plan.ScanMode.STREAM;
        return counts ? changes.getOrDefault(scan.relation().key(), Change.NONE) : Change.NONE;
    }

    /** The sources read, by key, with what each has more. */
    Map<String, SourceChange> sources() {
        return sources;
    }
}
