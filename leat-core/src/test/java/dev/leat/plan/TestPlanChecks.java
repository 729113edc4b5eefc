package dev.leat.plan;

import static dev.leat.plan.PlanExamples.column;
import static dev.leat.plan.PlanExamples.equal;
import static dev.leat.plan.PlanExamples.filtered;
import static dev.leat.plan.PlanExamples.join;
import static dev.leat.plan.PlanExamples.number;
import static dev.leat.plan.PlanExamples.project;
import static dev.leat.plan.PlanExamples.ref;
import static dev.leat.plan.PlanExamples.scan;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.plan.Expression.LambdaVariable;
import dev.leat.type.DataType.Simple;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestPlanChecks {
    @Test
    void soundPlanPasses() {
        assertThatCode(() -> PlanChecks.verify(join(filtered(0, 1), filtered(10, 1))))
                .doesNotThrowAnyException();
    }

    @Test
    void referenceToNoColumnIsFound() {
        refuses(
                new Plan.Filter(scan(0), equal(ref(column(9, "x")), number(1))),
                "a reference resolves to an input's column");
    }

    @Test
    void referenceOfAnotherTypeIsFound() {
        Expression text = ref(new Column(0, "a", Simple.STRING, true));
        refuses(new Plan.Filter(scan(0), equal(text, text)), "a reference has its column's type");
    }

    @Test
    void conditionThatIsNotBooleanIsFound() {
        refuses(new Plan.Filter(scan(0), number(1)), "a condition is boolean");
    }

    @Test
    void sameColumnOnBothSidesOfAJoinIsFound() {
        Plan scan = scan(0);
        refuses(join(scan, scan), "a node lists each column once");
    }

    @Test
    void columnThatTwoNodesMakeIsFound() {
        Plan union = new Plan.Union(List.of(scan(0), scan(0)), List.of(column(7, "a"), column(8, "b"), column(9, "d")));
        refuses(union, "a column is made by one node: 0");
    }

    @Test
    void computedColumnUnderAnInputsIdIsFound() {
        Plan scan = scan(0);
        refuses(
                project(scan, new Projection(column(0, "a"), ref(scan, 1))),
                "a column that is computed has an id of its own");
    }

    @Test
    void rowsOfOtherTypesAreFound() {
        Plan union = new Plan.Union(
                List.of(scan(0)), List.of(column(7, "a"), column(8, "b"), new Column(9, "d", Simple.DATE, true)));
        refuses(union, "values of one column have one type");
        refuses(
                new Plan.Values(
                        List.of(column(0, "a")),
                        List.of(List.of(new Expression.Literal(java.util.Optional.empty(), Simple.DATE)))),
                "values of one column have one type");
    }

    @Test
    void lambdaVariableOutsideItsLambdaIsFound() {
        LambdaVariable variable = new LambdaVariable("x", Simple.INT, true);
        refuses(
                project(scan(0), new Projection(column(5, "x"), variable)),
                "a lambda variable is used inside its lambda");
    }

    private static void refuses(Plan plan, String fact) {
        assertThatThrownBy(() -> PlanChecks.verify(plan)).hasMessageContaining("Broken invariant: " + fact);
    }
}
