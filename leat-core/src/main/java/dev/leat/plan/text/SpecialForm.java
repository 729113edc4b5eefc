package dev.leat.plan.text;

import dev.leat.plan.Expression.Call;

/**
 * A function of the algebra that Spark SQL does not write as {@code name(arguments)}.
 *
 * @param name what {@link Call#function()} says
 * @param arguments what the operands are, for people
 * @param sql the Spark SQL text, for people
 */
public record SpecialForm(String name, String arguments, String sql, Writer writer) {
    /** Writes a call as Spark SQL. */
    @FunctionalInterface
    interface Writer {
        void write(Call call, SparkExpressionWriter out);
    }
}
