package dev.leat.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.type.DataType.Simple;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conjunctions put together and taken apart. */
final class TestExpressions {
    private static Expression condition(int id, boolean nullable) {
        return new ColumnReference(new Column(id, "c", Simple.BOOLEAN, nullable));
    }

    @Test
    void allOfConditionsTakesApartIntoThem() {
        List<Expression> conditions = List.of(condition(0, false), condition(1, false), condition(2, false));

        assertThat(Expressions.all(conditions).map(Expressions::conjuncts)).contains(conditions);
        assertThat(Expressions.all(conditions.subList(0, 1))).contains(conditions.get(0));
        assertThat(Expressions.all(List.of())).isEmpty();
    }

    @Test
    void allOfConditionsIsNullableIfOneIs() {
        assertThat(Expressions.all(List.of(condition(0, false), condition(1, true))))
                .contains(new Call("and", List.of(condition(0, false), condition(1, true)), Simple.BOOLEAN, true));
        assertThat(Expressions.all(List.of(condition(0, false), condition(1, false))))
                .hasValueSatisfying(all -> assertThat(all.nullable()).isFalse());
    }
}
