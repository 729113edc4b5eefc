package dev.leat.duckdb;

import dev.leat.duckdb.bridge.FunctionFailure;
import dev.leat.duckdb.bridge.JavaFunctions;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.JavaLimits;
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
        return DuckDbErrors.condition(reported)
                .map(condition -> raised(RaisedConditions.named(condition), Optional.empty(), reported))
                .orElseGet(() -> DuckDbErrors.convert(reported, activity));
    }

    private static LeatException raised(
            RaisedConditions.Raised raised, Optional<SourcePosition> position, SQLException reported) {
        return new LeatException(
                Diagnostic.ofSpark(ErrorCode.RUNTIME, raised.condition(), raised.message(), position), reported);
    }

    private static LeatException convert(FunctionFailure<RenderedSql> failure, SQLException reported, String activity) {
        if (failure.thrown() instanceof LeatException own) {
            return own;
        }
        if (failure.thrown() instanceof EvaluationException thrown) {
            // Where Spark does not tell which part failed, as for some casts, the whole expression is shown.
            Optional<SourcePosition> position = thrown.failure()
                    .range()
                    .flatMap(range -> failure.origin().positionOf(range.start(), range.end()))
                    .or(failure.origin()::position);
            Optional<RaisedConditions.Raised> raised = Optional.ofNullable(
                            thrown.failure().parameters().get("errorMessage"))
                    .flatMap(RaisedConditions::inMessage);
            if (raised.isPresent()) {
                return raised(raised.get(), position, reported);
            }
            return new LeatException(
                    Diagnostic.ofSpark(ErrorCode.RUNTIME, thrown.failure().condition(), message(thrown), position),
                    reported);
        }
        Optional<Diagnostic> limit = JavaLimits.find(failure.thrown(), activity);
        if (limit.isPresent()) {
            return new LeatException(limit.get(), failure.thrown());
        }
        return new LeatException(ErrorCode.INTERNAL, "Cannot " + activity + ": " + failure.thrown(), failure.thrown());
    }

    /**
     * Spark's text without the part that shows the program, since the user sees the position in his own, and without the
     * number of a condition that has no name.
     */
    private static String message(EvaluationException thrown) {
        String text = String.valueOf(thrown.getMessage());
        int context = text.indexOf("\n== SQL");
        String message = (context < 0 ? text : text.substring(0, context)).strip();
        return message.startsWith("[_LEGACY_ERROR_TEMP_")
                ? message.substring(message.indexOf(']') + 1).strip()
                : message;
    }
}
