package dev.leat.duckdb.function;

import static dev.leat.duckdb.function.TypeClass.BIGINT;
import static dev.leat.duckdb.function.TypeClass.BINARY;
import static dev.leat.duckdb.function.TypeClass.INT;
import static dev.leat.duckdb.function.TypeClass.STRING;

import dev.leat.plan.Expression;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Strings. Spark and DuckDB both count code points. */
final class TextFunctions {
    /** Bytes and characters are as many: each is ASCII, where both sides agree on letters. */
    private static final String IS_ASCII = "CASE WHEN {0} IS NULL OR strlen({0}) = length({0}) THEN ";

    /** Constants that repeat or pad are no longer than this; the work of longer ones is Spark's. */
    private static final int LENGTH_MAX = 10_000;

    private static final int GROUPS_MAX = 9;

    private TextFunctions() {}

    static List<NativeFunction> rows() {
        Rows rows = new Rows()
                .total("length", List.of(STRING), "CAST(length({0}) AS INTEGER)")
                .total("length", List.of(BINARY), "CAST(octet_length({0}) AS INTEGER)")
                .total("octet_length", List.of(STRING), "CAST(strlen({0}) AS INTEGER)")
                .total("octet_length", List.of(BINARY), "CAST(octet_length({0}) AS INTEGER)")
                .total("upper", List.of(STRING), IS_ASCII + "upper({0}) ELSE {spark} END")
                .total("lower", List.of(STRING), IS_ASCII + "lower({0}) ELSE {spark} END")
                .total("reverse", List.of(STRING), IS_ASCII + "reverse({0}) ELSE {spark} END")
                .repeating("concat", List.of(STRING), (signature, in) -> Optional.of(joined(in)))
                .repeating("concat", List.of(BINARY), (signature, in) -> Optional.of(joined(in)))
                .total("contains", List.of(STRING, STRING), "contains({0}, {1})")
                .total("startswith", List.of(STRING, STRING), "starts_with({0}, {1})")
                .total("endswith", List.of(STRING, STRING), "ends_with({0}, {1})")
                .total("ascii", List.of(STRING), IS_ASCII + "CAST(ascii({0}) AS INTEGER) ELSE {spark} END")
                .total("instr", List.of(STRING, STRING), "CAST(instr({0}, {1}) AS INTEGER)")
                .total("md5", List.of(BINARY), "md5({0})")
                .total("sha1", List.of(BINARY), "sha1({0})")
                .total("sha", List.of(BINARY), "sha1({0})")
                .total("sha2", List.of(BINARY, INT), constant(1, "256"::equals, "sha256({0})"))
                .total("hex", List.of(BIGINT), "hex({0})")
                .total("hex", List.of(BINARY), "hex({0})")
                .total("hex", List.of(STRING), "hex({0})");
        addTrimming(rows);
        addParts(rows);
        addPatterns(rows);
        return rows.list();
    }

    private static String joined(List<String> operands) {
        return operands.size() == 1 ? operands.get(0) : "(" + String.join(" || ", operands) + ")";
    }

    private static void addTrimming(Rows rows) {
        for (String function : List.of("trim", "ltrim", "rtrim")) {
            rows.total(function, List.of(STRING), function + "({0}, ' ')")
                    .total(
                            function,
                            List.of(STRING, STRING),
                            constant(1, text -> !text.isEmpty(), function + "({0}, {1})"));
        }
        for (String function : List.of("lpad", "rpad")) {
            rows.total(
                    function,
                    List.of(STRING, INT, STRING),
                    (signature, in) -> isSmall(signature, 1, 0)
                                    && signature
                                            .constant(2)
                                            .filter(pad -> !pad.isEmpty())
                                            .isPresent()
                            ? Template.fill(function + "({0}, {1}, {2})", signature, in)
                            : Optional.empty());
        }
        rows.total(
                "repeat",
                List.of(STRING, INT),
                (signature, in) ->
                        isSmall(signature, 1, 0) ? Template.fill("repeat({0}, {1})", signature, in) : Optional.empty());
    }

    private static void addParts(Rows rows) {
        rows.total("substring", List.of(STRING, INT, INT), TextFunctions::substring)
                .total("replace", List.of(STRING, STRING, STRING), "replace({0}, {1}, {2})")
                .total(
                        "split_part",
                        List.of(STRING, STRING, INT),
                        (signature, in) -> isSmall(signature, 2, 1)
                                        && signature
                                                .constant(1)
                                                .filter(text -> !text.isEmpty())
                                                .isPresent()
                                ? Template.fill("split_part({0}, {1}, {2})", signature, in)
                                : Optional.empty());
        for (String function : List.of("locate", "position")) {
            rows.total(
                    function,
                    List.of(STRING, STRING, INT),
                    constant(2, "1"::equals, "CAST(instr({1}, {0}) AS INTEGER)"));
        }
    }

