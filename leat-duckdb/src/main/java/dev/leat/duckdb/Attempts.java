package dev.leat.duckdb;

import dev.leat.duckdb.render.Evaluation;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.error.LeatException;
import java.sql.SQLException;

/** Runs work natively and, when the data make that fail, once more in the order and on the code of Spark. */
final class Attempts {
    private final QueryFailures failures;

    Attempts(QueryFailures failures) {
        this.failures = failures;
    }

    /** Work that can be repeated. */
    @FunctionalInterface
    interface Attempt<T> {
        T run(Evaluation evaluation) throws SQLException;
    }

    <T> T run(String activity, Attempt<T> attempt) {
        try {
            return attempt.run(Evaluation.NATIVE);
        } catch (SQLException e) {
            LeatException first = failures.convert(e, activity);
            if (!DuckDbErrors.isAboutData(e) || DuckDbErrors.condition(e).isPresent()) {
                throw first;
            }
            return runOrdered(activity, attempt);
        }
    }

    private <T> T runOrdered(String activity, Attempt<T> attempt) {
        try {
            return attempt.run(Evaluation.ORDERED);
        } catch (SQLException e) {
            throw failures.convert(e, activity);
        }
    }
}
