package dev.leat.sql.translate;

import dev.leat.plan.Expression;
import dev.leat.sql.analysis.Scala;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.DateAddInterval;
import org.apache.spark.sql.catalyst.expressions.DateAddYMInterval;
import org.apache.spark.sql.catalyst.expressions.GetTimestamp;
import org.apache.spark.sql.catalyst.expressions.Hour;
import org.apache.spark.sql.catalyst.expressions.MakeTimestamp;
import org.apache.spark.sql.catalyst.expressions.Minute;
import org.apache.spark.sql.catalyst.expressions.PreciseTimestampConversion;
import org.apache.spark.sql.catalyst.expressions.Second;
import org.apache.spark.sql.catalyst.expressions.SecondWithFraction;
import org.apache.spark.sql.catalyst.expressions.SubtractDates;
import org.apache.spark.sql.catalyst.expressions.SubtractTimestamps;
import org.apache.spark.sql.catalyst.expressions.TimestampAdd;
import org.apache.spark.sql.catalyst.expressions.TimestampAddInterval;
import org.apache.spark.sql.catalyst.expressions.TimestampAddYMInterval;
import org.apache.spark.sql.catalyst.expressions.TimestampDiff;
import org.apache.spark.sql.catalyst.expressions.YearOfWeek;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Dates and timestamps. */
final class TimeRules {
    private TimeRules() {}

    static void addTo(RuleTable table) {
        table.call("hour", Hour.class);
        table.call("minute", Minute.class);
        table.call("second", Second.class);
        table.add(SecondWithFraction.class, (e, t) -> datePart(e, "SECOND", e.child(), t));
        table.add(YearOfWeek.class, (e, t) -> datePart(e, "YEAROFWEEK", e.child(), t));
        table.call(
                "+",
                TimestampAddInterval.class,
                TimestampAddYMInterval.class,
                DateAddInterval.class,
                DateAddYMInterval.class);
        table.call("-", SubtractDates.class, SubtractTimestamps.class);
        table.add(
                TimestampAdd.class,
                (e, t) -> t.call(
                        e,
                        "timestampadd",
                        List.of(Translation.text(e.unit()), t.of(e.quantity()), t.of(e.timestamp()))));
        table.add(
                TimestampDiff.class,
                (e, t) -> t.call(
                        e,
                        "timestampdiff",
                        List.of(Translation.text(e.unit()), t.of(e.startTimestamp()), t.of(e.endTimestamp()))));
        table.add(GetTimestamp.class, TimeRules::parse);
        table.add(MakeTimestamp.class, TimeRules::make);
        table.add(PreciseTimestampConversion.class, TimeRules::micros);
    }

    /** {@code date_part('FIELD', source)}: the fields that no function of their own gives. */
    static Expression datePart(
            org.apache.spark.sql.catalyst.expressions.Expression expression,
            String field,
            org.apache.spark.sql.catalyst.expressions.Expression source,
            Translation translation) {
        return translation.call(expression, "date_part", List.of(Translation.text(field), translation.of(source)));
    }

    private static Expression parse(GetTimestamp parse, Translation translation) {
        String kind = isNtz(parse.dataType()) ? "to_timestamp_ntz" : "to_timestamp";
        if (parse.failOnError()) {
            return translation.call(parse, kind, parse.left(), parse.right());
        }
        if (isNtz(parse.dataType())) {
            throw translation.refuse(
                    parse, "try_to_timestamp is not supported for TIMESTAMP_NTZ; use to_timestamp_ntz");
        }
        return translation.call(parse, "try_to_timestamp", parse.left(), parse.right());
    }

    private static Expression make(MakeTimestamp make, Translation translation) {
        List<Expression> arguments = new ArrayList<>(
                translation.all(List.of(make.year(), make.month(), make.day(), make.hour(), make.min(), make.sec())));
        Scala.optional(make.timezone()).ifPresent(zone -> arguments.add(translation.of(zone)));
        String function = isNtz(make.dataType()) ? "make_timestamp_ntz" : "make_timestamp_ltz";
        return translation.call(make, make.failOnError() ? function : "try_" + function, arguments);
    }

    /** The arithmetic of time windows; no function of Spark's does it for both kinds of timestamp. */
    private static Expression micros(PreciseTimestampConversion conversion, Translation translation) {
        boolean toMicros = conversion.toType().equals(DataTypes.LongType);
        return translation.call(
                conversion, toMicros ? "timestamp_to_micros" : "micros_to_timestamp", conversion.child());
    }

    private static boolean isNtz(DataType type) {
        return type.equals(DataTypes.TimestampNTZType);
    }
}
