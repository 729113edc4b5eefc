package dev.leat.plan;

import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Computes the groups on the right of a left join for those keys only that its left side has, where that is filtered. Of a
 * correlated subquery that is what is left after decorrelation; without this, it would be computed for every key there is.
 * Known as magic sets (Seshadri et al., "Cost-Based Optimization for Magic", SIGMOD 1996).
 *
 * <p>For engines that compute the whole: upkeep is better off with the groups of all keys.
 */
public final class KeyReduction {
    private final IdentityHashMap<Plan, Integer> uses = new IdentityHashMap<>();
    private int nextId;

    private KeyReduction(Plan plan) {
        nextId = Plans.firstFreeId(plan);
        for (Plan node : Plans.nodes(plan)) {
            node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
        }
    }

    /** The plan with such groups reduced. */
    public static Plan apply(Plan plan) {
        KeyReduction pass = new KeyReduction(plan);
        IdentityHashMap<Plan, Plan> done = new IdentityHashMap<>();
        for (Plan node : Plans.nodes(plan)) {
            Plan copy =
                    Plans.withInputs(node, node.inputs().stream().map(done::get).toList());
            boolean applies = node instanceof Plan.Join join
                    && join.kind() == Plan.JoinKind.LEFT
                    && isFiltered(join.left())
                    && pass.isOnlyHere(join.right());
            done.put(node, applies ? pass.reduced((Plan.Join) copy) : copy);
        }
        return done.getOrDefault(plan, plan);
    }

    private static boolean isFiltered(Plan plan) {
        return plan instanceof Plan.Filter
                || (plan instanceof Plan.Join join && join.kind() == Plan.JoinKind.SEMI)
                || plan.inputs().stream().anyMatch(KeyReduction::isFiltered);
    }

    /** Whether the projections down to an aggregate, and it, are read by nothing else. */
    private boolean isOnlyHere(Plan plan) {
        if (uses.getOrDefault(plan, 0) != 1) {
            return false;
        }
        return plan instanceof Plan.Aggregate || (plan instanceof Plan.Project project && isOnlyHere(project.input()));
    }

    private Plan reduced(Plan.Join join) {
        List<Projection> wanted = new ArrayList<>();
        List<Expression> equalities = new ArrayList<>();
        for (Expression conjunct : join.condition().map(Expressions::conjuncts).orElse(List.of())) {
            if (conjunct instanceof Call call && call.function().equals("=")) {
                Expression first = call.arguments().get(0);
                Expression second = call.arguments().get(1);
                add(first, second, join, wanted, equalities);
                add(second, first, join, wanted, equalities);
            }
        }
        if (wanted.isEmpty()) {
            return join;
        }
        Plan keys = new Plan.Distinct(new Plan.Project(join.left(), wanted));
        Plan right = over(join.right(), keys, Expressions.all(equalities));
        return new Plan.Join(join.left(), right, join.kind(), join.condition(), join.existence());
    }

    /** Notes the value of a left row and the key of the right that must equal it, if that is what the sides are. */
    private void add(
            Expression value,
            Expression grouped,
            Plan.Join join,
            List<Projection> wanted,
            List<Expression> equalities) {
        if (!Expressions.isOver(value, join.left())) {
            return;
        }
        key(grouped, join.right()).ifPresent(key -> {
            Column column = new Column(nextId++, "key", value.type(), value.nullable());
            wanted.add(new Projection(column, value));
            equalities.add(new Call("=", List.of(key, new ColumnReference(column)), Simple.BOOLEAN, true));
        });
    }

    /** The aggregate, below its projections, over those rows of its input that meet the condition with some key. */
    private static Plan over(Plan plan, Plan keys, Optional<Expression> condition) {
        if (plan instanceof Plan.Aggregate aggregate) {
            Plan rows = new Plan.Join(aggregate.input(), keys, Plan.JoinKind.SEMI, condition, Optional.empty());
            return new Plan.Aggregate(rows, aggregate.keys(), aggregate.aggregates());
        }
        return Plans.withInputs(plan, List.of(over(plan.inputs().get(0), keys, condition)));
    }

    /** What the aggregate below groups by, if the expression is that key. */
    private static Optional<Expression> key(Expression expression, Plan plan) {
        if (!(expression instanceof ColumnReference reference)) {
            return Optional.empty();
        }
        List<Projection> made =
                plan instanceof Plan.Project project ? project.columns() : ((Plan.Aggregate) plan).keys();
        Optional<Expression> definition = made.stream()
                .filter(projection ->
                        projection.column().id() == reference.column().id())
                .map(Projection::expression)
                .findFirst();
        return plan instanceof Plan.Project project
                ? definition.flatMap(inner -> key(inner, project.input()))
                : definition;
    }
}
