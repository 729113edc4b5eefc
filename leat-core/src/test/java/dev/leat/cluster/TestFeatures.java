package dev.leat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Column;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TestFeatures {
    private static final Expression ONE = Literal.of("1", Simple.INT);
    private static final Expression TEXT = Literal.of("a", Simple.STRING);

    private static List<String> of(Expression expression) {
        Plan values = new Plan.Values(List.of(), List.of(List.of()));
        Column result = new Column(0, "result", expression.type(), true);
        return Features.of(new Plan.Project(values, List.of(new Projection(result, expression)))).stream()
                .map(Feature::exact)
                .toList();
    }

    private static Call call(String function, DataType type, Expression... arguments) {
        return new Call(function, List.of(arguments), type, true);
    }

    @Test
    void argumentThatFollowsItsKindStandsOnce() {
        assertThat(of(call("concat", Simple.STRING, TEXT, TEXT, TEXT)))
                .containsExactly("RELATION values()", "RELATION project()", "FUNCTION concat(STRING)");
        assertThat(of(call("lpad", Simple.STRING, TEXT, ONE, TEXT))).contains("FUNCTION lpad(STRING, INT, STRING)");
    }

    @Test
    void castOfNestedValuesIsOneOfItsPartsToo() {
        Call array = call("array", new ArrayType(Simple.INT, true), ONE);
        Call cast = call("cast", new ArrayType(new DecimalType(9, 2), true), array);

        assertThat(of(cast))
                .contains("FUNCTION cast(ARRAY, ARRAY)", "FUNCTION cast(INT, DECIMAL)", "FUNCTION array(INT)");
    }

    @Test
    void currentTimeIsNoneSinceACommitWritesItAsAConstant() {
        assertThat(of(CurrentTime.call(Optional.empty()))).containsExactly("RELATION values()", "RELATION project()");
    }

    @Test
    void lineIsOfAllArgumentsOrOfSome() {
        ProvedFeatures proved = ProvedFeatures.read(
                List.of("# a comment", "FUNCTION concat", "FUNCTION upper(STRING)", "FUNCTION hash(...)"));

        assertThat(proved.has(feature("concat", "BINARY"))).isTrue();
        assertThat(proved.has(feature("upper", "STRING"))).isTrue();
        assertThat(proved.has(feature("upper", "BINARY"))).isFalse();
        assertThat(proved.has(feature("lower", "STRING"))).isFalse();
        assertThat(proved.has(feature("concat"))).isTrue();
        assertThat(proved.has(feature("hash", "INT"))).isTrue();
        assertThat(proved.has(feature("hash"))).isFalse();
    }

    private static Feature feature(String function, String... kinds) {
        return new Feature(Feature.Sort.FUNCTION, function, List.of(kinds), Optional.empty());
    }
}
