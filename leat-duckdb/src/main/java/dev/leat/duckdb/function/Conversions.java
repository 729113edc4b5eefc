package dev.leat.duckdb.function;

import static dev.leat.duckdb.function.TypeClass.BOOLEAN;
import static dev.leat.duckdb.function.TypeClass.DATE;
import static dev.leat.duckdb.function.TypeClass.DECIMAL;
import static dev.leat.duckdb.function.TypeClass.FLOATING;
import static dev.leat.duckdb.function.TypeClass.INTEGRAL;
import static dev.leat.duckdb.function.TypeClass.STRING;
import static dev.leat.duckdb.function.TypeClass.TIMESTAMP;
import static dev.leat.duckdb.function.TypeClass.TIMESTAMP_NTZ;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.type.DataType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Optional;

/**
 * {@code cast} and {@code try_cast}. Where DuckDB reads or writes some texts differently, a pattern lets only those pass
 * on which both agree.
 */
final class Conversions {
    /** Integers below this count of digits, and no others, are exact as DOUBLE. */
    private static final int EXACT_DIGITS = 15;

    /** Spark rounds decimals to so many digits before it makes another number of them. */
    private static final int ROUNDED_DIGITS = 34;

    private static final String DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";
    private static final String TIME = "([01][0-9]|2[0-3]):[0-9][0-9]:[0-9][0-9](\\.[0-9]{1,6})?";

    private Conversions() {}

    static List<NativeFunction> rows() {
        Rows rows = new Rows();
        add(rows, "cast", "CAST");
        add(rows, "try_cast", "TRY_CAST");
        return rows.list();
    }

    /** {@code word} is the conversion that fails as the function does: with an error, or with NULL. */
    private static void add(Rows rows, String function, String word) {
        rows.total(function, List.of(INTEGRAL), Conversions::ofIntegralExact)
                .partial(function, List.of(INTEGRAL), (s, in) -> ofIntegral(s, in, word))
                .total(function, List.of(BOOLEAN), Conversions::ofBoolean)
                .total(function, List.of(FLOATING), Conversions::ofFloatingExact)
                .partial(function, List.of(FLOATING), (s, in) -> ofFloating(s, in, word))
                .total(function, List.of(DECIMAL), Conversions::ofDecimalExact)
                .partial(function, List.of(DECIMAL), (s, in) -> ofDecimal(s, in, word))
                .total(function, List.of(STRING), to(Simple.BINARY, "encode({0})"))
                .partial(function, List.of(STRING), (s, in) -> ofText(s, in, word))
                .total(function, List.of(DATE), Conversions::ofDateExact)
                .partial(function, List.of(DATE), inUtc(to(Simple.TIMESTAMP, word + "({0} AS TIMESTAMP)")))
                .partial(function, List.of(DATE), to(Simple.TIMESTAMP_NTZ, word + "({0} AS TIMESTAMP)"))
                .total(function, List.of(TIMESTAMP_NTZ), Conversions::ofLocalTime)
                .total(function, List.of(TIMESTAMP), inUtc(Conversions::ofLocalTime))
                .total(function, List.of(TIMESTAMP), Conversions::ofInstant);
    }

    private static Template to(DataType target, String text) {
        return (signature, operands) ->
                signature.result().equals(target) ? Template.fill(text, signature, operands) : Optional.empty();
    }

    private static Template inUtc(Template template) {
        return (signature, operands) -> signature.zoneIsUtc() ? template.sql(signature, operands) : Optional.empty();
    }

    private static Optional<String> cast(Signature signature, List<String> operands, String word) {
        return Optional.of(word + "(" + operands.get(0) + " AS " + DuckDbTypes.sql(signature.result()) + ")");
    }

    private static Optional<String> ofIntegralExact(Signature signature, List<String> operands) {
        DataType from = signature.type(0);
        DataType target = signature.result();
        boolean isWider = target.isIntegral() && digits(target) > digits(from);
        boolean hasRoom =
                target instanceof DecimalType decimal && decimal.precision() - decimal.scale() >= digits(from);
        if (isWider || hasRoom || target.isFloating() || target == Simple.STRING) {
            return cast(signature, operands, "CAST");
        }
        return target == Simple.BOOLEAN ? Optional.of("(" + operands.get(0) + " <> 0)") : Optional.empty();
    }

    private static int digits(DataType type) {
        if (type instanceof Simple simple) {
            return switch (simple) {
                case TINYINT -> 3;
                case SMALLINT -> 5;
                case INT -> 10;
                default -> 19;
            };
        }
        return 0;
    }

    private static Optional<String> ofIntegral(Signature signature, List<String> operands, String word) {
        boolean fits = signature.result().isIntegral() || signature.result() instanceof DecimalType;
        return fits ? cast(signature, operands, word) : Optional.empty();
    }

    private static Optional<String> ofBoolean(Signature signature, List<String> operands) {
        DataType target = signature.result();
        boolean same = target.isIntegral() || target.isFloating() || target == Simple.STRING;
        return same ? cast(signature, operands, "CAST") : Optional.empty();
    }

    private static Optional<String> ofFloatingExact(Signature signature, List<String> operands) {
        DataType target = signature.result();
        if (target == Simple.DOUBLE) {
            return cast(signature, operands, "CAST");
        }
        return target == Simple.BOOLEAN ? Optional.of("(" + operands.get(0) + " <> 0)") : Optional.empty();
    }

