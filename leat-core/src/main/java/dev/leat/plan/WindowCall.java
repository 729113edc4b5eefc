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
 * @param ignoresNulls IGNORE NULLS of lead, lag, first_value, last_value, nth_value
 */
public record WindowCall(
        String function,
        List<Expression> arguments,
        Optional<Expression> filter,
        boolean ignoresNulls,
        WindowFrame frame,
        DataType type,
        boolean nullable,
        Optional<SourcePosition> position) {
    public WindowCall {
        arguments = List.copyOf(arguments);
    }
}
