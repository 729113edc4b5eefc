package dev.leat.incremental;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.type.DataType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Until when rows of a stream are kept for a join with another one. Let a and b be the times of the two, and the condition ask for
 * {@code b + p <= a + q}. A row that is still to come has a b of at least the watermark W of its stream; so a row with
 * {@code a < W + p − q} cannot be joined any more.
 */
final class JoinTimes {
    /** Days of an interval are those of a calendar, which are an hour or so longer or shorter now and then. */
    private static final long DAY_MICROS = 86_400_000_000L;

    private final Plan.Join join;
    private final Function<Plan.Watermark, OptionalInt> index;

    private JoinTimes(Plan.Join join, Function<Plan.Watermark, OptionalInt> index) {
        this.join = join;
        this.index = index;
    }

    /** A time that a watermark is about, and what is added to it. */
    private record Time(Plan.Watermark watermark, long offset, long margin) {
        Column column() {
            return ((ColumnReference) watermark.time()).column();
        }
    }

    /** Two operands of which the first is not greater. */
    private record Order(Expression lesser, Expression greater) {}

    /**
     * The rows of a watermark that no other can be joined with any more; empty where the condition does not bound them.
     *
     * @param column the index of the time among their columns
     */
    static Optional<ClosedGroups> closed(
            Plan.Join join, Plan.Watermark rows, int column, Function<Plan.Watermark, OptionalInt> index) {
        boolean isBounded = join.kind() == Plan.JoinKind.INNER
                || join.kind() == Plan.JoinKind.LEFT
                || join.kind() == Plan.JoinKind.RIGHT;
        JoinTimes times = new JoinTimes(join, index);
        List<ClosedGroups.Bound> bounds = new ArrayList<>();
        for (int side = 0; isBounded && side < 2; side++) {
            Optional<Plan.Watermark> below = watermark(join.inputs().get(side));
            if (below.filter(rows::equals).isPresent()) {
                Optional<ClosedGroups.Bound> bound = times.bound(side);
                isBounded = bound.isPresent();
                bound.ifPresent(bounds::add);
            }
        }
        return isBounded && !bounds.isEmpty()
                ? Optional.of(new ClosedGroups(column, OptionalInt.empty(), bounds))
                : Optional.empty();
    }

    private Optional<ClosedGroups.Bound> bound(int side) {
        Plan mine = join.inputs().get(side);
        Plan other = join.inputs().get(1 - side);
        for (Order order : orders()) {
            Optional<Time> greater = time(order.greater(), mine);
            Optional<Time> lesser = time(order.lesser(), other);
            if (greater.isPresent() && lesser.isPresent()) {
                Column time = lesser.get().column();
                long margin = Math.addExact(
                        Math.subtractExact(greater.get().offset(), lesser.get().offset()),
                        Math.addExact(greater.get().margin(), lesser.get().margin()));
                int watermark = index.apply(lesser.get().watermark()).orElseThrow();
                return Optional.of(new ClosedGroups.Bound(watermark, time, new ColumnReference(time), margin));
            }
        }
        return Optional.empty();
    }

    private List<Order> orders() {
        List<Order> orders = new ArrayList<>();
        for (Expression part : join.condition().map(Expressions::conjuncts).orElse(List.of())) {
            if (part instanceof Call call && call.arguments().size() == 2) {
                Expression first = call.arguments().get(0);
                Expression second = call.arguments().get(1);
                boolean isEqual = call.function().equals("=") || call.function().equals("<=>");
                if (isEqual || call.function().startsWith("<")) {
                    orders.add(new Order(first, second));
                }
                if (isEqual || call.function().startsWith(">")) {
                    orders.add(new Order(second, first));
                }
            }
        }
        return orders;
    }

    /** The watermark that a side's rows come through as they are. */
    private static Optional<Plan.Watermark> watermark(Plan side) {
        if (side instanceof Plan.Watermark watermark) {
            return Optional.of(watermark);
        }
        return side instanceof Plan.Project || side instanceof Plan.Filter
                ? watermark(side.inputs().get(0))
                : Optional.empty();
    }

    private Optional<Time> time(Expression value, Plan side) {
        if (!Expressions.isOver(value, side)) {
            return Optional.empty();
        }
        if (side instanceof Plan.Project project) {
            return time(ClosedGroups.replaced(value, project.columns()), project.input());
        }
        if (side instanceof Plan.Filter filter) {
            return time(value, filter.input());
        }
        return side instanceof Plan.Watermark watermark
                        && index.apply(watermark).isPresent()
                ? ofWatermark(value, watermark)
                : Optional.empty();
    }

    private static Optional<Time> ofWatermark(Expression value, Plan.Watermark watermark) {
        if (ClosedGroups.isSame(value, ClosedGroups.timeOf(watermark))) {
            return Optional.of(new Time(watermark, 0, 0));
        }
        boolean isMoved = value instanceof Call call
                && (call.function().equals("+") || call.function().equals("-"))
                && call.arguments().size() == 2
                && call.arguments().get(1) instanceof Literal;
        if (!isMoved) {
            return Optional.empty();
        }
        Call call = (Call) value;
        OptionalLong interval = micros((Literal) call.arguments().get(1));
        long sign = call.function().equals("+") ? 1 : -1;
        return interval.isEmpty()
                ? Optional.empty()
                : ofWatermark(call.arguments().get(0), watermark)
                        .map(time -> new Time(
                                watermark,
                                Math.addExact(time.offset(), Math.multiplyExact(sign, interval.getAsLong())),
                                Math.abs(interval.getAsLong()) < DAY_MICROS ? time.margin() : DAY_MICROS));
    }

    /** An interval without months. */
    private static OptionalLong micros(Literal literal) {
        DataType type = literal.type();
        if (literal.text().isEmpty()) {
            return OptionalLong.empty();
        }
        if (type instanceof IntervalType interval && !interval.countsMonths()) {
            return OptionalLong.of(Long.parseLong(literal.text().get()));
        }
        if (type != Simple.INTERVAL) {
            return OptionalLong.empty();
        }
        String[] parts = literal.text().get().split(",", -1);
        return parts[0].equals("0")
                ? OptionalLong.of(Math.addExact(
                        Math.multiplyExact(Long.parseLong(parts[1]), DAY_MICROS), Long.parseLong(parts[2])))
                : OptionalLong.empty();
    }
}
