package dev.leat.sql.evaluate;

import dev.leat.pipeline.Settings;
import dev.leat.spi.Evaluator;
import dev.leat.spi.EvaluatorFactory;
import dev.leat.spi.EvaluatorProgram;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Evaluators that run Spark's code. Each has an analysis of its program of its own: Spark's expression trees keep state,
 * and two projections made from one tree with a lambda gave wrong values on two threads without any error.
 */
public final class SparkEvaluatorFactory implements EvaluatorFactory {
    private final ConcurrentMap<Settings, ProgramAnalyzer> analyzers = new ConcurrentHashMap<>();

    @Override
    public Evaluator open(EvaluatorProgram program) {
        ProgramAnalyzer analyzer = analyzers.computeIfAbsent(program.settings(), ProgramAnalyzer::new);
        return switch (program.kind()) {
            case SCALAR -> ScalarEvaluator.open(analyzer, program);
            case AGGREGATE -> AggregateEvaluator.open(analyzer, program);
            case GENERATOR -> GeneratorEvaluator.open(analyzer, program);
        };
    }
}
