package dev.leat.spi;

/** Makes evaluators; safe for use by several threads. */
public interface EvaluatorFactory {
    /**
     * A new evaluator that shares nothing with others.
     *
     * @throws dev.leat.error.LeatException when the program does not mean what it declares
     */
    Evaluator open(EvaluatorProgram program);
}
