package dev.leat.incremental;

import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.Literal;
import java.util.List;
import java.util.Optional;

/**
 * Knows the start of a window as Spark's rule {@code TimeWindowing} writes it, for the i-th window of width w and slide s from
 * offset o on:
 *
 * <pre>
 *   r = (t − o) % s        start = t − (if r &lt; 0 then r + s else r) − i·s
 * </pre>
 */
final class TimeBuckets {
    private TimeBuckets() {}

    /** Whether a value is the start of a window of a time. */
    static boolean isStart(Expression value, Expression time) {
        Optional<Expression> micros = operand(value, "micros_to_timestamp");
        // t − remainder − i·s, the last also as a sum.
        Optional<Expression> shifted = micros.flatMap(TimeBuckets::withoutShift);
        if (shifted.isEmpty() || !isCall(shifted.get(), "-", 2)) {
            return false;
        }
        Expression first = ((Call) shifted.get()).arguments().get(0);
        Expression remainder = ((Call) shifted.get()).arguments().get(1);
        return isMicros(first, time) && isRemainder(remainder, first);
    }

    private static Optional<Expression> operand(Expression value, String function) {
        return isCall(value, function, 1)
                ? Optional.of(((Call) value).arguments().get(0))
                : Optional.empty();
    }

    private static boolean isCall(Expression value, String function, int operands) {
        return value instanceof Call call
                && call.function().equals(function)
                && call.arguments().size() == operands;
    }

    private static Optional<Expression> withoutShift(Expression value) {
        if (value instanceof Call call
                && List.of("-", "+").contains(call.function())
                && call.arguments().size() == 2
                && call.arguments().get(1) instanceof Literal) {
            return withoutShift(call.arguments().get(0));
        }
        return Optional.of(value);
    }

    private static boolean isMicros(Expression value, Expression time) {
        return operand(value, "timestamp_to_micros").filter(time::equals).isPresent();
    }

    /** {@code case when r < 0 then r + s else r}, with a constant s. */
    private static boolean isRemainder(Expression value, Expression micros) {
        if (!isCall(value, "case", 3)) {
            return false;
        }
        List<Expression> parts = ((Call) value).arguments();
        Expression rest = parts.get(2);
        boolean isRest = isCall(rest, "%", 2)
                && ((Call) rest).arguments().get(1) instanceof Literal
                && withoutShift(((Call) rest).arguments().get(0))
                        .filter(micros::equals)
                        .isPresent();
        return isRest && isNegative(parts.get(0), rest) && isMadePositive(parts.get(1), (Call) rest);
    }

    private static boolean isNegative(Expression condition, Expression rest) {
        return isCall(condition, "<", 2)
                && ((Call) condition).arguments().get(0).equals(rest)
                && ((Call) condition).arguments().get(1) instanceof Literal zero
                && zero.text().filter("0"::equals).isPresent();
    }

    private static boolean isMadePositive(Expression value, Call rest) {
        return isCall(value, "+", 2)
                && ((Call) value).arguments().get(0).equals(rest)
                && ((Call) value).arguments().get(1).equals(rest.arguments().get(1));
    }
}
