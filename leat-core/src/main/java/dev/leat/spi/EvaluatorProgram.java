package dev.leat.spi;

import dev.leat.error.Checks;
import dev.leat.pipeline.Settings;
import dev.leat.type.DataType;
import java.util.List;

/**
 * An expression to be run on Spark's own code.
 *
 * @param sql Spark SQL over the placeholder columns {@code c0}, {@code c1}, …
 * @param argumentTypes the types of the placeholders
 * @param resultType what the expression must evaluate to, nullability of elements aside; for a generator ARRAY of STRUCT
 *     of the columns it makes
 */
public record EvaluatorProgram(
        Kind kind, String sql, List<DataType> argumentTypes, DataType resultType, Settings settings) {
    /** What is computed from what. */
    public enum Kind {
        /** One value for each row of arguments. */
        SCALAR,
        /**
         * An aggregate function: one value for each group. The evaluator has a single argument, the group's rows in order
         * as ARRAY of STRUCT of the placeholders; an empty array is a group without rows.
         */
        AGGREGATE,
        /** A generator: for each row of arguments the array of the rows it makes. */
        GENERATOR
    }

    public EvaluatorProgram {
        argumentTypes = List.copyOf(argumentTypes);
        Checks.verify(!sql.isBlank(), "a program has a text");
    }
}
