package dev.leat.sql.translate;

import dev.leat.plan.Expression;
import dev.leat.plan.Plan;
import dev.leat.plan.SortKey;
import dev.leat.sql.analysis.Scala;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Ascending$;
import org.apache.spark.sql.catalyst.expressions.NullsFirst$;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.unsafe.types.CalendarInterval;

/** Order, limits, samples and watermarks. */
final class Limits {
    private static final long DAYS_OF_MONTH = 31; // As Spark counts a watermark's delay.

    private final PlanTranslator plans;

    Limits(PlanTranslator plans) {
        this.plans = plans;
    }

    Plan sort(Sort sort) {
        Node child = plans.translate(sort.child());
        List<SortOrder> order = Scala.list(sort.order());
        Node input = plans.subqueries().attach(child, order);
        Plan sorted = new Plan.Sort(input.plan(), keys(order, plans.in(input.scope())));
        return Columns.keep(sorted, child.plan().output());
    }

    /** The keys of an ORDER BY. */
    static List<SortKey> keys(List<SortOrder> order, Translation translation) {
        List<SortKey> keys = new ArrayList<>();
        for (SortOrder key : order) {
            keys.add(key(key, translation));
        }
        return keys;
    }

    private static SortKey key(SortOrder key, Translation translation) {
        Expression expression = translation.of(key.child());
        return new SortKey(
                expression,
                key.direction() == Ascending$.MODULE$ ? SortKey.Direction.ASCENDING : SortKey.Direction.DESCENDING,
                key.nullOrdering() == NullsFirst$.MODULE$ ? SortKey.NullOrder.FIRST : SortKey.NullOrder.LAST);
    }

    /** Spark splits a limit in two nodes, and an offset stands below both. */
    Plan limit(GlobalLimit limit) {
        LogicalPlan below =
                limit.child() instanceof LocalLimit local && local.limitExpr().semanticEquals(limit.limitExpr())
                        ? local.child()
                        : limit.child();
        return limited(below, limit.limitExpr());
    }

    Plan localLimit(LocalLimit limit) {
        return limited(limit.child(), limit.limitExpr());
    }

    private Plan limited(LogicalPlan below, org.apache.spark.sql.catalyst.expressions.Expression count) {
        if (below instanceof Offset offset) {
            return new Plan.Limit(
                    plans.translate(offset.child()).plan(),
                    OptionalLong.of(number(count)),
                    number(offset.offsetExpr()));
        }
        return new Plan.Limit(plans.translate(below).plan(), OptionalLong.of(number(count)), 0);
    }

    Plan offset(Offset offset) {
        return new Plan.Limit(
                plans.translate(offset.child()).plan(), OptionalLong.empty(), number(offset.offsetExpr()));
    }

    private static long number(org.apache.spark.sql.catalyst.expressions.Expression constant) {
        return ((Number) constant.eval(InternalRow.empty())).longValue();
    }

    Plan sample(Sample sample) {
        if (sample.lowerBound() <= 0 && sample.upperBound() >= 1 && !sample.withReplacement()) {
            return plans.translate(sample.child()).plan();
        }
        throw plans.facts()
                .refusals()
                .notSupported(
                        sample.origin(),
                        "TABLESAMPLE is not supported, because it gives other rows each time;"
                                + " filter by a hash of a key instead, for example pmod(xxhash64(id), 100) < 5");
    }

    Plan watermark(EventTimeWatermark watermark) {
        Node input = plans.translate(watermark.child());
        return new Plan.Watermark(
                input.plan(), plans.in(input.scope()).of(watermark.eventTime()), micros(watermark.delay()));
    }

    private static long micros(CalendarInterval delay) {
        long days = Math.addExact(delay.days, Math.multiplyExact(DAYS_OF_MONTH, delay.months));
        return Math.addExact(TimeUnit.DAYS.toMicros(days), delay.microseconds);
    }
}
