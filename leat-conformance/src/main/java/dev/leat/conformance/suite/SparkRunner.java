package dev.leat.conformance.suite;

import dev.leat.conformance.oracle.OracleSession;
import dev.leat.pipeline.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;

/** Spark itself under test: validates the harness, since it must equal its own golden files. */
final class SparkRunner implements QueryRunner {
    private final Fixtures fixtures;

    SparkRunner(Fixtures fixtures) {
        this.fixtures = fixtures;
    }

    @Override
    public void begin(Settings settings) {
        // The fixtures' session is the one that answers.
    }

    @Override
    public void change(Settings settings) {
        // A SET statement has changed the fixtures' session.
    }

    @Override
    public QueryOutcome define(String statement) {
        return query(statement);
    }

    @Override
    public void prepared(String statement) {
        // It was Spark that ran it.
    }

    @Override
    public QueryOutcome query(String sql) {
        SparkSession spark = (SparkSession) fixtures.session().spark();
        try {
            Dataset<Row> answer = spark.sql(sql);
            List<Row> rows =
                    Arrays.asList(answer.queryExecution().executedPlan().executeCollectPublic());
            return new HiveText(spark.sessionState().conf()).answer(answer.schema(), rows);
        } catch (Throwable e) {
            return failure(e);
        }
    }

    static QueryOutcome failure(Throwable e) {
        Optional<String> condition = OracleSession.condition(e);
        return new QueryOutcome.Failure(
                condition.isPresent() || e instanceof SparkThrowable
                        ? condition
                        : Optional.of(root(e).getClass().getName()),
                String.valueOf(e.getMessage()));
    }

    private static Throwable root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    @Override
    public void close() {
        // The process's end stops Spark.
    }
}
