package dev.leat.duckdb;

import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.duckdb.store.MaintenanceLog.FileFacts;
import dev.leat.incremental.CommitStaging.Change;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.spi.RefreshResult.Extent;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** How the inputs of one dataset have changed since its content was computed. */
final class InputChanges {
    private final Map<String, Change> changes = new HashMap<>();
    private final Map<String, VersionedRelations.Parts> parts = new HashMap<>();
    private final Map<String, Map<String, FileFacts>> files = new TreeMap<>();
    private boolean isWhole;

    private InputChanges() {}

    /**
     * Looks at all that a plan reads.
     *
     * @param seen the commit whose inputs the content has; absent if there is none that counts
     * @param streams whether only reads as a stream count, and files that are gone do not
     */
    static InputChanges find(
            Plan plan,
            DuckDbRelations relations,
            MaintenanceLog log,
            String dataset,
            Optional<Long> seen,
            boolean streams,
            Map<String, Computed> computed)
            throws SQLException {
        InputChanges found = new InputChanges();
        for (Plan node : Plans.nodes(plan)) {
            if (node instanceof Plan.Scan scan) {
                Optional<Source> source = relations.source(scan.relation());
                boolean counts = !streams || scan.mode() == Plan.ScanMode.STREAM;
                if (source.isPresent()) {
                    found.addFiles(source.get(), relations, log, dataset, counts, streams);
                } else if (counts) {
                    found.addDataset(scan.relation(), log, seen.orElse(-1L), computed);
                }
            }
        }
        return found;
    }

    private void addFiles(
            Source source,
            DuckDbRelations relations,
            MaintenanceLog log,
            String dataset,
            boolean counts,
            boolean streams)
            throws SQLException {
        String key = source.name().key();
        Map<String, FileFacts> now = relations.files(source);
        Map<String, FileFacts> before = log.files(dataset, key);
        files.put(key, now);
        if (!counts) {
            return;
        }
        Set<String> added = new HashSet<>(now.keySet());
        added.removeAll(before.keySet());
        for (Map.Entry<String, FileFacts> file : before.entrySet()) {
            FileFacts current = now.get(file.getKey());
            boolean isGone = current == null;
            isWhole |= isGone ? !streams : !file.getValue().equals(current);
        }
        Set<String> old = new HashSet<>(now.keySet());
        old.removeAll(added);
        changes.merge(key, added.isEmpty() ? Change.NONE : Change.INSERTS, InputChanges::larger);
        parts.put(key, new VersionedRelations.Parts(old, added));
    }

    private void addDataset(RelationName name, MaintenanceLog log, long seen, Map<String, Computed> computed)
            throws SQLException {
        String key = name.key();
        // A dataset that changed when this one was not refreshed has left it behind.
        Optional<MaintenanceLog.Row> row = log.find(key);
        isWhole |= row.isEmpty() || row.get().changed() > seen;
        Optional<Computed> now = Optional.ofNullable(computed.get(key));
        isWhole |= now.filter(result -> result.extent() == Extent.WHOLE).isPresent();
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
        return isWhole;
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

    Map<String, VersionedRelations.Parts> parts() {
        return parts;
    }

    /** The files of each source, as they are in this commit. */
    Map<String, Map<String, FileFacts>> files() {
        return files;
    }
}
