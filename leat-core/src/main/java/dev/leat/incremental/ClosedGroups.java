package dev.leat.incremental;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Which groups of an aggregate, or sessions, no row can reach any more. A key that never decreases as the time of a row increases is, for all
 * rows in time, at least its value for the watermark; groups with a smaller key are closed. Of a window the key is its
 * start; of a session it is the end that has to be smaller than the start of any that a row in time begins.
 *
 * @param key the index of the key among the aggregate's columns
 * @param field the index of the field of the key that counts, where that is a window
 * @param least for each watermark below, what the key is at least, by a column that stands for the watermark
 */
public record ClosedGroups(int key, OptionalInt field, List<Bound> least) {
    /** Local times jump by less than this where clocks are put back. */
    private static final long LOCAL_MARGIN_MICROS = 86_400_000_000L;

    private static final String START = "start";
    private static final Set<String> INSTANT =
            Set.of("unix_micros", "timestamp_micros", "timestamp_to_micros", "micros_to_timestamp");
    private static final Set<String> LOCAL = Set.of("date_trunc", "trunc", "to_date");

    public ClosedGroups {
        least = List.copyOf(least);
    }

    /**
     * A value of a key that depends on a watermark.
     *
     * @param watermark its index among the stored operators
     * @param value over {@code time}
     * @param marginMicros by how much the watermark has to be put back first
     */
    public record Bound(int watermark, Column time, Expression value, long marginMicros) {}

    /** That of an aggregate, if one of its keys is bounded by watermarks wherever its rows come from. */
    static Optional<ClosedGroups> of(Plan.Aggregate aggregate, Function<Plan.Watermark, OptionalInt> index) {
        for (int i = 0; i < aggregate.keys().size(); i++) {
            Expression key = aggregate.keys().get(i).expression();
            Optional<Plan.SessionWindow> sessions = session(key, aggregate.input());
            if (sessions.isPresent()) {
                return ofSession(sessions.get(), i, index);
            }
            OptionalInt field = isWindow(key.type()) ? OptionalInt.of(0) : OptionalInt.empty();
            Expression value = field.isPresent() ? startOf(key) : key;
            List<Bound> bounds = new ArrayList<>();
            if (add(aggregate.input(), value, index, bounds) && !bounds.isEmpty()) {
                return Optional.of(new ClosedGroups(i, field, bounds));
            }
        }
        return Optional.empty();
    }

    /** Of sessions those that no row can continue any more. */
    static Optional<ClosedGroups> of(Plan.SessionWindow window, Function<Plan.Watermark, OptionalInt> index) {
        return ofSession(window, window.output().size() - 1, index);
    }

    private static Optional<ClosedGroups> ofSession(
            Plan.SessionWindow window, int column, Function<Plan.Watermark, OptionalInt> index) {
        List<Bound> bounds = new ArrayList<>();
        return add(window.input(), window.start(), index, bounds) && !bounds.isEmpty()
                ? Optional.of(new ClosedGroups(column, OptionalInt.of(1), bounds))
                : Optional.empty();
    }

    /** The sessions that a key is one of. */
    static Optional<Plan.SessionWindow> session(Expression key, Plan plan) {
        if (!(key instanceof ColumnReference reference)) {
            return Optional.empty();
        }
        if (plan instanceof Plan.SessionWindow window) {
            boolean isSession = window.session().id() == reference.column().id();
            return isSession ? Optional.of(window) : Optional.empty();
        }
        if (plan instanceof Plan.Project project) {
            return session(replaced(key, project.columns()), project.input());
        }
        return plan instanceof Plan.Filter filter ? session(key, filter.input()) : Optional.empty();
    }

    /**
     * The rows that are in closed groups only, by their time: no key is greater than the time.
     *
     * @param watermark whose rows they are
     * @param column of the time
     */
    Optional<ClosedGroups> ofTimes(int watermark, int column) {
        boolean areTimes = least.stream()
                .allMatch(bound -> bound.watermark() == watermark
                        && (bound.value().type() == Simple.TIMESTAMP
                                || bound.value().type() == Simple.TIMESTAMP_NTZ));
        return areTimes ? Optional.of(new ClosedGroups(column, OptionalInt.empty(), least)) : Optional.empty();
    }

    private static boolean isWindow(DataType type) {
        return type instanceof StructType struct
                && struct.fields().size() == 2
                && struct.fields().get(0).name().equals(START);
    }

    private static Expression startOf(Expression window) {
        DataType type = ((StructType) window.type()).fields().get(0).type();
        return new Call("get_field", List.of(window, Literal.of(START, Simple.STRING)), type, window.nullable());
    }

