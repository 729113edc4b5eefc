package dev.leat.duckdb;

import dev.leat.duckdb.PreparedPipeline.PreparedDataset;
import dev.leat.duckdb.store.MaintenanceLog;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an earlier definition of a view has stored that its present one needs, too. Operators over sources are not among it: the
 * records that a view has read are accounted for anew when it is computed as a whole.
 *
 * @param operators the indexes of the operators; those below them that are stored are among them
 * @param inputs how what the view reads has changed since
 */
record EarlierStates(List<Integer> operators, InputChanges inputs) {
    static final EarlierStates NONE = new EarlierStates(List.of(), InputChanges.NONE);

    EarlierStates {
        operators = List.copyOf(operators);
    }

    /** Those of a view that has a row in the log of another program. */
    static EarlierStates find(
            PreparedDataset view,
            MaintenanceLog.Row row,
            DuckDbRelations relations,
            MaintenanceLog log,
            Map<String, Computed> computed)
            throws SQLException {
        List<Integer> operators = new ArrayList<>();
        List<Plan> stored = view.maintained().stored();
        for (int i = 0; i < stored.size(); i++) {
            Plan operator = stored.get(i);
            boolean isThere = row.states().contains(view.states().name(i))
                    && isOfDatasets(operator, relations)
                    && !CurrentTime.isOrUserAskedBy(operator);
            if (isThere && !changes(operator, row, relations, log, computed).isWhole()) {
                operators.add(i);
            }
        }
        return operators.isEmpty()
                ? NONE
                : new EarlierStates(operators, changes(view.plan(), row, relations, log, computed));
    }

    private static boolean isOfDatasets(Plan operator, DuckDbRelations relations) {
        return Plans.nodes(operator).stream()
                .noneMatch(node -> node instanceof Plan.Scan scan
                        && relations.source(scan.relation()).isPresent());
    }

    private static InputChanges changes(
            Plan plan,
            MaintenanceLog.Row row,
            DuckDbRelations relations,
            MaintenanceLog log,
            Map<String, Computed> computed)
            throws SQLException {
        return InputChanges.ofDatasets(plan, relations, log, row.seen(), computed);
    }
}
