package dev.leat.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is the start of a window, and what only looks like it. */
final class TestTimeBuckets {
    private static final Expression TIME = new ColumnReference(new Column(0, "t", Simple.TIMESTAMP, true));
    private static final Expression OTHER = new ColumnReference(new Column(1, "u", Simple.TIMESTAMP, true));
    private static final Expression SLIDE = bigint(300);

    private static Expression bigint(long value) {
        return Literal.of(Long.toString(value), Simple.BIGINT);
    }

    private static Expression call(String function, Expression... arguments) {
        return typed(Simple.BIGINT, function, arguments);
    }

    private static Expression typed(DataType type, String function, Expression... arguments) {
        return new Call(function, List.of(arguments), type, true);
    }

    private static Expression micros(Expression time) {
        return call("timestamp_to_micros", time);
    }

    private static Expression rest(Expression time) {
        return call("%", call("-", micros(time), bigint(60)), SLIDE);
    }

    private static Expression remainder(Expression rest, Expression slide) {
        return call("case", typed(Simple.BOOLEAN, "<", rest, bigint(0)), call("+", rest, slide), rest);
    }

    private static Expression time(Expression micros) {
        return typed(Simple.TIMESTAMP, "micros_to_timestamp", micros);
    }

    private static Expression start(Expression time, Expression remainder) {
        return time(call("-", call("-", micros(time), remainder), bigint(600)));
    }

    @Test
    void startIsTheTimeLessItsRemainderAndSlides() {
        Expression start = start(TIME, remainder(rest(TIME), SLIDE));

        assertThat(TimeBuckets.isStart(start, TIME)).isTrue();
    }

    @Test
    void startMayBeMovedByConstants() {
        Expression start = call("-", micros(TIME), remainder(rest(TIME), SLIDE));

        assertThat(TimeBuckets.isStart(time(start), TIME)).isTrue();
        assertThat(TimeBuckets.isStart(time(call("+", start, bigint(300))), TIME))
                .isTrue();
        assertThat(TimeBuckets.isStart(time(call("*", start, bigint(-1))), TIME))
                .isFalse();
        assertThat(TimeBuckets.isStart(time(call("-", bigint(300), start)), TIME))
                .isFalse();
    }

    @Test
    void startIsThatOfTheTimeItself() {
        Expression start = start(TIME, remainder(rest(TIME), SLIDE));

        assertThat(TimeBuckets.isStart(start, OTHER)).isFalse();
        assertThat(TimeBuckets.isStart(start(TIME, remainder(rest(OTHER), SLIDE)), TIME))
                .isFalse();
    }

    @Test
    void remainderIsMadePositiveByItsOwnSlide() {
        assertThat(TimeBuckets.isStart(start(TIME, remainder(rest(TIME), bigint(301))), TIME))
                .isFalse();
        assertThat(TimeBuckets.isStart(start(TIME, rest(TIME)), TIME)).isFalse();
        assertThat(TimeBuckets.isStart(start(TIME, micros(TIME)), TIME)).isFalse();
    }

    @Test
    void slideIsAConstant() {
        Expression rest = call("%", micros(TIME), micros(OTHER));

        assertThat(TimeBuckets.isStart(start(TIME, remainder(rest, micros(OTHER))), TIME))
                .isFalse();
    }
}
