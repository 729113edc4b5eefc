package dev.leat.sql.translate;

import dev.leat.plan.Expression;
import dev.leat.sql.analysis.SparkTypes;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.BitwiseAnd;
import org.apache.spark.sql.catalyst.expressions.BitwiseNot;
import org.apache.spark.sql.catalyst.expressions.BitwiseOr;
import org.apache.spark.sql.catalyst.expressions.BitwiseXor;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Ceil;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.EvalMode$;
import org.apache.spark.sql.catalyst.expressions.Floor;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.IntegralDivide;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.KnownFloatingPointNormalized;
import org.apache.spark.sql.catalyst.expressions.KnownNotContainsNull;
import org.apache.spark.sql.catalyst.expressions.KnownNotNull;
import org.apache.spark.sql.catalyst.expressions.KnownNullable;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.Pmod;
import org.apache.spark.sql.catalyst.expressions.Remainder;
import org.apache.spark.sql.catalyst.expressions.RoundCeil;
import org.apache.spark.sql.catalyst.expressions.RoundFloor;
import org.apache.spark.sql.catalyst.expressions.ShiftLeft;
import org.apache.spark.sql.catalyst.expressions.ShiftRight;
import org.apache.spark.sql.catalyst.expressions.ShiftRightUnsigned;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnaryExpression;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.Enumeration;

/** Arithmetic, comparison, logic and conversion. */
final class OperatorRules {
    private OperatorRules() {}

    static void addTo(RuleTable table) {
        table.call("and", And.class);
        table.call("or", Or.class);
        table.call("not", Not.class);
        table.call("=", EqualTo.class);
        table.call("<=>", EqualNullSafe.class);
        table.call("<", LessThan.class);
        table.call("<=", LessThanOrEqual.class);
        table.call(">", GreaterThan.class);
        table.call(">=", GreaterThanOrEqual.class);
        table.call("isnull", IsNull.class);
        table.call("isnotnull", IsNotNull.class);
        table.call("&", BitwiseAnd.class);
        table.call("|", BitwiseOr.class);
        table.call("^", BitwiseXor.class);
        table.call("~", BitwiseNot.class);
        table.call("shiftleft", ShiftLeft.class);
        table.call("shiftright", ShiftRight.class);
        table.call("shiftrightunsigned", ShiftRightUnsigned.class);
        table.add(Add.class, arithmetic("+", "try_add"));
        table.add(Subtract.class, arithmetic("-", "try_subtract"));
        table.add(Multiply.class, arithmetic("*", "try_multiply"));
        table.add(Divide.class, arithmetic("/", "try_divide"));
        table.add(Remainder.class, arithmetic("%", "try_mod"));
        table.add(IntegralDivide.class, arithmetic("div", ""));
        table.add(Pmod.class, arithmetic("pmod", ""));
        table.add(UnaryMinus.class, OperatorRules::negative);
        table.add(Cast.class, OperatorRules::cast);
        // ceil(x, scale) is another class, with two children.
        table.call("ceil", Ceil.class, RoundCeil.class);
        table.call("floor", Floor.class, RoundFloor.class);
        passOn(table, KnownNotNull.class);
        passOn(table, KnownNullable.class);
        passOn(table, KnownNotContainsNull.class);
        passOn(table, KnownFloatingPointNormalized.class);
    }

    /** Classes that only tell Spark's planner something. */
    private static <E extends UnaryExpression> void passOn(RuleTable table, Class<E> type) {
        table.add(type, (expression, translation) -> translation.of(expression.child()));
    }

    private static ExpressionRule<BinaryArithmetic> arithmetic(String symbol, String tryFunction) {
        return (operation, translation) -> {
            Enumeration.Value mode = operation.evalMode();
            if (mode.equals(EvalMode$.MODULE$.ANSI())) {
                return translation.callOnChildren(operation, symbol);
            }
            if (mode.equals(EvalMode$.MODULE$.TRY()) && !tryFunction.isEmpty()) {
                return translation.callOnChildren(operation, tryFunction);
            }
            throw translation.refuse(
                    operation,
                    "The operator " + symbol + " is supported in ANSI mode only; write try_add, try_divide, …");
        };
    }

    private static Expression negative(UnaryMinus minus, Translation translation) {
        if (!minus.failOnError()) {
            throw translation.refuse(minus, "The operator - is supported in ANSI mode only");
        }
        return translation.call(minus, "negative", minus.child());
    }

    private static Expression cast(Cast cast, Translation translation) {
        Expression operand = translation.of(cast.child());
        if (operand.type().sql().equals(SparkTypes.fromSpark(cast.dataType()).sql())) {
            return operand;
        }
        return translation.call(cast, isTry(cast, translation) ? "try_cast" : "cast", List.of(operand));
    }

    /**
     * Spark itself uses conversions of its old mode in the try_ functions for dates. From a string to a time they give NULL
     * in place of an error; from a timestamp to a date they can't fail.
     */
    private static boolean isTry(Cast cast, Translation translation) {
        if (!cast.evalMode().equals(EvalMode$.MODULE$.LEGACY())) {
            return cast.evalMode().equals(EvalMode$.MODULE$.TRY());
        }
        boolean fromText = cast.child().dataType() instanceof StringType;
        boolean toTime = cast.dataType() instanceof DateType || isTimestamp(cast.dataType());
        boolean neverFails = Cast.canUpCast(cast.child().dataType(), cast.dataType())
                || (isTimestamp(cast.child().dataType()) && cast.dataType() instanceof DateType);
        if (!neverFails && !(fromText && toTime)) {
            throw translation.refuse(cast, "A conversion is supported in ANSI mode only; write try_cast");
        }
        return !neverFails;
    }

    private static boolean isTimestamp(DataType type) {
        return type instanceof TimestampType || type instanceof TimestampNTZType;
    }
}
