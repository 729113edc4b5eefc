package dev.leat.incremental;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Restricts the rows of a plan to some keys, as far down as the keys are columns: below projections and filters, into the
 * branches of unions, into the side of a join that has them, and into the other side where the join's condition makes its
 * columns equal to them. So a scan reads what has the keys, and an operator in between computes no more.
 */
final class KeyRestriction {
    private final SignedPlans plans;
    private final Plan keys;
    private final List<String> comparisons;

    /**
     * A restriction.
     *
     * @param keys a cheap plan of keys, with or without duplicates: it may be computed several times
     * @param comparisons for each of its columns, {@code =} or {@code <=>}
     */
    KeyRestriction(SignedPlans plans, Plan keys, List<String> comparisons) {
        this.plans = plans;
        this.keys = keys;
        this.comparisons = List.copyOf(comparisons);
    }

    /** Restricts to keys where NULL equals NULL. */
    KeyRestriction(SignedPlans plans, Plan keys) {
        this(plans, keys, keys.output().stream().map(column -> "<=>").toList());
    }

    /** The signed rows whose key is one of the keys. */
    Signed apply(Signed rows, List<Expression> key) {
        return new Signed(apply(rows.plan(), key), rows.sign());
    }

    /** The rows whose key is one of the keys. */
    Plan apply(Plan plan, List<Expression> key) {
        if (!key.stream().allMatch(ColumnReference.class::isInstance)) {
            return matching(plan, key);
        }
        if (plan instanceof Plan.Project project) {
            Optional<List<Expression>> inner = below(project, key);
            return inner.<Plan>map(columns -> new Plan.Project(apply(project.input(), columns), project.columns()))
                    .orElseGet(() -> matching(plan, key));
        }
        if (plan instanceof Plan.Union union) {
            List<Plan> inputs = union.inputs().stream()
                    .map(input -> apply(input, moved(key, union.output(), input.output())))
                    .toList();
            return new Plan.Union(inputs, union.output());
        }
        if (plan instanceof Plan.Join join) {
            return ofJoin(join, key);
        }
        boolean passes = plan instanceof Plan.Filter || plan instanceof Plan.Sort || plan instanceof Plan.Watermark;
        return passes ? Plans.withInputs(plan, List.of(apply(plan.inputs().get(0), key))) : matching(plan, key);
    }

    private Plan ofJoin(Plan.Join join, List<Expression> key) {
        boolean keepsLeft = switch (join.kind()) {
            case INNER, LEFT, SEMI, ANTI, ANTI_NULL_AWARE, EXISTENCE -> true;
            case RIGHT, FULL -> false;
        };
        boolean keepsRight = join.kind() == Plan.JoinKind.INNER || join.kind() == Plan.JoinKind.RIGHT;
        EquiKeys equalities = EquiKeys.of(join);
        if (keepsLeft && isOver(key, join.left().output())) {
            Plan right = translated(key, equalities.left(), equalities.right())
                    .map(other -> apply(join.right(), other))
                    .orElse(join.right());
            return new Plan.Join(apply(join.left(), key), right, join.kind(), join.condition(), join.existence());
        }
        if (keepsRight && isOver(key, join.right().output())) {
            Plan left = translated(key, equalities.right(), equalities.left())
                    .map(other -> apply(join.left(), other))
                    .orElse(join.left());
            return new Plan.Join(left, apply(join.right(), key), join.kind(), join.condition(), join.existence());
        }
        return matching(join, key);
    }

    private static boolean isOver(List<Expression> key, List<Column> columns) {
        return key.stream().allMatch(part -> position(part, columns) >= 0);
    }

    private static int position(Expression part, List<Column> columns) {
        int id = ((ColumnReference) part).column().id();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).id() == id) {
                return i;
            }
        }
        return -1;
    }

    /** What equals the key on the other side of a join, if all of it does. */
    private Optional<List<Expression>> translated(List<Expression> key, List<Expression> from, List<Expression> to) {
        List<Expression> other = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            int id = ((ColumnReference) key.get(i)).column().id();
            for (int k = 0; k < from.size() && other.size() == i; k++) {
                boolean isKey = from.get(k) instanceof ColumnReference reference
                        && reference.column().id() == id
                        && to.get(k) instanceof ColumnReference
                        && to.get(k).type().equals(from.get(k).type());
                if (isKey) {
                    other.add(to.get(k));
                }
            }
            if (other.size() == i) {
                return Optional.empty();
            }
        }
        return Optional.of(other);
    }

    /** The key in terms of the input of a projection, if that passes its columns on. */
    private static Optional<List<Expression>> below(Plan.Project project, List<Expression> key) {
        List<Expression> inner = new ArrayList<>();
        for (Expression part : key) {
            int at = position(part, project.output());
            Projection made = project.columns().get(at);
            if (!(made.expression() instanceof ColumnReference)) {
                return Optional.empty();
            }
            inner.add(made.expression());
        }
        return Optional.of(inner);
    }

    private static List<Expression> moved(List<Expression> key, List<Column> from, List<Column> to) {
        return key.stream()
                .<Expression>map(part -> new ColumnReference(to.get(position(part, from))))
                .toList();
    }

    private Plan matching(Plan rows, List<Expression> key) {
        Plan other = plans.copy(keys);
        return SignedPlans.matching(rows, key, new SignedPlans.Keys(other, other.output(), comparisons));
    }
}
