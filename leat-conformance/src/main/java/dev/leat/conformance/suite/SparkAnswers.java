package dev.leat.conformance.suite;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;

/** Spark's own answers over the suite's tables, also to plans that are made of its analysis of a query. */
final class SparkAnswers {
    private final SparkSession spark;

    SparkAnswers(SparkSession spark) {
        this.spark = spark;
    }

    /** The query as Spark's analyzer leaves it. */
    LogicalPlan analyzed(String sql) {
        return spark.sql(sql).queryExecution().analyzed();
    }

    QueryOutcome.Answer answer(String sql) {
        return answer(spark.sql(sql));
    }

    QueryOutcome.Answer answer(LogicalPlan plan) {
        SparkSession.setActiveSession(spark);
        return answer(Dataset$.MODULE$.ofRows(spark, plan));
    }

    private QueryOutcome.Answer answer(Dataset<Row> data) {
        List<Row> rows = Arrays.asList(data.queryExecution().executedPlan().executeCollectPublic());
        return new HiveText(spark.sessionState().conf()).answer(data.schema(), rows);
    }
}