    /** Adds the bounds of a value over the rows of a node; false where there is none. */
    private static boolean add(
            Plan node, Expression value, Function<Plan.Watermark, OptionalInt> index, List<Bound> bounds) {
        if (!Expressions.isOver(value, node)) {
            return false;
        }
        if (node instanceof Plan.Watermark watermark) {
            OptionalInt stored = index.apply(watermark);
            // One that lets all rows through bounds nothing.
            return stored.isPresent()
                    ? addOf(watermark, value, stored.getAsInt(), bounds)
                    : add(watermark.input(), value, index, bounds);
        }
        if (node instanceof Plan.Project project) {
            return add(project.input(), replaced(value, project.columns()), index, bounds);
        }
        if (node instanceof Plan.Expand expand) {
            return expand.rows().stream().allMatch(row -> {
                List<Projection> columns = new ArrayList<>();
                for (int i = 0; i < row.size(); i++) {
                    columns.add(new Projection(expand.output().get(i), row.get(i)));
                }
                return add(expand.input(), replaced(value, columns), index, bounds);
            });
        }
        if (node instanceof Plan.Union union) {
            return union.inputs().stream().allMatch(input -> {
                List<Projection> columns = new ArrayList<>();
                for (int i = 0; i < union.output().size(); i++) {
                    columns.add(new Projection(
                            union.output().get(i),
                            new ColumnReference(input.output().get(i))));
                }
                return add(input, replaced(value, columns), index, bounds);
            });
        }
        if (node instanceof Plan.Join join) {
            // Where both sides get rows, what is joined may be old.
            return join.kind() == Plan.JoinKind.INNER
                    && join.inputs().stream().filter(ClosedGroups::readsStream).count() == 1
                    && join.inputs().stream()
                            .filter(ClosedGroups::readsStream)
                            .allMatch(side -> add(side, value, index, bounds));
        }
        boolean passes = node instanceof Plan.Filter || node instanceof Plan.Generate || node instanceof Plan.Sort;
        return passes && add(node.inputs().get(0), value, index, bounds);
    }

    /** Whether a plan reads a stream. */
    static boolean readsStream(Plan plan) {
        return Plans.nodes(plan).stream()
                .anyMatch(node -> node instanceof Plan.Scan scan && scan.mode() == Plan.ScanMode.STREAM);
    }

    /** A value in terms of what columns are made of. */
    static Expression replaced(Expression value, List<Projection> columns) {
        Map<Integer, Expression> byId = new HashMap<>();
        columns.forEach(column -> byId.put(column.column().id(), column.expression()));
        return Expressions.transform(
                value,
                part -> part instanceof ColumnReference reference
                        ? byId.getOrDefault(reference.column().id(), part)
                        : unpacked(part));
    }

    /** A field of a struct that is made beside it. */
    private static Expression unpacked(Expression part) {
        if (part instanceof Call access
                && access.function().equals("get_field")
                && access.arguments().get(0) instanceof Call struct
                && struct.function().equals("named_struct")) {
            for (int i = 0; i + 1 < struct.arguments().size(); i += 2) {
                if (struct.arguments().get(i).equals(access.arguments().get(1))) {
                    return struct.arguments().get(i + 1);
                }
            }
        }
        return part;
    }

    private static boolean addOf(Plan.Watermark watermark, Expression value, int index, List<Bound> bounds) {
        Column time = ((ColumnReference) watermark.time()).column();
        Expression source = timeOf(watermark);
        // The time is a column beside what it was computed from.
        Expression over = Expressions.transform(value, part -> isSame(part, source) ? new ColumnReference(time) : part);
        Optional<Long> margin = margin(over, time);
        margin.ifPresent(micros -> bounds.add(new Bound(index, time, over, micros)));
        return margin.isPresent();
    }

    /** What the time of a watermark is computed from. */
    static Expression timeOf(Plan.Watermark watermark) {
        Column time = ((ColumnReference) watermark.time()).column();
        return ((Plan.Project) watermark.input())
                .columns().stream()
                        .filter(made -> made.column().id() == time.id())
                        .map(Projection::expression)
                        .findFirst()
                        .orElseThrow();
    }

    /** A filter may have made a column one that is never NULL. */
    static boolean isSame(Expression part, Expression source) {
        return part instanceof ColumnReference one && source instanceof ColumnReference other
                ? one.column().id() == other.column().id()
                : part.equals(source);
    }

    /** By how much a time has to be put back for a value of it to be no larger than that of any later one; empty if unknown. */
    private static Optional<Long> margin(Expression value, Column time) {
        if (value.equals(new ColumnReference(time))) {
            return Optional.of(0L);
        }
        if (TimeBuckets.isStart(value, new ColumnReference(time))) {
            return Optional.of(0L);
        }
        if (!(value instanceof Call call)) {
            return Optional.empty();
        }
        List<Expression> arguments = call.arguments();
        if (INSTANT.contains(call.function())) {
            return margin(arguments.get(0), time);
        }
        boolean truncates = LOCAL.contains(call.function())
                || (call.function().equals("cast") && (call.type() == Simple.DATE || call.type() == Simple.TIMESTAMP));
        if (truncates) {
            List<Expression> varying = arguments.stream()
                    .filter(part -> !Expressions.columns(part).isEmpty())
                    .toList();
            boolean isTime = varying.size() == 1
                    && (varying.get(0).type() == Simple.TIMESTAMP
                            || varying.get(0).type() == Simple.TIMESTAMP_NTZ
                            || varying.get(0).type() == Simple.DATE);
            return isTime
                    ? margin(varying.get(0), time).map(micros -> Math.max(micros, LOCAL_MARGIN_MICROS))
                    : Optional.empty();
        }
        return Optional.empty();
    }
}
