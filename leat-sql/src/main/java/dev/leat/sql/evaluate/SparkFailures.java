package dev.leat.sql.evaluate;

import dev.leat.error.LeatException;
import dev.leat.spi.EvaluationException;
import dev.leat.spi.EvaluationException.Failure;
import dev.leat.spi.EvaluationException.TextRange;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;

/** Turns what Spark's code throws on a row into the boundary's exception. */
final class SparkFailures {
    private SparkFailures() {}

    /** Runs Spark's code on rows. */
    static void guard(ProgramAnalyzer analyzer, Runnable work) {
        Supplier<Boolean> body = () -> {
            work.run();
            return true;
        };
        try {
            analyzer.within(body);
        } catch (LeatException | EvaluationException e) {
            throw e;
        } catch (Exception | StackOverflowError e) {
            throw translate(e);
        }
    }

    /** An exception without a condition of Spark's is named by its class, as Spark's own tests do. */
    private static EvaluationException translate(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        if (thrown instanceof SparkThrowable spark) {
            String condition = Optional.ofNullable(spark.getCondition())
                    .orElse(thrown.getClass().getName());
            Map<String, String> parameters =
                    Optional.ofNullable(spark.getMessageParameters()).orElse(Map.of());
            return new EvaluationException(
                    new Failure(condition, Optional.ofNullable(spark.getSqlState()), parameters, range(spark)),
                    message,
                    thrown);
        }
        Failure failure = new Failure(thrown.getClass().getName(), Optional.empty(), Map.of(), Optional.empty());
        return new EvaluationException(failure, message, thrown);
    }

    private static Optional<TextRange> range(SparkThrowable spark) {
        for (QueryContext context : spark.getQueryContext()) {
            if (context.contextType() == QueryContextType.SQL && context.startIndex() >= 0) {
                return Optional.of(new TextRange(context.startIndex(), context.stopIndex() + 1));
            }
        }
        return Optional.empty();
    }
}
