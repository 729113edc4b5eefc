package dev.leat.plan;

import dev.leat.error.SourcePosition;
import dev.leat.plan.Expression.Call;
import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Optional;

/**
 * The call that asks for the time. It has one value for all that a commit or a query computes; the current date, and the time
 * without a zone, are casts of it.
 */
public final class CurrentTime {
    private static final String FUNCTION = "current_timestamp";
    private static final String USER = "current_user";

    private CurrentTime() {}

    /** The call, as it was written at a place. */
    public static Call call(Optional<SourcePosition> position) {
        return new Call(FUNCTION, List.of(), Simple.TIMESTAMP, false, position);
    }

    /** Whether an expression is the call. */
    public static boolean is(Expression expression) {
        return expression instanceof Call call && call.function().equals(FUNCTION);
    }

    /** Whether the call is an expression or a part of it. */
    public static boolean isIn(Expression expression) {
        return is(expression) || expression.children().stream().anyMatch(CurrentTime::isIn);
    }

    /** Whether an expression of a node asks for the time. */
    public static boolean isIn(Plan node) {
        return Plans.expressions(node).stream().anyMatch(CurrentTime::isIn);
    }

    /** Whether a plan asks for the time or the user, so that its result is not decided by the data alone. */
    public static boolean isOrUserAskedBy(Plan plan) {
        return Plans.nodes(plan).stream()
                .flatMap(node -> Plans.expressions(node).stream())
                .anyMatch(CurrentTime::tellsTimeOrUser);
    }

    private static boolean tellsTimeOrUser(Expression expression) {
        boolean isUser = expression instanceof Call call && call.function().equals(USER);
        return is(expression) || isUser || expression.children().stream().anyMatch(CurrentTime::tellsTimeOrUser);
    }

    /** Whether a plan asks for the time, anywhere. */
    public static boolean isAskedBy(Plan plan) {
        return Plans.nodes(plan).stream().anyMatch(CurrentTime::isIn);
    }
}
