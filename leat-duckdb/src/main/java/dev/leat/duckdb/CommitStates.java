package dev.leat.duckdb;

import dev.leat.duckdb.Computed.TableChange;
import dev.leat.error.Checks;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a commit has found out about the stored rows of operators, by the names of their tables, for those datasets that share
 * them. What a dataset uses of it is part of what it publishes, so that a change is not lost with the one that derived it.
 */
final class CommitStates {
    private final Map<String, TableChange> changes = new HashMap<>();
    private final Set<String> staged = new HashSet<>();

    /** Adds the change of a table; its rows stay if that is empty. */
    void addChange(String state, TableChange change) {
        Checks.verify(!isStaged(state), "rows that are computed anew have no change: " + state);
        changes.putIfAbsent(state, change);
    }

    /** Adds tables that are staged to take the place of earlier ones. */
    void addStaged(Collection<String> states) {
        staged.addAll(states);
    }

    /** Whether something is known of a table. */
    boolean isKnown(String state) {
        return staged.contains(state) || changes.containsKey(state);
    }

    /** Whether a table is staged to take the place of the earlier one, whose change is not known. */
    boolean isStaged(String state) {
        return staged.contains(state);
    }

    /** The change of a table, where that is known. */
    Optional<TableChange> change(String state) {
        return Optional.ofNullable(changes.get(state));
    }

    /** The rows after the commit of a table that is known, as SQL of a relation. */
    String rows(String state, int columns) {
        Checks.verify(isKnown(state), "what is read is known: " + state);
        return change(state)
                .map(change -> TableChanges.applied(TableNames.state(state), columns, change))
                .orElseGet(() -> TableNames.stagedState(state));
    }
}
