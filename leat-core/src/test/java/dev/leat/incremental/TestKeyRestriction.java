package dev.leat.incremental;

import static dev.leat.incremental.RelationExamples.column;
import static dev.leat.incremental.RelationExamples.join;
import static dev.leat.incremental.RelationExamples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.plan.Projections;
import dev.leat.type.DataType.Simple;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys are taken down to the scans that have them. */
final class TestKeyRestriction {
    private static final Plan SALES = scan("sales", 0);
    private static final Plan SHOPS = scan("shops", 2);
    private static final Plan KEYS = Stored.scan(Relations.stage(0), List.of(column(50, "key")));

    private static Plan restrict(Plan plan, Expression key) {
        Plan restricted = new KeyRestriction(new SignedPlans(100), KEYS).apply(plan, List.of(key));
        PlanChecks.verify(restricted);
        assertThat(restricted.output()).isEqualTo(plan.output());
        return restricted;
    }

    /** The relations that are read for some keys only. */
    private static List<String> restricted(Plan plan) {
        return Plans.nodes(plan).stream()
                .filter(node -> node instanceof Plan.Join join
                        && join.kind() == Plan.JoinKind.SEMI
                        && join.left() instanceof Plan.Scan)
                .map(node -> ((Plan.Scan) ((Plan.Join) node).left()).relation().simpleName())
                .toList();
    }

    @Test
    void bothSidesOfAJoinAreRestrictedWhereTheyAgreeInTheKey() {
        for (Plan.JoinKind kind : List.of(Plan.JoinKind.INNER, Plan.JoinKind.LEFT, Plan.JoinKind.ANTI)) {
            Plan plan = join(SALES, SHOPS, kind);
            assertThat(restricted(restrict(plan, column(plan, 0)))).containsExactly("sales", "shops");
        }
        Plan right = join(SALES, SHOPS, Plan.JoinKind.RIGHT);
        assertThat(restricted(restrict(right, column(SHOPS, 0)))).containsExactly("sales", "shops");
    }

    @Test
    void otherColumnRestrictsItsOwnSide() {
        Plan plan = join(SALES, SHOPS, Plan.JoinKind.INNER);
        assertThat(restricted(restrict(plan, column(SHOPS, 1)))).containsExactly("shops");
    }

    @Test
    void sideThatIsFilledUpIsNot() {
        Plan plan = join(SALES, SHOPS, Plan.JoinKind.LEFT);
        Plan restricted = restrict(plan, column(SHOPS, 1));
        assertThat(restricted(restricted)).isEmpty();
        assertThat(restricted.inputs().get(0)).isEqualTo(plan);
        Plan full = join(SALES, SHOPS, Plan.JoinKind.FULL);
        assertThat(restrict(full, column(SALES, 0)).inputs().get(0)).isEqualTo(full);
    }

    @Test
    void keyPassesFiltersProjectionsAndUnions() {
        Plan filter = new Plan.Filter(SALES, new Call("isnotnull", List.of(column(SALES, 1)), Simple.BOOLEAN, false));
        List<Column> renamed = List.of(column(10, "k"), column(11, "v"));
        Plan project = new Plan.Project(filter, Projections.renaming(SALES.output(), renamed));
        List<Column> output = List.of(column(20, "k"), column(21, "v"));
        Plan union = new Plan.Union(List.of(project, SHOPS), output);
        assertThat(restricted(restrict(union, column(union, 0)))).containsExactly("sales", "shops");
    }

    @Test
    void computedKeyIsComparedWhereItIsComputed() {
        Expression computed = new Call("negative", List.of(column(SALES, 0)), Simple.INT, true);
        Plan project = new Plan.Project(SALES, List.of(new Projection(column(10, "n"), computed)));
        Plan restricted = restrict(project, column(project, 0));
        assertThat(restricted.inputs().get(0)).isEqualTo(project);
    }
}
