package dev.leat.duckdb;

import dev.leat.duckdb.Computed.TableChange;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts the rows of datasets that a plan reads. */
final class RowsOfDatasets {
    private RowsOfDatasets() {}

    /** The rows of the tables that a plan reads, or of their changes, each table once. */
    static long count(Plan plan, boolean changes, Map<String, Computed> computed, DuckDbEngine engine) {
        Set<String> keys = new LinkedHashSet<>();
        for (Plan node : Plans.nodes(plan)) {
            if (node instanceof Plan.Scan scan) {
                keys.add(scan.relation().key());
            }
        }
        return keys.stream()
                .mapToLong(key -> rows(key, changes, computed, engine))
                .sum();
    }

    /** The rows of one table, or of its change. */
    static long rows(String key, boolean changes, Map<String, Computed> computed, DuckDbEngine engine) {
        Optional<Computed> current = Optional.ofNullable(computed.get(key));
        if (changes) {
            return current.flatMap(Computed::change).map(TableChange::size).orElse(0L);
        }
        return current.map(Computed::rows).orElseGet(() -> engine.publishedRows(key));
    }
}
