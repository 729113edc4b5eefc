package dev.leat.plan.text;

import dev.leat.error.Checks;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import dev.leat.type.Identifiers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The functions that are not written {@code name(arguments)}, by name. {@code docs/functions.md} lists them; a test holds
 * both equal.
 */
public final class SpecialForms {
    private static final String EPOCH_NTZ = "TIMESTAMP_NTZ '1970-01-01T00:00:00'";
    private static final Map<String, SpecialForm> ALL = table();

    private SpecialForms() {}

    /** All forms, in the order of the documentation. */
    public static Collection<SpecialForm> all() {
        return ALL.values();
    }

    /** The form of a function's name, if it has one. */
    public static Optional<SpecialForm> of(String function) {
        return Optional.ofNullable(ALL.get(function));
    }

    private static Map<String, SpecialForm> table() {
        List<SpecialForm> forms = new ArrayList<>();
        for (String operator : List.of("+", "-", "*", "/", "%", "div", "&", "|", "^")) {
            forms.add(infix(operator, "`a`, `b`", operator));
        }
        for (String operator : List.of("=", "<=>", "<", "<=", ">", ">=")) {
            forms.add(infix(operator, "`a`, `b`, of one type", operator));
        }
        forms.add(infix("and", "two or more conditions", "AND"));
        forms.add(infix("or", "two or more conditions", "OR"));
        forms.add(new SpecialForm(
                "not",
                "condition",
                "`(NOT a)`",
                (call, out) -> out.text("(NOT ").operand(call, 0).text(")")));
        forms.add(new SpecialForm(
                "~",
                "number",
                "`(~ a)`",
                (call, out) -> out.text("(~ ").operand(call, 0).text(")")));
        addConversions(forms);
        addChoices(forms);
        addPatterns(forms);
        addAccess(forms);
        addTexts(forms);
        addTimes(forms);
        Map<String, SpecialForm> byName = new LinkedHashMap<>();
        for (SpecialForm form : forms) {
            Checks.verify(byName.put(form.name(), form) == null, "a special form is defined once: " + form.name());
        }
        return byName;
    }

    private static SpecialForm infix(String name, String arguments, String operator) {
        return new SpecialForm(name, arguments, "`(a " + operator + " b)`", (call, out) -> {
            Checks.verify(call.arguments().size() >= 2, name + " has at least two operands");
            out.text("(").operands(call.arguments(), " " + operator + " ").text(")");
        });
    }

    private static void addConversions(List<SpecialForm> forms) {
        for (String name : List.of("cast", "try_cast")) {
            String word = name.equals("cast") ? "CAST" : "TRY_CAST";
            forms.add(new SpecialForm(
                    name,
                    "value; the call's type is the target",
                    "`" + word + "(a AS type)`",
                    (call, out) -> out.text(word + "(")
                            .operand(call, 0)
                            .text(" AS " + call.type().sql() + ")")));
        }
    }

    private static void addChoices(List<SpecialForm> forms) {
        forms.add(new SpecialForm(
                "case",
                "condition, value, condition, value, …; then, if their number is odd, the value otherwise",
                "`CASE WHEN c THEN v … ELSE w END`",
                SpecialForms::writeCase));
        forms.add(new SpecialForm(
                "raise_error",
                "message; or Spark's error condition and MAP<STRING, STRING> of its parameters",
                "`raise_error(a)`; a condition becomes a message, as Spark SQL can't raise it: `[a] b`, b as JSON",
                SpecialForms::writeRaiseError));
        forms.add(new SpecialForm(
                "in",
                "value, then the list",
                "`(a IN (b, c))`",
                (call, out) -> out.text("(")
                        .operand(call, 0)
                        .text(" IN (")
                        .operands(tail(call), ", ")
                        .text("))")));
    }

    private static void writeCase(Call call, SparkExpressionWriter out) {
        List<Expression> arguments = call.arguments();
        out.text("CASE");
        for (int index = 0; index + 1 < arguments.size(); index += 2) {
            out.text(" WHEN ").operand(call, index).text(" THEN ").operand(call, index + 1);
        }
        if (arguments.size() % 2 == 1) {
            out.text(" ELSE ").operand(call, arguments.size() - 1);
        }
        out.text(" END");
    }

    private static void writeRaiseError(Call call, SparkExpressionWriter out) {
        if (call.arguments().size() == 1) {
            out.text("raise_error(").operand(call, 0).text(")");
            return;
        }
        out.text("raise_error(concat('[', ")
                .operand(call, 0)
                .text(", '] ', to_json(")
                .operand(call, 1)
                .text(")))");
    }

    private static void addPatterns(List<SpecialForm> forms) {
        forms.add(new SpecialForm(
                "like",
                "text, pattern, optionally the escape character (else a backslash)",
                "`(a LIKE b ESCAPE 'c')`",
                (call, out) -> {
                    out.text("(").operand(call, 0).text(" LIKE ").operand(call, 1);
                    if (call.arguments().size() > 2) {
                        out.text(" ESCAPE ").operand(call, 2);
                    }
                    out.text(")");
                }));
        forms.add(infix("rlike", "text, regular expression", "RLIKE"));
        forms.add(quantified("like_all", "LIKE ALL"));
        forms.add(quantified("not_like_all", "NOT LIKE ALL"));
        forms.add(quantified("like_any", "LIKE ANY"));
        forms.add(quantified("not_like_any", "NOT LIKE ANY"));
    }

    private static SpecialForm quantified(String name, String words) {
        return new SpecialForm(
                name,
                "text, then patterns",
                "`(a " + words + " (b, c))`",
                (call, out) -> out.text("(")
                        .operand(call, 0)
                        .text(" " + words + " (")
                        .operands(tail(call), ", ")
                        .text("))"));
    }

