package dev.leat.duckdb;

import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Plan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is stored of the operators of a view that is to be computed as a whole, by other views or an earlier definition of its
 * own, and can be brought up to date by the changes of the commit. Only what views may share is among it: the records of sources
 * are accounted for anew when a view is computed as a whole.
 *
 * @param operators the indexes of the operators; those below them that are stored are among them
 * @param inputs how the datasets that the view reads change
 */
record EarlierStates(List<Integer> operators, InputChanges inputs) {
    static final EarlierStates NONE = new EarlierStates(List.of(), InputChanges.NONE);

    EarlierStates {
        operators = List.copyOf(operators);
    }

    static EarlierStates find(
            DatasetWork view, DuckDbRelations relations, MaintenanceLog log, Map<String, Computed> computed)
            throws SQLException {
        List<Integer> operators = new ArrayList<>();
        List<Plan> stored = view.maintained().stored();
        for (int i = 0; i < stored.size(); i++) {
            if (view.states().isShared(i)
                    && isUpToDate(stored.get(i), view.states().name(i), relations, log, computed)) {
                operators.add(i);
            }
        }
        return operators.isEmpty()
                ? NONE
                : new EarlierStates(
                        operators, InputChanges.ofDatasets(view.plan(), relations, log, Long.MAX_VALUE, computed));
    }

    /** Whether any view has the rows as they were before the commit. */
    private static boolean isUpToDate(
            Plan operator, String state, DuckDbRelations relations, MaintenanceLog log, Map<String, Computed> computed)
            throws SQLException {
        if (CurrentTime.isOrUserAskedBy(operator)) {
            return false;
        }
        for (String user : log.users(state)) {
            Optional<MaintenanceLog.Row> row = log.find(user);
            if (row.isPresent()
                    && !InputChanges.ofDatasets(
                                    operator, relations, log, row.get().seen(), computed)
                            .isWhole()) {
                return true;
            }
        }
        return false;
    }
}
