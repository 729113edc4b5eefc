package dev.leat.pipeline;

import dev.leat.error.Checks;
import dev.leat.plan.Column;
import dev.leat.plan.ColumnPruning;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.KeyReduction;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.plan.SharedSubplans;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The passes before a plan is rendered: temporary views are put where they are read (one that is read twice stays one
 * node), then columns that nothing needs are left out, then equal parts become one. Pruning comes before sharing, since
 * two reads of a file that need different columns must stay two.
 */
public final class PlanPreparation {
    private final Map<String, Dataset.TemporaryView> views = new HashMap<>();

    /** The passes with the temporary views of a pipeline. */
    public PlanPreparation(Pipeline pipeline) {
        for (Dataset dataset : pipeline.datasets()) {
            if (dataset instanceof Dataset.TemporaryView view) {
                views.put(view.name().key(), view);
            }
        }
    }

    /** The plan after these passes. */
    public Plan prepare(Plan plan) {
        Plan prepared = SharedSubplans.share(ColumnPruning.prune(new Inlining(plan).inline(plan)));
        PlanChecks.verify(prepared);
        return prepared;
    }

    /** The same for a plan whose result is computed as a whole. */
    public Plan prepareWhole(Plan plan) {
        Plan prepared = KeyReduction.apply(prepare(plan));
        PlanChecks.verify(prepared);
        return prepared;
    }

    /** One plan's inlining; columns of views get ids that the plan does not have. */
    private final class Inlining {
        private final Map<String, Plan> inlined = new HashMap<>();
        private int nextId;

        Inlining(Plan plan) {
            nextId = highestId(plan) + 1;
        }

        private static int highestId(Plan plan) {
            return Plans.nodes(plan).stream()
                    .flatMap(node -> node.output().stream())
                    .mapToInt(Column::id)
                    .max()
                    .orElse(0);
        }

        Plan inline(Plan plan) {
            IdentityHashMap<Plan, Plan> done = new IdentityHashMap<>();
            for (Plan node : Plans.nodes(plan)) {
                boolean changed = node.inputs().stream().anyMatch(input -> done.get(input) != input);
                Plan copy = changed
                        ? Plans.withInputs(
                                node, node.inputs().stream().map(done::get).toList())
                        : node;
                done.put(node, copy instanceof Plan.Scan scan ? view(scan) : copy);
            }
            return done.getOrDefault(plan, plan);
        }

        private Plan view(Plan.Scan scan) {
            String key = scan.relation().key();
            Dataset.TemporaryView view = views.get(key);
            if (view == null) {
                return scan;
            }
            Plan query = inlined.get(key);
            if (query == null) {
                query = inline(renumbered(view.query()));
                inlined.put(key, query);
            }
            List<Projection> columns = new ArrayList<>();
            for (int i = 0; i < scan.output().size(); i++) {
                int field = indexOf(view.schema(), scan.fields().get(i));
                columns.add(new Projection(
                        scan.output().get(i), new ColumnReference(query.output().get(field))));
            }
            return new Plan.Project(query, columns);
        }

        private Plan renumbered(Plan query) {
            int offset = nextId;
            nextId += highestId(query) + 1;
            return Plans.renumbered(query, offset);
        }
    }

    private static int indexOf(List<Field> schema, String name) {
        for (int i = 0; i < schema.size(); i++) {
            if (schema.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        Checks.verify(false, "a view has the columns that are read of it");
        return -1;
    }
}
