package dev.leat.duckdb.render;

import dev.leat.plan.text.RenderedSql;
import dev.leat.spi.EvaluatorProgram;
import java.util.List;

/** Makes programs on Spark's code callable from SQL. */
public interface Programs {
    /**
     * A program with the places of the user's text it was made from.
     *
     * @param text the program's text, with marks
     */
    record Program(EvaluatorProgram program, RenderedSql text) {}

    /** The call of a scalar or generator program, as SQL of the result's storage type. */
    String call(Program program, List<String> operands);

    /**
     * The call of an aggregate program over collected operands.
     *
     * @param distinct {@code "DISTINCT "} or nothing
     * @param clauses what follows the collecting aggregate: {@code FILTER (…)}, {@code OVER (…)} or nothing
     */
    String callAggregate(Program program, List<String> operands, String distinct, String clauses);
}
