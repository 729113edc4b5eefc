package dev.leat.duckdb.function;

import dev.leat.plan.Expression;
import dev.leat.type.DataType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a template may depend on, besides the text of the operands.
 *
 * @param function the name in the algebra
 * @param arguments the operands; templates look at their types and at constants among them
 * @param result the type the call must have
 * @param zone the session's time zone
 * @param fallback writes the same call on Spark's code, for templates that are native for some values only
 */
public record Signature(
        String function, List<Expression> arguments, DataType result, String zone, Supplier<String> fallback) {
    private static final int REPEATED_SIZE_MAX = 16;
    private static final int REPETITIONS = 3;
    private static final Set<String> WRITE_OPERANDS_ONCE =
            Set.of("case", "=", "<", "<=", ">", ">=", "and", "or", "not", "coalesce", "concat", "regexp_extract");

    public Signature {
        arguments = List.copyOf(arguments);
    }

    /** The type of an operand. */
    public DataType type(int index) {
        return arguments.get(index).type();
    }

    /** The text of an operand that is a constant other than NULL. */
    public Optional<String> constant(int index) {
        return arguments.get(index) instanceof Expression.Literal literal ? literal.text() : Optional.empty();
    }

    /** Whether instants and local times are the same. */
    public boolean zoneIsUtc() {
        return zone.equals("UTC") || zone.equals("Etc/UTC") || zone.equals("Z");
    }

    /**
     * Whether a template may write an operand several times: it is a column, a constant or a few calls. DuckDB computes
     * equal parts once, but the text would grow with each level.
     */
    public boolean mayRepeat(int index) {
        return size(arguments.get(index)) <= REPEATED_SIZE_MAX;
    }

    /** A bound for the length of the text, in operands. */
    private static int size(Expression expression) {
        int operands = expression.children().stream().mapToInt(Signature::size).sum();
        boolean writesOnce =
                expression instanceof Expression.Call call && WRITE_OPERANDS_ONCE.contains(call.function());
        return 1 + (writesOnce ? operands : REPETITIONS * operands);
    }
}
