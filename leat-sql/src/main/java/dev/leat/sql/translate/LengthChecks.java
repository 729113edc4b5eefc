package dev.leat.sql.translate;

import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.Literal;
import dev.leat.sql.analysis.Scala;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;

/**
 * The padding and the checks of CHAR(n) and VARCHAR(n). Spark holds them as calls of Java methods; here they are written
 * with functions that every engine has.
 */
final class LengthChecks {
    private LengthChecks() {}

    static void addTo(RuleTable table) {
        table.add(StaticInvoke.class, LengthChecks::translate);
    }

    private static Expression translate(StaticInvoke invoke, Translation translation) {
        List<org.apache.spark.sql.catalyst.expressions.Expression> operands = Scala.list(invoke.arguments());
        return switch (invoke.functionName()) {
            case "readSidePadding" -> padded(translation.all(operands));
            case "charTypeWriteSideCheck" -> charWritten(translation.all(operands));
            case "varcharTypeWriteSideCheck" -> varcharWritten(translation.all(operands));
            default ->
                throw translation.refuse(
                        invoke,
                        "The function " + invoke.functionName() + " is not supported; write it with other functions");
        };
    }

    /** What is longer is kept as it is. */
    private static Expression padded(List<Expression> operands) {
        Expression text = operands.get(0);
        Expression length = operands.get(1);
        return string("if", compare(">=", length(text), length), text, pad(text, length));
    }

    private static Expression charWritten(List<Expression> operands) {
        Expression text = operands.get(0);
        Expression length = operands.get(1);
        return string("if", compare(">", length(text), length), cut(text, length), pad(text, length));
    }

    private static Expression varcharWritten(List<Expression> operands) {
        Expression text = operands.get(0);
        Expression length = operands.get(1);
        return string("if", compare(">", length(text), length), cut(text, length), text);
    }

    /** Only blanks may be cut off. The text is too long, and so not NULL. */
    private static Expression cut(Expression text, Expression length) {
        Call limit = new Call(
                "map",
                List.of(Translation.text("limit"), string("cast", length)),
                new DataType.MapType(Simple.STRING, Simple.STRING, false),
                false);
        Call failure =
                new Call("raise_error", List.of(Translation.text("EXCEED_LIMIT_LENGTH"), limit), Simple.VOID, true);
        Expression kept = string("substring", text, Literal.of("1", Simple.INT), length);
        return string("if", compare("<=", length(string("rtrim", text)), length), kept, string("cast", failure));
    }

    private static Expression pad(Expression text, Expression length) {
        return string("rpad", text, length, Translation.text(" "));
    }

    private static Expression length(Expression text) {
        return new Call("char_length", List.of(text), Simple.INT, text.nullable());
    }

    private static Expression compare(String operator, Expression left, Expression right) {
        return new Call(operator, List.of(left, right), Simple.BOOLEAN, left.nullable());
    }

    private static Call string(String function, Expression... operands) {
        boolean nullable = List.of(operands).stream().anyMatch(Expression::nullable);
        return new Call(function, List.of(operands), Simple.STRING, nullable);
    }
}
