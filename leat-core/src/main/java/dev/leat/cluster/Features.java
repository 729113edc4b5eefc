package dev.leat.cluster;

import dev.leat.cluster.Feature.Sort;
import dev.leat.error.SourcePosition;
import dev.leat.plan.AggregateCall;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.WindowCall;
import dev.leat.plan.WindowColumn;
import dev.leat.plan.WindowFrame;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.StructType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Collects the features of plans. */
public final class Features {
    /** What an error is raised by has no value to compare; {@code single_value} is rendered by a count and one of these. */
    private static final Set<String> RAISING = Set.of("raise_error", "single_value");

    private final Set<Feature> found = new LinkedHashSet<>();

    private Features() {}

    /** Those of a plan, each place once. */
    public static Set<Feature> of(Plan plan) {
        Features features = new Features();
        for (Plan node : Plans.nodes(plan)) {
            features.add(Sort.RELATION, relation(node), List.of(), Optional.empty());
            Plans.expressions(node).forEach(features::addAll);
            if (node instanceof Plan.Aggregate aggregate) {
                aggregate.aggregates().stream()
                        .map(AggregateColumn::call)
                        .filter(call -> !RAISING.contains(call.function()))
                        .forEach(features::add);
            }
            if (node instanceof Plan.Window window) {
                window.columns().stream().map(WindowColumn::call).forEach(features::add);
            }
        }
        return features.found;
    }

    /** Whether a function is a cast, which is of two types rather than of its arguments. */
    public static boolean isCast(String function) {
        return function.equals("cast") || function.equals("try_cast");
    }

    private void add(Sort sort, String name, List<String> arguments, Optional<SourcePosition> position) {
        found.add(new Feature(sort, name, arguments, position));
    }

    private void addAll(Expression expression) {
        Expressions.forEach(expression, part -> {
            // The time is one for a commit, which writes it as a constant.
            if (part instanceof Call call && !CurrentTime.is(call) && !RAISING.contains(call.function())) {
                add(call);
            }
        });
    }

    private void add(Call call) {
        if (isCast(call.function())) {
            addCast(call, call.arguments().get(0).type(), call.type());
        } else {
            add(Sort.FUNCTION, call.function(), Kinds.of(call.arguments()), call.position());
        }
    }

    /** A cast of what consists of others casts each of them. */
    private void addCast(Call call, DataType from, DataType to) {
        add(Sort.FUNCTION, call.function(), List.of(Kinds.of(from), Kinds.of(to)), call.position());
        if (from instanceof ArrayType array && to instanceof ArrayType target) {
            addPart(call, array.element(), target.element());
        } else if (from instanceof MapType map && to instanceof MapType target) {
            addPart(call, map.key(), target.key());
            addPart(call, map.value(), target.value());
        } else if (from instanceof StructType struct && to instanceof StructType target) {
            int count = Math.min(struct.fields().size(), target.fields().size());
            for (int index = 0; index < count; index++) {
                addPart(
                        call,
                        struct.fields().get(index).type(),
                        target.fields().get(index).type());
            }
        }
    }

    private void addPart(Call call, DataType from, DataType to) {
        if (!from.equals(to)) {
            addCast(call, from, to);
        }
    }

    private void add(AggregateCall call) {
        String name = call.function() + (call.distinct() ? " distinct" : "");
        add(Sort.AGGREGATE, name, Kinds.of(call.arguments()), call.position());
    }

    private void add(WindowCall call) {
        add(Sort.WINDOW, call.function(), Kinds.of(call.arguments()), call.position());
        boolean hasOffset = call.frame().lower().offset().isPresent()
                || call.frame().upper().offset().isPresent();
        boolean isOfValues = call.frame().unit() == WindowFrame.Unit.RANGE && hasOffset;
        String frame = "window_frame_" + lower(call.frame().unit().name()) + (isOfValues ? "_of_values" : "");
        add(Sort.RELATION, frame, List.of(), call.position());
    }

    private static String relation(Plan node) {
        if (node instanceof Plan.Join join) {
            return "join_" + lower(join.kind().name());
        }
        if (node instanceof Plan.SetOperation operation) {
            return lower(operation.operator() + "_" + operation.duplicates());
        }
        if (node instanceof Plan.Generate generate) {
            return "generate_" + lower(generate.emptyRows().name());
        }
        return lower(node.getClass().getSimpleName());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