    private static void addAccess(List<SpecialForm> forms) {
        forms.add(new SpecialForm(
                "get_field",
                "struct, STRING constant: the field's name, exactly",
                "`(a).name`; over a cast to other names where case alone tells fields apart",
                SpecialForms::writeField));
        forms.add(new SpecialForm(
                "get_array_field",
                "array of structs, STRING constant: the field's name, exactly; gives the array of the fields",
                "`(a).name`; over a cast to other names where case alone tells fields apart",
                SpecialForms::writeField));
        forms.add(new SpecialForm(
                "get_item",
                "array and index from 0, out of bounds is an error; or map and key, NULL without the key",
                "`(a)[b]`",
                (call, out) -> out.text("(")
                        .operand(call, 0)
                        .text(")[")
                        .operand(call, 1)
                        .text("]")));
        forms.add(new SpecialForm(
                "map_sort",
                "map; gives an equal map whose entries are in the order of their keys",
                "`map_from_entries(array_sort(map_entries(a)))`; with values that have no order, by a comparison of keys",
                SpecialForms::writeSortedMap));
    }

    /** Keys are unique, so the values, which an entry's own order would compare next, do not matter. */
    private static void writeSortedMap(Call call, SparkExpressionWriter out) {
        out.text("map_from_entries(array_sort(map_entries(").operand(call, 0).text(")");
        if (call.type() instanceof MapType map && !map.value().isOrdered()) {
            out.text(", (l, r) -> CASE WHEN l.key < r.key THEN -1 WHEN l.key > r.key THEN 1 ELSE 0 END");
        }
        out.text("))");
    }

    private static void writeField(Call call, SparkExpressionWriter out) {
        DataType container = call.arguments().get(0).type();
        StructType struct = (StructType) (container instanceof ArrayType array ? array.element() : container);
        String name = constant(call, 1);
        List<String> names = struct.fields().stream().map(Field::name).toList();
        Checks.verify(names.contains(name), "the field is one of the struct's");
        if (names.stream().filter(name::equalsIgnoreCase).count() == 1) {
            out.text("(").operand(call, 0).text(")." + Identifiers.quote(name));
            return;
        }
        StructType numbered = numbered(struct);
        DataType target =
                container instanceof ArrayType array ? new ArrayType(numbered, array.containsNull()) : numbered;
        out.text("CAST(").operand(call, 0).text(" AS " + target.sql() + ").f" + names.indexOf(name));
    }

    private static String constant(Call call, int index) {
        return ((Literal) call.arguments().get(index)).text().orElseThrow();
    }

    private static StructType numbered(StructType struct) {
        List<Field> fields = new ArrayList<>();
        for (Field field : struct.fields()) {
            fields.add(new Field("f" + fields.size(), field.type(), field.nullable()));
        }
        return new StructType(fields);
    }

    private static void addTexts(List<SpecialForm> forms) {
        forms.add(trim("trim", "BOTH"));
        forms.add(trim("ltrim", "LEADING"));
        forms.add(trim("rtrim", "TRAILING"));
    }

    private static SpecialForm trim(String name, String side) {
        return new SpecialForm(
                name,
                "text, optionally the characters to remove (else blanks)",
                "`TRIM(" + side + " b FROM a)`",
                (call, out) -> {
                    out.text("TRIM(" + side + " ");
                    if (call.arguments().size() > 1) {
                        out.operand(call, 1).text(" ");
                    }
                    out.text("FROM ").operand(call, 0).text(")");
                });
    }

    private static void addTimes(List<SpecialForm> forms) {
        for (String name : List.of("timestampadd", "timestampdiff")) {
            forms.add(new SpecialForm(
                    name,
                    "STRING constant: the unit, then the two operands",
                    "`" + name + "(UNIT, a, b)`",
                    (call, out) -> {
                        out.text(name + "(" + constant(call, 0) + ", ")
                                .operands(tail(call), ", ")
                                .text(")");
                    }));
        }
        forms.add(new SpecialForm(
                "timestamp_to_micros",
                "TIMESTAMP or TIMESTAMP_NTZ; gives BIGINT microseconds since 1970-01-01",
                "`unix_micros(a)`; of a TIMESTAMP_NTZ a cast of the difference to the epoch",
                SpecialForms::writeToMicros));
        forms.add(new SpecialForm(
                "micros_to_timestamp",
                "BIGINT microseconds since 1970-01-01; gives TIMESTAMP or TIMESTAMP_NTZ, which the call's type tells",
                "`timestamp_micros(a)`; for a TIMESTAMP_NTZ the epoch plus an interval",
                SpecialForms::writeFromMicros));
    }

    /** No function of Spark's gives the microseconds of a TIMESTAMP_NTZ without a detour through the session's zone. */
    private static void writeToMicros(Call call, SparkExpressionWriter out) {
        if (call.arguments().get(0).type() == DataType.Simple.TIMESTAMP) {
            out.text("unix_micros(").operand(call, 0).text(")");
            return;
        }
        out.text("CAST((CAST(CAST((")
                .operand(call, 0)
                .text(" - " + EPOCH_NTZ + ") AS INTERVAL SECOND) AS DECIMAL(24,6)) * 1000000BD) AS BIGINT)");
    }

    private static void writeFromMicros(Call call, SparkExpressionWriter out) {
        if (call.type() == DataType.Simple.TIMESTAMP) {
            out.text("timestamp_micros(").operand(call, 0).text(")");
            return;
        }
        out.text("(" + EPOCH_NTZ + " + (INTERVAL '0.000001' SECOND * ")
                .operand(call, 0)
                .text("))");
    }

    private static List<Expression> tail(Call call) {
        return call.arguments().subList(1, call.arguments().size());
    }
}
