package dev.leat.sql.translate;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Plan;
import dev.leat.sql.analysis.Scala;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.SessionWindow$;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;

/**
 * Session windows. Spark's analyzer computes for each row its own interval and leaves uniting them to the physical plan
 * of the aggregate, by a mark on the grouping column; here that is a node of its own below the aggregate.
 */
final class SessionWindows {
    private final PlanTranslator plans;

    SessionWindows(PlanTranslator plans) {
        this.plans = plans;
    }

    /** The aggregate's input, with sessions in the place of the rows' own intervals if it groups by them. */
    Node merge(Aggregate aggregate) {
        Node input = plans.translate(aggregate.child());
        List<org.apache.spark.sql.catalyst.expressions.Expression> keys = Scala.list(aggregate.groupingExpressions());
        Optional<AttributeReference> session = keys.stream()
                .filter(SessionWindows::isSession)
                .map(AttributeReference.class::cast)
                .findFirst();
        return session.map(found -> merged(input, keys, found)).orElse(input);
    }

    private static boolean isSession(org.apache.spark.sql.catalyst.expressions.Expression key) {
        return key instanceof AttributeReference attribute
                && attribute.metadata().contains(SessionWindow$.MODULE$.marker());
    }

    private Node merged(
            Node input, List<org.apache.spark.sql.catalyst.expressions.Expression> keys, AttributeReference session) {
        Translation translation = plans.in(input.scope());
        List<Expression> partition = new ArrayList<>();
        for (org.apache.spark.sql.catalyst.expressions.Expression key : keys) {
            if (key != session) {
                partition.add(translation.of(key));
            }
        }
        Expression own = translation.of(session);
        Column united = plans.columns().create(session.name(), own.type(), false);
        Plan plan = new Plan.SessionWindow(input.plan(), partition, bound(own, 0), bound(own, 1), united);
        return new Node(plan, input.scope().withColumns(Map.of(session.exprId(), united)));
    }

    private static Expression bound(Expression interval, int index) {
        Field field = ((DataType.StructType) interval.type()).fields().get(index);
        return new Call("get_field", List.of(interval, Translation.text(field.name())), field.type(), field.nullable());
    }
}