    /** DuckDB rounds to the nearest integer, Spark cuts. */
    private static Optional<String> ofFloating(Signature signature, List<String> operands, String word) {
        if (signature.result() == Simple.BIGINT) {
            // 2^63 is the one value that Spark takes although it is too large.
            return Template.fill(
                    "CASE WHEN {0} = 9223372036854775808 THEN 9223372036854775807 ELSE " + word
                            + "(trunc({0}) AS BIGINT) END",
                    signature,
                    operands);
        }
        return signature.result().isIntegral()
                ? Optional.of(word + "(trunc(" + operands.get(0) + ") AS " + DuckDbTypes.sql(signature.result()) + ")")
                : Optional.empty();
    }

    private static Optional<String> ofDecimalExact(Signature signature, List<String> operands) {
        DecimalType from = (DecimalType) signature.type(0);
        DataType target = signature.result();
        if (target instanceof DecimalType decimal
                && decimal.scale() >= from.scale()
                && decimal.precision() - decimal.scale() >= from.precision() - from.scale()) {
            return cast(signature, operands, "CAST");
        }
        if (target.isFloating() && from.precision() <= ROUNDED_DIGITS) {
            // Beyond 15 digits DuckDB rounds twice; its reading of a text rounds once.
            boolean exact = from.precision() <= EXACT_DIGITS && target == Simple.DOUBLE;
            return exact
                    ? cast(signature, operands, "CAST")
                    : Optional.of("CAST(CAST(" + operands.get(0) + " AS VARCHAR) AS " + target.sql() + ")");
        }
        if (target == Simple.STRING && from.scale() < from.precision()) {
            return cast(signature, operands, "CAST");
        }
        return target == Simple.BOOLEAN ? Optional.of("(" + operands.get(0) + " <> 0)") : Optional.empty();
    }

    private static Optional<String> ofDecimal(Signature signature, List<String> operands, String word) {
        DataType target = signature.result();
        if (target instanceof DecimalType) {
            return cast(signature, operands, word);
        }
        return target.isIntegral() && ((DecimalType) signature.type(0)).precision() <= ROUNDED_DIGITS
                ? Optional.of(word + "(trunc(" + operands.get(0) + ") AS " + DuckDbTypes.sql(target) + ")")
                : Optional.empty();
    }

    private static Optional<String> ofText(Signature signature, List<String> operands, String word) {
        DataType target = signature.result();
        if (target == Simple.BOOLEAN) {
            return Template.fill(
                    "CASE WHEN {0} IS NULL THEN NULL WHEN {0} = 'true' THEN true WHEN {0} = 'false' THEN false ELSE {spark} END",
                    signature, operands);
        }
        if (target.isIntegral()) {
            return guarded("[+-]?[0-9]{1,18}", signature, operands, word);
        }
        if (target.isFloating()) {
            return guarded("[+-]?[0-9]{1,15}(\\.[0-9]{1,15})?", signature, operands, word);
        }
        if (target instanceof DecimalType decimal && decimal.precision() > decimal.scale()) {
            String whole = "[+-]?[0-9]{1," + (decimal.precision() - decimal.scale()) + "}";
            String fraction = decimal.scale() == 0 ? "" : "(\\.[0-9]{1," + decimal.scale() + "})?";
            return guarded(whole + fraction, signature, operands, word);
        }
        if (target == Simple.DATE) {
            return guarded(DAY, signature, operands, word);
        }
        boolean isTime = target == Simple.TIMESTAMP_NTZ || target == Simple.TIMESTAMP && signature.zoneIsUtc();
        return isTime ? guarded(DAY + "[ T]" + TIME, signature, operands, word) : Optional.empty();
    }

    private static Optional<String> guarded(String pattern, Signature signature, List<String> operands, String word) {
        return Template.fill(
                "CASE WHEN {0} IS NULL OR regexp_full_match({0}, '" + pattern + "') THEN " + word + "({0} AS "
                        + DuckDbTypes.sql(signature.result()) + ") ELSE {spark} END",
                signature,
                operands);
    }

    private static Optional<String> ofDateExact(Signature signature, List<String> operands) {
        return signature.result() == Simple.STRING
                ? Template.fill(
                        "CASE WHEN {0} IS NULL OR {0} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN CAST({0} AS VARCHAR)"
                                + " ELSE {spark} END",
                        signature, operands)
                : Optional.empty();
    }

    /** Valid for TIMESTAMP only where the zone is UTC. */
    private static Optional<String> ofLocalTime(Signature signature, List<String> operands) {
        DataType target = signature.result();
        if (target == Simple.DATE) {
            return cast(signature, operands, "CAST");
        }
        if (target == Simple.TIMESTAMP || target == Simple.TIMESTAMP_NTZ) {
            return signature.zoneIsUtc() ? Optional.of(operands.get(0)) : Optional.empty();
        }
        return target == Simple.STRING
                ? Template.fill(
                        "CASE WHEN {0} IS NULL OR {0} BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'"
                                + " THEN CAST({0} AS VARCHAR) ELSE {spark} END",
                        signature, operands)
                : Optional.empty();
    }

    private static Optional<String> ofInstant(Signature signature, List<String> operands) {
        if (signature.result() == Simple.DOUBLE) {
            return Optional.of("(CAST(epoch_us(" + operands.get(0) + ") AS DOUBLE) / 1000000)");
        }
        return signature.result() == Simple.BIGINT
                ? Template.fill(
                        "(epoch_us({0}) // 1000000 - CAST(epoch_us({0}) % 1000000 < 0 AS BIGINT))", signature, operands)
                : Optional.empty();
    }
}
