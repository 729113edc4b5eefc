package dev.leat.duckdb.function;

import dev.leat.error.Checks;
import java.util.List;

/**
 * A row of the function table: for operands of these types, DuckDB gives Spark's result for all values, NULL and errors
 * included. {@code TestNativeFunctions} generates the proof for each row.
 *
 * @param function the name in the algebra
 * @param arguments a set of types for each operand; with {@link Arity#LAST_REPEATS}, the last set holds for all further
 *     operands, of which there may be none
 */
public record NativeFunction(
        String function, List<TypeClass> arguments, Arity arity, Failure failure, Template template) {
    /** How many operands there are. */
    public enum Arity {
        EXACT,
        LAST_REPEATS
    }

    public NativeFunction {
        arguments = List.copyOf(arguments);
        Checks.verify(arity == Arity.EXACT || !arguments.isEmpty(), "what repeats needs a set of types");
    }

    /** Whether the row is for operands of the signature's types. */
    public boolean accepts(Signature signature) {
        int count = signature.arguments().size();
        boolean countFits = arity == Arity.EXACT ? count == arguments.size() : count >= arguments.size() - 1;
        if (!countFits) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!arguments.get(Math.min(i, arguments.size() - 1)).contains(signature.type(i))) {
                return false;
            }
        }
        return true;
    }
}
