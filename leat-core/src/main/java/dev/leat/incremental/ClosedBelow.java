package dev.leat.incremental;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The stored rows of an operator that no row in time can change any more, now that watermarks have come so far: those of which a key is less
 * than all of some values.
 *
 * @param key the index of the key among the operator's columns
 * @param field the index of the field of the key that counts, where that is a window
 * @param bounds the values, one at least
 */
public record ClosedBelow(int key, OptionalInt field, List<Bound> bounds) {
    /** The year 1. What is computed of times that are earlier by far may not be a time. */
    private static final long EARLIEST = -62_135_596_800_000_000L;

    public ClosedBelow {
        bounds = List.copyOf(bounds);
    }

    /**
     * A value.
     *
     * @param time a column that stands for the watermark
     * @param watermark what it is
     * @param value over that column
     */
    public record Bound(Column time, Literal watermark, Expression value) {
        /** A plan with the value as its one row and column. */
        public Plan plan() {
            Plan row = new Plan.Values(List.of(time), List.of(List.of(watermark)));
            Column least = new Column(time.id() + 1, "least", value.type(), true);
            return new Plan.Project(row, List.of(new Projection(least, value)));
        }

        /** The value without columns. */
        public Expression constant() {
            return Expressions.transform(
                    value,
                    part -> part instanceof ColumnReference reference
                                    && reference.column().id() == time.id()
                            ? watermark
                            : part);
        }
    }

    /** The closed rows of a query's stored operators, by the index of the operator; none where that is not known. */
    public static Map<Integer, ClosedBelow> find(Maintained maintained, Map<Integer, ReadTimes> times) {
        Map<Integer, ClosedBelow> closed = new HashMap<>();
        for (int i = 0; i < maintained.stored().size(); i++) {
            int index = i;
            maintained.closed(i).flatMap(groups -> of(groups, times)).ifPresent(rows -> closed.put(index, rows));
        }
        return closed;
    }

    private static Optional<ClosedBelow> of(ClosedGroups groups, Map<Integer, ReadTimes> times) {
        List<Bound> bounds = new ArrayList<>();
        for (ClosedGroups.Bound bound : groups.least()) {
            OptionalLong watermark = Optional.ofNullable(times.get(bound.watermark()))
                    .map(ReadTimes::watermark)
                    .orElse(OptionalLong.empty());
            if (watermark.isEmpty() || watermark.getAsLong() < EARLIEST) {
                return Optional.empty();
            }
            long micros = watermark.getAsLong() - bound.marginMicros();
            Literal time = Literal.of(Long.toString(micros), bound.time().type());
            bounds.add(new Bound(bound.time(), time, bound.value()));
        }
        return Optional.of(new ClosedBelow(groups.key(), groups.field(), bounds));
    }
}
