package dev.leat.plan;

import static dev.leat.plan.PlanExamples.call;
import static dev.leat.plan.PlanExamples.column;
import static dev.leat.plan.PlanExamples.filtered;
import static dev.leat.plan.PlanExamples.join;
import static dev.leat.plan.PlanExamples.number;
import static dev.leat.plan.PlanExamples.project;
import static dev.leat.plan.PlanExamples.ref;
import static dev.leat.plan.PlanExamples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.SourcePosition;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.Lambda;
import dev.leat.plan.Expression.LambdaVariable;
import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TestFingerprint {
    @Test
    void idsAndNamesOfColumnsDoNotMatter() {
        assertThat(Fingerprint.of(join(filtered(0, 1), filtered(10, 2))))
                .isEqualTo(Fingerprint.of(join(filtered(50, 1), filtered(20, 2))));
        assertThat(Fingerprint.of(renamed("x", 9))).isEqualTo(Fingerprint.of(renamed("y", 8)));
    }

    @Test
    void sharingDoesNotMatter() {
        Plan one = filtered(0, 1);
        Plan twice = new Plan.Union(List.of(one, one), List.of(column(7, "a"), column(8, "b"), column(9, "d")));
        Plan apart = new Plan.Union(
                List.of(filtered(0, 1), filtered(10, 1)), List.of(column(70, "a"), column(80, "b"), column(90, "d")));

        assertThat(Fingerprint.of(twice)).isEqualTo(Fingerprint.of(apart));
    }

    @Test
    void whichColumnIsUsedMatters() {
        Plan scan = scan(0);

        assertThat(Fingerprint.of(project(scan, new Projection(column(5, "x"), ref(scan, 0)))))
                .isNotEqualTo(Fingerprint.of(project(scan, new Projection(column(5, "x"), ref(scan, 1)))));
        assertThat(Fingerprint.of(filtered(0, 1))).isNotEqualTo(Fingerprint.of(filtered(0, 2)));
    }

    @Test
    void sidesOfAJoinMatter() {
        assertThat(Fingerprint.of(join(filtered(0, 1), filtered(10, 2))))
                .isNotEqualTo(Fingerprint.of(join(filtered(0, 2), filtered(10, 1))));
    }

    @Test
    void positionsAndLambdaNamesDoNotMatter() {
        assertThat(Fingerprint.of(withLambda("x", Optional.empty())))
                .isEqualTo(Fingerprint.of(withLambda("y", Optional.of(new SourcePosition("q.sql", 1, 2, 3)))));
    }

    @Test
    void textsDoNotRunIntoOneAnother() {
        assertThat(Fingerprint.of(texts("a", "bc"))).isNotEqualTo(Fingerprint.of(texts("ab", "c")));
        assertThat(Fingerprint.of(texts("1", "2"))).isNotEqualTo(Fingerprint.of(texts("2", "1")));
    }

    private static Plan renamed(String name, int id) {
        Plan scan = scan(0);
        return project(scan, new Projection(column(id, name), ref(scan, 0)));
    }

    private static Plan withLambda(String name, Optional<SourcePosition> position) {
        LambdaVariable item = new LambdaVariable(name, Simple.INT, true);
        DataType ints = new ArrayType(Simple.INT, true);
        Call transform = new Call(
                "transform",
                List.of(
                        call("array", ints, number(1)),
                        new Lambda(List.of(item), call("+", Simple.INT, item, number(1)))),
                ints,
                true,
                position);
        return project(scan(0), new Projection(new Column(5, "x", ints, true), transform));
    }

    private static Plan texts(String first, String second) {
        Expression concat =
                call("concat", Simple.STRING, Literal.of(first, Simple.STRING), Literal.of(second, Simple.STRING));
        return project(scan(0), new Projection(new Column(5, "x", Simple.STRING, true), concat));
    }
}
