package dev.leat.plan;

import dev.leat.error.SourcePosition;
import dev.leat.type.DataType;
import java.util.List;
import java.util.Optional;

/**
 * A window or aggregate function over a frame.
 *
 * @param function Spark's name in lower case
 * @param filter for aggregate functions
 * @param order of the rows of a frame, for functions that depend on it (WITHIN GROUP)
 * @param ignoresNulls IGNORE NULLS of lead, lag, first_value, last_value, nth_value
 */
public record WindowCall(
        String function,
        List<Expression> arguments,
        Optional<Expression> filter,
        List<SortKey> order,
        boolean ignoresNulls,
        WindowFrame frame,
        DataType type,
        boolean nullable,
        Optional<SourcePosition> position) {
    public WindowCall {
        arguments = List.copyOf(arguments);
        order = List.copyOf(order);
    }

    /** A function that has no order of its own. */
    public WindowCall(
            String function,
            List<Expression> arguments,
            Optional<Expression> filter,
            boolean ignoresNulls,
            WindowFrame frame,
            DataType type,
            boolean nullable,
            Optional<SourcePosition> position) {
        this(function, arguments, filter, List.of(), ignoresNulls, frame, type, nullable, position);
    }
}
