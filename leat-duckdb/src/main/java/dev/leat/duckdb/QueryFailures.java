package dev.leat.duckdb;

import dev.leat.duckdb.bridge.FunctionFailure;
import dev.leat.duckdb.bridge.JavaFunctions;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.plan.text.RenderedSql;
import dev.leat.spi.EvaluationException;
import java.sql.SQLException;
import java.util.Optional;

/** Finds what stands behind the error of a query. */
final class QueryFailures {
    private final JavaFunctions<RenderedSql> functions;

    QueryFailures(JavaFunctions<RenderedSql> functions) {
        this.functions = functions;
    }

    /** The error as the user is to see it. */
    LeatException convert(SQLException reported, String activity) {
        Optional<FunctionFailure<RenderedSql>> failure = functions.findFailure(reported);
        if (failure.isPresent()) {
            return convert(failure.get(), reported, activity);
        }
        Optional<String> condition = DuckDbErrors.condition(reported);
        if (condition.isPresent()) {
            return new LeatException(
                    Diagnostic.ofSpark(
                            ErrorCode.RUNTIME,
                            condition.get(),
                            RaisedConditions.message(condition.get()),
                            Optional.empty()),
                    reported);
        }
        return DuckDbErrors.convert(reported, activity);
    }

    private static LeatException convert(FunctionFailure<RenderedSql> failure, SQLException reported, String activity) {
        if (failure.thrown() instanceof LeatException own) {
            return own;
        }
        if (failure.thrown() instanceof EvaluationException thrown) {
            Optional<SourcePosition> position =
                    thrown.failure().range().flatMap(range -> failure.origin().positionOf(range.start(), range.end()));
            return new LeatException(
                    Diagnostic.ofSpark(ErrorCode.RUNTIME, thrown.failure().condition(), message(thrown), position),
                    reported);
        }
        return new LeatException(ErrorCode.INTERNAL, "Cannot " + activity + ": " + failure.thrown(), failure.thrown());
    }

    /** Spark's text without the part that shows the program: the user sees the position in his own. */
    private static String message(EvaluationException thrown) {
        String text = String.valueOf(thrown.getMessage());
        int context = text.indexOf("\n== SQL");
        return (context < 0 ? text : text.substring(0, context)).strip();
    }
}
