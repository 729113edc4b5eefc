package dev.leat.sql.translate;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Plan;
import dev.leat.plan.Plan.JoinKind;
import dev.leat.sql.analysis.Scala;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.plans.Cross$;
import org.apache.spark.sql.catalyst.plans.ExistenceJoin;
import org.apache.spark.sql.catalyst.plans.FullOuter$;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.LeftSingle$;
import org.apache.spark.sql.catalyst.plans.RightOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Join;

/** Joins of every kind. */
final class Joins {
    private static final Map<JoinType, JoinKind> KINDS = Map.of(
            Inner$.MODULE$, JoinKind.INNER,
            Cross$.MODULE$, JoinKind.INNER,
            LeftOuter$.MODULE$, JoinKind.LEFT,
            RightOuter$.MODULE$, JoinKind.RIGHT,
            FullOuter$.MODULE$, JoinKind.FULL,
            LeftSemi$.MODULE$, JoinKind.SEMI);

    private final PlanTranslator plans;

    Joins(PlanTranslator plans) {
        this.plans = plans;
    }

    Plan translate(Join join) {
        List<org.apache.spark.sql.catalyst.expressions.Expression> conditions =
                Scala.optional(join.condition()).map(Joins::conjuncts).orElse(List.of());
        Node left = plans.translate(join.left());
        Node right = plans.translate(join.right());
        Node extended = plans.subqueries().attach(left, conditions);
        Translation translation = plans.in(extended.scope().and(right.scope()));
        JoinType type = join.joinType();
        if (type == LeftSingle$.MODULE$) {
            return new SingleJoins(plans).translate(join, extended, right, conditions);
        }
        Plan plan;
        if (type instanceof ExistenceJoin existence) {
            Column exists = plans.columns().create(existence.exists().name(), Simple.BOOLEAN, false);
            plan = new Plan.Join(
                    extended.plan(),
                    right.plan(),
                    JoinKind.EXISTENCE,
                    and(translation.all(conditions)),
                    Optional.of(exists));
        } else if (type == LeftAnti$.MODULE$) {
            plan = anti(extended.plan(), right.plan(), conditions, translation);
        } else {
            plan = new Plan.Join(
                    extended.plan(), right.plan(), kind(join), and(translation.all(conditions)), Optional.empty());
        }
        return withoutSubqueries(plan, left, extended);
    }

    private JoinKind kind(Join join) {
        JoinKind kind = KINDS.get(join.joinType());
        if (kind == null) {
            throw plans.facts()
                    .refusals()
                    .notSupported(join.origin(), "The join type " + join.joinType() + " is not supported");
        }
        return kind;
    }

    /**
     * {@code x NOT IN (…)} comes as an anti join on {@code x = y OR isnull(x = y)}. It has its own kind if that is all, or
     * if the other conditions are never NULL; otherwise the condition says it all.
     */
    private static Plan anti(
            Plan left,
            Plan right,
            List<org.apache.spark.sql.catalyst.expressions.Expression> conditions,
            Translation translation) {
        boolean isNullAware =
                conditions.stream().anyMatch(condition -> nullAware(condition).isPresent())
                        && conditions.stream()
                                .allMatch(condition -> nullAware(condition).isPresent() || !condition.nullable());
        List<org.apache.spark.sql.catalyst.expressions.Expression> plain = isNullAware
                ? conditions.stream()
                        .map(condition -> nullAware(condition).orElse(condition))
                        .toList()
                : conditions;
        return new Plan.Join(
                left,
                right,
                isNullAware ? JoinKind.ANTI_NULL_AWARE : JoinKind.ANTI,
                and(translation.all(plain)),
                Optional.empty());
    }

    private static Optional<org.apache.spark.sql.catalyst.expressions.Expression> nullAware(
            org.apache.spark.sql.catalyst.expressions.Expression condition) {
        boolean matches = condition instanceof Or or
                && or.left() instanceof EqualTo
                && or.right() instanceof IsNull test
                && test.child().semanticEquals(or.left());
        return matches ? Optional.of(((Or) condition).left()) : Optional.empty();
    }

    private static Plan withoutSubqueries(Plan plan, Node left, Node extended) {
        int added = extended.plan().output().size() - left.plan().output().size();
        int kept = left.plan().output().size();
        List<Column> visible = new ArrayList<>(plan.output().subList(0, kept));
        visible.addAll(plan.output().subList(kept + added, plan.output().size()));
        return Columns.keep(plan, visible);
    }

    /** The parts of a conjunction. */
    static List<org.apache.spark.sql.catalyst.expressions.Expression> conjuncts(
            org.apache.spark.sql.catalyst.expressions.Expression condition) {
        if (condition instanceof org.apache.spark.sql.catalyst.expressions.And and) {
            List<org.apache.spark.sql.catalyst.expressions.Expression> parts = new ArrayList<>(conjuncts(and.left()));
            parts.addAll(conjuncts(and.right()));
            return parts;
        }
        return List.of(condition);
    }

    /** The conjunction of the parts; empty for none. */
    static Optional<Expression> and(List<Expression> parts) {
        return parts.stream()
                .reduce((left, right) ->
                        new Call("and", List.of(left, right), Simple.BOOLEAN, left.nullable() || right.nullable()));
    }
}
