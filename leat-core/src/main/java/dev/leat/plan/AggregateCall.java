package dev.leat.plan;

import dev.leat.error.SourcePosition;
import dev.leat.type.DataType;
import java.util.List;
import java.util.Optional;

/**
 * An aggregate function over the rows of a group.
 *
 * @param function Spark's name in lower case; {@code single_value} is ours: the only row's value, NULL without a row, and
 *     Spark's SCALAR_SUBQUERY_TOO_MANY_ROWS for several
 * @param arguments empty for {@code count(*)}, which is written {@code count} of the constant 1
 * @param distinct whether equal argument tuples count once
 * @param filter rows for which it is not true are left out
 * @param order of the rows, for functions that depend on it (WITHIN GROUP)
 */
public record AggregateCall(
        String function,
        List<Expression> arguments,
        boolean distinct,
        Optional<Expression> filter,
        List<SortKey> order,
        DataType type,
        boolean nullable,
        Optional<SourcePosition> position) {
    public AggregateCall {
        arguments = List.copyOf(arguments);
        order = List.copyOf(order);
    }
}
