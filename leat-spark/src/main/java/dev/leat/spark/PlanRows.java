package dev.leat.spark;

import dev.leat.incremental.Stored;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.plan.text.RenderedSql;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.type.DataType.Simple;
import dev.leat.type.EpochMicros;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The rows of plans, as Spark computes them once they are asked for. */
final class PlanRows {
    private final SparkSession spark;
    private final SparkFailures failures;
    private final Turns turns;
    private final Literal time;

    /**
     * Rows of plans of one commit.
     *
     * @param time what the current time is for all of them
     */
    PlanRows(SparkSession spark, SparkFailures failures, Turns turns, Instant time) {
        this.spark = spark;
        this.failures = failures;
        this.turns = turns;
        this.time = Literal.of(Long.toString(EpochMicros.of(time)), Simple.TIMESTAMP);
    }

    /** The rows of a plan, in columns named by {@link Stored#field}; one of no meaning if the plan has none. */
    Dataset<Row> rows(Plan plan, Function<RelationName, String> relations, String activity) {
        Plan pinned = Plans.mapExpressions(
                plan, expression -> Expressions.transform(expression, part -> CurrentTime.is(part) ? time : part));
        RenderedSql sql = SparkSqlRenderer.query(pinned, relations);
        failures.given(sql);
        return turns.givenAway(
                activity,
                () -> spark.sql(sql.text())
                        .toDF(fields(Math.max(1, plan.output().size()))));
    }

    private static String[] fields(int count) {
        return IntStream.range(0, count).mapToObj(Stored::field).toArray(String[]::new);
    }

    /** The same rows under other names. */
    static Dataset<Row> named(Dataset<Row> rows, List<String> names) {
        return rows.toDF(names.toArray(String[]::new));
    }
}
