package dev.leat.spi;

import java.util.List;

/**
 * Evaluates one {@link EvaluatorProgram} over batches. Used by one thread at a time, but by a different thread at each
 * call: an engine's threads come and go, so nothing may be kept in thread-local variables between calls.
 */
public interface Evaluator {
    /**
     * Evaluates rows 0 to {@code rowCount - 1}. The arguments may only be read during the call.
     *
     * @throws EvaluationException when the expression fails on a row
     */
    void evaluate(List<? extends InputColumn> arguments, int rowCount, OutputColumn result);
}