    private static void addPatterns(Rows rows) {
        rows.total("like", List.of(STRING, STRING), constant(1, text -> text.indexOf('\\') < 0, "({0} LIKE {1})"))
                .total(
                        "rlike",
                        List.of(STRING, STRING),
                        (signature, in) -> expression(signature)
                                .map(found -> "regexp_matches(" + in.get(0) + ", " + quoted(found.text()) + ")"))
                .total("regexp_extract", List.of(STRING, STRING, INT), TextFunctions::extract)
                .total("regexp_replace", List.of(STRING, STRING, STRING, INT), TextFunctions::replaceAll);
    }

    private static Optional<RegularExpression> expression(Signature signature) {
        return signature.constant(1).flatMap(RegularExpression::parse);
    }

    /** A constant pattern for DuckDB, if it means the same there. */
    static Optional<String> pattern(Expression constant) {
        return constant instanceof Expression.Literal literal
                ? literal.text().flatMap(RegularExpression::parse).map(found -> quoted(found.text()))
                : Optional.empty();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static Optional<String> extract(Signature signature, List<String> operands) {
        OptionalInt group = number(signature, 2);
        // The end is written out as something that matches, so the whole match is not Java's.
        boolean endsInText =
                signature.constant(1).filter(text -> !text.endsWith("$")).isPresent();
        return expression(signature)
                .filter(found -> !found.repeatsGroup()
                        && group.isPresent()
                        && group.getAsInt() >= (endsInText ? 0 : 1)
                        && group.getAsInt() <= Math.min(found.groups(), GROUPS_MAX))
                .map(found -> "regexp_extract(" + operands.get(0) + ", " + quoted(found.text()) + ", "
                        + group.getAsInt() + ")");
    }

    /** Of matches of nothing Java and RE2 count different ones. */
    private static Optional<String> replaceAll(Signature signature, List<String> operands) {
        boolean isPlain = signature
                .constant(2)
                .filter(text -> text.indexOf('$') < 0 && text.indexOf('\\') < 0)
                .isPresent();
        boolean fromStart = number(signature, 3).equals(OptionalInt.of(1));
        boolean endsInText =
                signature.constant(1).filter(text -> !text.endsWith("$")).isPresent();
        return expression(signature)
                .filter(found -> isPlain && fromStart && endsInText && !found.mayBeEmpty() && !found.repeatsGroup())
                .map(found -> "regexp_replace(" + operands.get(0) + ", " + quoted(found.text()) + ", " + operands.get(2)
                        + ", 'g')");
    }

    private static Template constant(int index, Predicate<String> condition, String text) {
        return (signature, operands) ->
                signature.constant(index).filter(condition).isPresent()
                        ? Template.fill(text, signature, operands)
                        : Optional.empty();
    }

    private static boolean isSmall(Signature signature, int index, int least) {
        OptionalInt number = number(signature, index);
        return number.isPresent() && number.getAsInt() >= least && number.getAsInt() <= LENGTH_MAX;
    }

    private static OptionalInt number(Signature signature, int index) {
        return signature
                .constant(index)
                .map(text -> OptionalInt.of(Integer.parseInt(text)))
                .orElse(OptionalInt.empty());
    }

    /** Positions count from 1, 0 is read as 1, and those below count from the end. */
    private static Optional<String> substring(Signature signature, List<String> operands) {
        OptionalInt position = number(signature, 1);
        OptionalInt length = number(signature, 2);
        if (position.isEmpty()) {
            return Template.fill(
                    "CASE WHEN {0} IS NULL OR {1} > 0 AND {2} >= 0 THEN substring({0}, {1}, {2}) ELSE {spark} END",
                    signature, operands);
        }
        int start = position.getAsInt();
        if (start >= 0) {
            String from = "substring({0}, " + Math.max(start, 1) + ", ";
            return length.isEmpty()
                    ? Template.fill(
                            "CASE WHEN {2} IS NOT NULL THEN " + from + "greatest({2}, 0)) END", signature, operands)
                    : Template.fill(from + Math.max(length.getAsInt(), 0) + ")", signature, operands);
        }
        boolean reachesEnd = length.isPresent() && length.getAsInt() >= -(long) start;
        return reachesEnd ? Template.fill("right({0}, " + -(long) start + ")", signature, operands) : Optional.empty();
    }
}
