package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Expectation.Action;
import dev.leat.plan.Column;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.RelationName;
import dev.leat.plan.text.PlanPrinter;
import dev.leat.type.DataType.Simple;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestJudgedQuery {
    private static final Plan QUERY = new Plan.Scan(
            RelationName.of("t"), Plan.ScanMode.TABLE, List.of("a", "b"), List.of(column(7, "a"), column(4, "b")));

    private static Column column(int id, String name) {
        return new Column(id, name, Simple.INT, true);
    }

    private static Expectation expectation(String name, Expectation.Test test) {
        return new Expectation(name, test, Action.KEEP_ROW, "text", new SourcePosition("a.sql", 1, 1, 1));
    }

    private static Expectation.Condition less(int left, int right) {
        return new Expectation.Condition(new Call(
                "<",
                List.of(new ColumnReference(column(left, "x")), new ColumnReference(column(right, "y"))),
                Simple.BOOLEAN,
                true));
    }

    @Test
    void queryWithoutExpectationsStaysAsItIs() {
        assertThat(JudgedQuery.of(QUERY, List.of())).isSameAs(QUERY);
    }

    @Test
    void conditionIsOverTheColumnsAtItsPositionsAndNeverNull() {
        Plan judged = JudgedQuery.of(QUERY, List.of(expectation("ordered", less(1, 0))));

        PlanChecks.verify(judged);
        assertThat(judged.output().subList(0, 2)).isEqualTo(QUERY.output());
        assertThat(judged.output().get(2)).isEqualTo(new Column(8, "ordered", Simple.BOOLEAN, false));
        assertThat(PlanPrinter.print(judged)).contains("b < a").contains("<=> true");
    }

    @Test
    void keyIsUniqueWhereItsRowsAreOne() {
        Plan judged = JudgedQuery.of(
                QUERY,
                List.of(
                        expectation("key", new Expectation.Unique(List.of(1, 0))),
                        expectation("ordered", less(0, 1)),
                        expectation("other", new Expectation.Unique(List.of(0)))));

        PlanChecks.verify(judged);
        assertThat(judged.output()).extracting(Column::name).containsExactly("a", "b", "key", "ordered", "other");
        assertThat(PlanPrinter.print(judged)).contains("PARTITION BY b, a").contains("PARTITION BY a ");
    }

    @Test
    void constantConditionNeedsNoColumn() {
        Plan judged = JudgedQuery.of(
                QUERY, List.of(expectation("never", new Expectation.Condition(Literal.of("false", Simple.BOOLEAN)))));

        PlanChecks.verify(judged);
        assertThat(judged.output()).hasSize(3);
    }
}
