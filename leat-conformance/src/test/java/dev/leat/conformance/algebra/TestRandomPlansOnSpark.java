package dev.leat.conformance.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.pipeline.Settings;
import dev.leat.plan.Column;
import dev.leat.plan.ColumnPruning;
import dev.leat.plan.Expression;
import dev.leat.plan.Plan;
import dev.leat.plan.ProjectionFolding;
import dev.leat.plan.Projections;
import dev.leat.plan.SharedSubplans;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.testkit.RandomPlans;
import dev.leat.testkit.RandomTables;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passes over plans do not change what Spark answers to them, in random plans over random rows. */
final class TestRandomPlansOnSpark {
    private static final int PLANS = 30;
    private static final int ROWS = 12;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void passesKeepTheAnswer(long seed) {
        RandomGenerator random = new Random(seed);
        OracleSession oracle = SparkOracle.start().session(Settings.DEFAULT);
        oracle.spark().conf().set("spark.sql.codegen.wholeStage", "false");
        for (RandomTables.Table table : RandomTables.ALL) {
            oracle.rows("CREATE OR REPLACE TEMPORARY VIEW " + table.name().simpleName() + " AS "
                    + text(rows(random, table)));
        }
        RandomPlans plans = new RandomPlans(random);
        for (int index = 0; index < PLANS; index++) {
            Plan plan = plans.next(2 + index % 3);
            Rows expected = oracle.rows(text(plan));
            Plan shared = SharedSubplans.share(ColumnPruning.prune(plan));
            for (Plan passed : List.of(shared, folded(shared))) {
                assertThat(SameRows.difference(expected, oracle.rows(text(passed))))
                        .as("seed %d, plan %d:%n%s", seed, index, text(plan))
                        .isEmpty();
            }
        }
    }

    private static Plan folded(Plan plan) {
        ProjectionFolding.Result folded = ProjectionFolding.apply(plan);
        return new Plan.Project(folded.plan(), Projections.renaming(folded.output(), plan.output()));
    }

    private static Plan rows(RandomGenerator random, RandomTables.Table table) {
        List<Column> columns = new ArrayList<>();
        for (Field field : table.schema()) {
            columns.add(new Column(columns.size(), field.name(), field.type(), field.nullable()));
        }
        List<List<Expression>> rows = new ArrayList<>();
        new RandomTables(random).rows(table, ROWS).forEach(row -> rows.add(List.copyOf(row)));
        return new Plan.Values(columns, rows);
    }

    private static String text(Plan plan) {
        return SparkSqlRenderer.query(plan, name -> name.simpleName()).text();
    }
}
