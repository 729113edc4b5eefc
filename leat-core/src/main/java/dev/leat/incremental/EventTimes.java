package dev.leat.incremental;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.plan.Projections;
import dev.leat.plan.RowPlaces;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Gives the rows of watermarks, beside their columns, what is needed to tell which of them are late: the time, and from which
 * part of a source, and which place there, a row stems. They are the last columns of a watermark's input, in this order.
 */
public final class EventTimes {
    /** How many columns are added. */
    public static final int COLUMNS = 3;

    private final Predicate<Plan.Scan> hasPlaces;
    private final IdentityHashMap<Plan, Integer> readers = new IdentityHashMap<>();
    private int nextId;

    private EventTimes(Plan plan, Predicate<Plan.Scan> hasPlaces) {
        this.nextId = Plans.firstFreeId(plan);
        this.hasPlaces = hasPlaces;
        for (Plan node : Plans.nodes(plan)) {
            node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
        }
    }

    /**
     * The plan with such columns below some of its watermarks, and without them above.
     *
     * @param hasPlaces whether the rows of a scan know where they are from
     */
    static Plan add(Plan plan, Set<Plan> watermarks, Predicate<Plan.Scan> hasPlaces) {
        EventTimes pass = new EventTimes(plan, hasPlaces);
        IdentityHashMap<Plan, Plan> done = new IdentityHashMap<>();
        for (Plan node : Plans.nodes(plan)) {
            Plan copy =
                    Plans.withInputs(node, node.inputs().stream().map(done::get).toList());
            pass.readers.put(copy, pass.readers.getOrDefault(node, 0));
            done.put(
                    node,
                    copy instanceof Plan.Watermark watermark && watermarks.contains(node) ? pass.add(watermark) : copy);
        }
        return done.getOrDefault(plan, plan);
    }

    /** The watermarks that an operator with stored rows stands above. Those of groups are not among them: groups change. */
    static Set<Plan> below(List<Plan> stored) {
        Set<Plan> watermarks = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Plan operator : stored) {
            for (Plan node : Plans.nodes(operator)) {
                if (node instanceof Plan.Watermark
                        && Plans.nodes(node).stream().noneMatch(Plan.Aggregate.class::isInstance)) {
                    watermarks.add(node);
                }
            }
        }
        return watermarks;
    }

    private Plan add(Plan.Watermark watermark) {
        Optional<RowPlaces> places = places(watermark.input());
        Expression part = places.<Expression>map(RowPlaces::partReference).orElse(Literal.of("", Simple.STRING));
        Expression position =
                places.<Expression>map(RowPlaces::positionReference).orElse(Literal.of("-1", Simple.BIGINT));
        List<Projection> columns =
                new ArrayList<>(Projections.passing(watermark.input().output()));
        Expression value = ofWindow(watermark.time());
        Column time = column("time", value);
        columns.add(new Projection(time, value));
        columns.add(new Projection(column("part", part), part));
        columns.add(new Projection(column("position", position), position));
        Plan.Watermark timed = new Plan.Watermark(
                new Plan.Project(places.map(RowPlaces::plan).orElseGet(watermark::input), columns),
                new ColumnReference(time),
                watermark.delayMicros());
        return new Plan.Project(timed, Projections.passing(watermark.output()));
    }

    /** The time of a window is its end. */
    private static Expression ofWindow(Expression time) {
        return time.type() instanceof StructType window
                ? new Call(
                        "get_field",
                        List.of(time, Literal.of("end", Simple.STRING)),
                        window.fields().get(1).type(),
                        true)
                : time;
    }

    private Column column(String name, Expression value) {
        return new Column(nextId++, name, value.type(), value.nullable());
    }

    /**
     * Follows operators that make each row of one row of a scan, and that no other reads: its columns cannot be made twice. Empty where
     * rows do not know where they are from.
     */
    private Optional<RowPlaces> places(Plan node) {
        boolean isShared = readers.getOrDefault(node, 0) > 1;
        if (isShared) {
            return Optional.empty();
        }
        if (node instanceof Plan.Scan scan && hasPlaces.test(scan)) {
            int freeId = nextId;
            nextId += RowPlaces.COLUMNS;
            return Optional.of(RowPlaces.of(scan, freeId));
        }
        boolean isRowByRow =
                node instanceof Plan.Filter || node instanceof Plan.Generate || node instanceof Plan.Project;
        return isRowByRow ? places(node.inputs().get(0)).map(input -> input.through(node)) : Optional.empty();
    }
}
