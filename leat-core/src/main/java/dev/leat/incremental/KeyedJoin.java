package dev.leat.incremental;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.plan.RelationName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The change of a join whose rows each stem from one row of its outer side: left, right, semi, anti and existence joins with
 * an equality. Let A be the outer side, B the other, and J(A, B) the join. An outer row can find other matches only if its key
 * occurs in ΔB. With A↓ the rows of A before the commit of which that is true, and B↓ those of B with a key of ΔA or A↓,
 *
 * <pre>
 *   ΔJ = J(ΔA, B↓ + ΔB) + J(A↓, B↓ + ΔB) − J(A↓, B↓)
 * </pre>
 *
 * <p>Nothing is stored for it. The definition holds whatever else the condition asks for.
 */
final class KeyedJoin {
    private final Plan.Join join;
    private final SignedPlans plans;
    private final Stages stages;
    private final Plan outer;
    private final Plan inner;
    private final List<Expression> outerKey;
    private final List<Expression> innerKey;
    private final List<String> comparisons;
    private final List<Column> names;

    KeyedJoin(Plan.Join join, Stages stages) {
        this.join = join;
        this.plans = stages.plans();
        this.stages = stages;
        EquiKeys keys = EquiKeys.of(join);
        boolean isRight = join.kind() == Plan.JoinKind.RIGHT;
        outer = isRight ? join.right() : join.left();
        inner = isRight ? join.left() : join.right();
        outerKey = isRight ? keys.right() : keys.left();
        innerKey = isRight ? keys.left() : keys.right();
        comparisons = keys.comparisons();
        names = plans.columnsOf(innerKey);
    }

    /** Whether a node is such a join. */
    static boolean is(Plan node) {
        if (!(node instanceof Plan.Join join)) {
            return false;
        }
        boolean hasOuterSide = switch (join.kind()) {
            case LEFT, RIGHT, SEMI, ANTI, EXISTENCE -> true;
            case INNER, FULL, ANTI_NULL_AWARE -> false;
        };
        return hasOuterSide && !EquiKeys.of(join).isEmpty();
    }

    /** The sides whose content is needed for the change, where only streams change. */
    static List<Plan> readSides(Plan.Join join) {
        Plan other = join.kind() == Plan.JoinKind.RIGHT ? join.left() : join.right();
        return ClosedGroups.readsStream(other) ? join.inputs() : List.of(other);
    }

    /** The content of the join over the content of its sides; no row of them counts −1. */
    Signed content(Signed left, Signed right) {
        return plans.outer(join, left, right);
    }

    /**
     * The change.
     *
     * @param delta the changes of the sides
     * @param before their content, of which no row counts −1
     */
    StagedChange change(Function<Plan, Optional<Signed>> delta, Function<Plan, Signed> before) {
        Optional<Signed> outerChange = delta.apply(outer).flatMap(change -> stages.reread(change, outer.output()));
        Optional<Signed> innerChange = delta.apply(inner).flatMap(change -> stages.reread(change, inner.output()));
        Optional<Plan> outerRows = innerChange
                .flatMap(change -> staged(
                        restriction(List.of(keys(change, innerKey))).apply(before.apply(outer), outerKey), outer))
                .map(table -> Stored.scan(table, outer.output()));
        List<Plan> wanted = new ArrayList<>();
        outerChange.ifPresent(change -> wanted.add(keys(change, outerKey)));
        outerRows.ifPresent(rows -> wanted.add(keys(Signed.positive(rows), outerKey)));
        if (wanted.isEmpty()) {
            return StagedChange.NONE;
        }
        KeyRestriction restriction = restriction(wanted);
        Plan old = staged(restriction.apply(before.apply(inner), innerKey), inner)
                .<Plan>map(table -> Stored.scan(table, inner.output()))
                .orElseGet(() -> new Plan.Values(inner.output(), List.of()));
        Plan now = innerChange
                .map(change -> sum(old, restriction.apply(change, innerKey)))
                .orElse(old);
        List<Signed> terms = new ArrayList<>();
        outerChange.ifPresent(change -> terms.add(joined(change, now)));
        outerRows.map(Signed::positive).ifPresent(rows -> {
            terms.add(joined(rows, now));
            terms.add(plans.negative(joined(rows, old).plan()));
        });
        List<List<Column>> columns = terms.stream().map(term -> join.output()).toList();
        return stages.stage(plans.union(terms, columns, join.output()), join.output());
    }

    private KeyRestriction restriction(List<Plan> keys) {
        List<Signed> all = keys.stream().map(Signed::positive).toList();
        Plan union = plans.union(all, keys.stream().map(Plan::output).toList(), plans.copies(names))
                .plan();
        return new KeyRestriction(plans, union, comparisons);
    }

    /** Rows of a side, staged; absent if there are none. */
    private Optional<RelationName> staged(Signed restricted, Plan side) {
        return stages.stage(SignedPlans.settled(restricted, side.output()));
    }

    private Plan keys(Signed rows, List<Expression> key) {
        List<Projection> projections = new ArrayList<>();
        List<Column> columns = plans.copies(names);
        for (int i = 0; i < key.size(); i++) {
            projections.add(new Projection(columns.get(i), key.get(i)));
        }
        return new Plan.Project(rows.plan(), projections);
    }

    private Plan sum(Plan old, Signed change) {
        List<Column> columns = inner.output();
        Signed sum = plans.union(List.of(Signed.positive(old), change), List.of(columns, columns), columns);
        return plans.rows(plans.isolated(sum, columns), columns);
    }

    private Signed joined(Signed outerRows, Plan innerRows) {
        Signed other = Signed.positive(innerRows);
        return join.kind() == Plan.JoinKind.RIGHT
                ? plans.outer(join, other, outerRows)
                : plans.outer(join, outerRows, other);
    }
}
