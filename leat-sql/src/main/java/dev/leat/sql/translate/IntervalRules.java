package dev.leat.sql.translate;

import dev.leat.plan.Expression;
import org.apache.spark.sql.catalyst.expressions.DivideDTInterval;
import org.apache.spark.sql.catalyst.expressions.DivideInterval;
import org.apache.spark.sql.catalyst.expressions.DivideYMInterval;
import org.apache.spark.sql.catalyst.expressions.ExtractANSIIntervalDays;
import org.apache.spark.sql.catalyst.expressions.ExtractANSIIntervalHours;
import org.apache.spark.sql.catalyst.expressions.ExtractANSIIntervalMinutes;
import org.apache.spark.sql.catalyst.expressions.ExtractANSIIntervalMonths;
import org.apache.spark.sql.catalyst.expressions.ExtractANSIIntervalSeconds;
import org.apache.spark.sql.catalyst.expressions.ExtractANSIIntervalYears;
import org.apache.spark.sql.catalyst.expressions.ExtractIntervalDays;
import org.apache.spark.sql.catalyst.expressions.ExtractIntervalHours;
import org.apache.spark.sql.catalyst.expressions.ExtractIntervalMinutes;
import org.apache.spark.sql.catalyst.expressions.ExtractIntervalMonths;
import org.apache.spark.sql.catalyst.expressions.ExtractIntervalSeconds;
import org.apache.spark.sql.catalyst.expressions.ExtractIntervalYears;
import org.apache.spark.sql.catalyst.expressions.IntervalNumOperation;
import org.apache.spark.sql.catalyst.expressions.MakeInterval;
import org.apache.spark.sql.catalyst.expressions.MultiplyDTInterval;
import org.apache.spark.sql.catalyst.expressions.MultiplyInterval;
import org.apache.spark.sql.catalyst.expressions.MultiplyYMInterval;
import org.apache.spark.sql.catalyst.expressions.UnaryExpression;

/** Arithmetic on intervals and their fields. */
final class IntervalRules {
    private IntervalRules() {}

    static void addTo(RuleTable table) {
        table.call("*", MultiplyYMInterval.class, MultiplyDTInterval.class);
        table.call("/", DivideYMInterval.class, DivideDTInterval.class);
        table.add(
                MakeInterval.class,
                (e, t) -> t.callOnChildren(e, e.failOnError() ? "make_interval" : "try_make_interval"));
        table.add(MultiplyInterval.class, (e, t) -> calendar(e, e.failOnError(), "*", t));
        table.add(DivideInterval.class, (e, t) -> calendar(e, e.failOnError(), "/", t));
        field(table, ExtractANSIIntervalYears.class, "YEAR");
        field(table, ExtractANSIIntervalMonths.class, "MONTH");
        field(table, ExtractANSIIntervalDays.class, "DAY");
        field(table, ExtractANSIIntervalHours.class, "HOUR");
        field(table, ExtractANSIIntervalMinutes.class, "MINUTE");
        field(table, ExtractANSIIntervalSeconds.class, "SECOND");
        field(table, ExtractIntervalYears.class, "YEAR");
        field(table, ExtractIntervalMonths.class, "MONTH");
        field(table, ExtractIntervalDays.class, "DAY");
        field(table, ExtractIntervalHours.class, "HOUR");
        field(table, ExtractIntervalMinutes.class, "MINUTE");
        field(table, ExtractIntervalSeconds.class, "SECOND");
    }

    private static <E extends UnaryExpression> void field(RuleTable table, Class<E> type, String field) {
        table.add(
                type,
                (expression, translation) -> TimeRules.datePart(expression, field, expression.child(), translation));
    }

    private static Expression calendar(
            IntervalNumOperation operation, boolean failOnError, String symbol, Translation translation) {
        if (!failOnError) {
            throw translation.refuse(operation, "Arithmetic on intervals is supported in ANSI mode only");
        }
        return translation.callOnChildren(operation, symbol);
    }
}
