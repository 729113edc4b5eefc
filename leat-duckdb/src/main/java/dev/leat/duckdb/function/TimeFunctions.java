package dev.leat.duckdb.function;

import static dev.leat.duckdb.function.TypeClass.BIGINT;
import static dev.leat.duckdb.function.TypeClass.DATE;
import static dev.leat.duckdb.function.TypeClass.INT;
import static dev.leat.duckdb.function.TypeClass.MICROS;
import static dev.leat.duckdb.function.TypeClass.MONTHS;
import static dev.leat.duckdb.function.TypeClass.STRING;
import static dev.leat.duckdb.function.TypeClass.TIMESTAMP;
import static dev.leat.duckdb.function.TypeClass.TIMESTAMP_NTZ;

import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.IntervalUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Dates and timestamps. A TIMESTAMP is an instant; what depends on its local time is native where the session's zone is
 * UTC. DuckDB's years end some days before Spark's, about 290,000 years from now; there it fails, and Spark's code answers.
 */
final class TimeFunctions {
    private static final Map<String, String> DATE_PARTS = Map.of(
            "year", "year({0})",
            "month", "month({0})",
            "quarter", "quarter({0})",
            "dayofmonth", "day({0})",
            "day", "day({0})",
            "dayofyear", "dayofyear({0})",
            "dayofweek", "dayofweek({0}) + 1",
            "weekday", "isodow({0}) - 1",
            "weekofyear", "week({0})");

    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("YEAR", "year"),
            Map.entry("YYYY", "year"),
            Map.entry("YY", "year"),
            Map.entry("QUARTER", "quarter"),
            Map.entry("MONTH", "month"),
            Map.entry("MON", "month"),
            Map.entry("MM", "month"),
            Map.entry("WEEK", "week"),
            Map.entry("DAY", "day"),
            Map.entry("DD", "day"),
            Map.entry("HOUR", "hour"),
            Map.entry("MINUTE", "minute"),
            Map.entry("SECOND", "second"),
            Map.entry("MILLISECOND", "millisecond"));

    private static final String MICROS_PER_DAY = "86400000000";

    private TimeFunctions() {}

    static List<NativeFunction> rows() {
        Rows rows = new Rows();
        DATE_PARTS.forEach((function, part) -> rows.total(function, List.of(DATE), "CAST(" + part + " AS INTEGER)"));
        for (String function : List.of("hour", "minute", "second")) {
            String text = "CAST(" + function + "({0}) AS INTEGER)";
            rows.total(function, List.of(TIMESTAMP), inUtc(text)).total(function, List.of(TIMESTAMP_NTZ), text);
        }
        addDates(rows);
        addIntervals(rows);
        addTruncation(rows);
        addNumbers(rows);
        return rows.list();
    }

    private static Template inUtc(String text) {
        return inUtc(Template.of(text));
    }

    private static Template inUtc(Template template) {
        return (signature, operands) -> signature.zoneIsUtc() ? template.sql(signature, operands) : Optional.empty();
    }

    private static void addDates(Rows rows) {
        rows.partial("date_add", List.of(DATE, INT), "({0} + {1})")
                .partial("date_sub", List.of(DATE, INT), "({0} - {1})")
                .partial("datediff", List.of(DATE, DATE), "CAST({0} - {1} AS INTEGER)")
                .partial("date_diff", List.of(DATE, DATE), "CAST({0} - {1} AS INTEGER)")
                .partial("add_months", List.of(DATE, INT), "CAST({0} + to_months({1}) AS DATE)")
                .partial("last_day", List.of(DATE), "last_day({0})")
                .partial("make_date", List.of(INT, INT, INT), "make_date({0}, {1}, {2})")
                .total("unix_date", List.of(DATE), "CAST({0} - DATE '1970-01-01' AS INTEGER)")
                .partial("date_from_unix_date", List.of(INT), "(DATE '1970-01-01' + {0})");
    }

    private static void addIntervals(Rows rows) {
        String later = "make_timestamp(epoch_us({0}) + {1})";
        String difference = "(epoch_us({0}) - epoch_us({1}))";
        rows.partial("+", List.of(TIMESTAMP, MICROS), inUtc(later))
                .partial("+", List.of(TIMESTAMP_NTZ, MICROS), later)
                .partial("+", List.of(TIMESTAMP, MONTHS), inUtc("({0} + to_months({1}))"))
                .partial("+", List.of(TIMESTAMP_NTZ, MONTHS), "({0} + to_months({1}))")
                .partial("+", List.of(DATE, MONTHS), "CAST({0} + to_months({1}) AS DATE)")
                .partial("-", List.of(TIMESTAMP, TIMESTAMP), inUtc(difference))
                .partial("-", List.of(TIMESTAMP_NTZ, TIMESTAMP_NTZ), difference)
                .partial("-", List.of(DATE, DATE), TimeFunctions::days)
                .total("date_part", List.of(STRING, MICROS), TimeFunctions::intervalPart);
    }

    private static Optional<String> days(Signature signature, List<String> operands) {
        return signature.result() instanceof IntervalType interval && !interval.countsMonths()
                ? Template.fill("(({0} - {1}) * " + MICROS_PER_DAY + ")", signature, operands)
                : Optional.empty();
    }

    /** The days of an interval of microseconds, by which Spark adds intervals to dates. */
    private static Optional<String> intervalPart(Signature signature, List<String> operands) {
        boolean isDay = signature.constant(0).filter("DAY"::equalsIgnoreCase).isPresent()
                && signature.type(1) instanceof IntervalType interval
                && interval.first() == IntervalUnit.DAY;
        return isDay
                ? Template.fill("CAST({1} // " + MICROS_PER_DAY + " AS INTEGER)", signature, operands)
                : Optional.empty();
    }

    private static void addTruncation(Rows rows) {
        Template instant = (signature, operands) -> unit(signature, 0)
                .flatMap(unit -> Template.fill("date_trunc('" + unit + "', {1})", signature, operands));
        rows.partial("date_trunc", List.of(STRING, TIMESTAMP), inUtc(instant))
                .partial(
                        "trunc",
                        List.of(DATE, STRING),
                        (signature, operands) -> unit(signature, 1)
                                .filter(unit -> List.of("year", "quarter", "month", "week")
                                        .contains(unit))
                                .flatMap(unit -> Template.fill(
                                        "CAST(date_trunc('" + unit + "', {0}) AS DATE)", signature, operands)));
    }

    private static Optional<String> unit(Signature signature, int index) {
        return signature
                .constant(index)
                .map(name -> name.toUpperCase(Locale.ROOT))
                .flatMap(name -> Optional.ofNullable(UNITS.get(name)));
    }

    private static void addNumbers(Rows rows) {
        String second = "(epoch_us({0}) // 1000000 - CAST(epoch_us({0}) % 1000000 < 0 AS BIGINT))";
        String millis = "(epoch_us({0}) // 1000 - CAST(epoch_us({0}) % 1000 < 0 AS BIGINT))";
        rows.total("unix_micros", List.of(TIMESTAMP), "epoch_us({0})")
                .total("timestamp_to_micros", List.of(TIMESTAMP), "epoch_us({0})")
                .total("timestamp_to_micros", List.of(TIMESTAMP_NTZ), "epoch_us({0})")
                .total("unix_seconds", List.of(TIMESTAMP), second)
                // The format is for texts only; and these do not round down, but towards zero.
                .total("unix_timestamp", List.of(TIMESTAMP, STRING), "(epoch_us({0}) // 1000000)")
                .total("to_unix_timestamp", List.of(TIMESTAMP, STRING), "(epoch_us({0}) // 1000000)")
                .total("unix_millis", List.of(TIMESTAMP), millis)
                .partial("timestamp_seconds", List.of(BIGINT), "make_timestamp({0} * 1000000)")
                .partial("timestamp_seconds", List.of(INT), "make_timestamp(CAST({0} AS BIGINT) * 1000000)")
                .partial("timestamp_millis", List.of(BIGINT), "make_timestamp({0} * 1000)");
        for (String function : List.of("timestamp_micros", "micros_to_timestamp")) {
            rows.partial(function, List.of(BIGINT), "make_timestamp({0})");
        }
    }
}
