package dev.leat.plan;

import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Leaves out projections that only select or rename columns: what reads them reads the columns below. A projection over
 * another one that nothing else reads becomes one with it. Plans that are put together from parts, as changes are, are half
 * made of such projections, and an engine takes its time for each column of each.
 *
 * <p>Where columns count by position, as in a union, projections stay. So do nodes that are read twice: they are computed once.
 */
public final class ProjectionFolding {
    private final IdentityHashMap<Plan, Integer> uses = new IdentityHashMap<>();
    private final IdentityHashMap<Plan, Folded> done = new IdentityHashMap<>();
    private final IdentityHashMap<Plan, Plan> exact = new IdentityHashMap<>();
    private final Set<Plan> shared = Collections.newSetFromMap(new IdentityHashMap<>());

    private ProjectionFolding(Plan plan) {
        for (Plan node : Plans.nodes(plan)) {
            node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
        }
    }

    /**
     * A plan with the same rows.
     *
     * @param output for each column of the plan that was folded, the one that has its values; the plan may have more
     */
    public record Result(Plan plan, List<Column> output) {
        public Result {
            output = List.copyOf(output);
        }
    }

    /** Which column of a plan has the values of each that it had; those that are not mentioned are there themselves. */
    private record Folded(Plan plan, Map<Integer, Column> columns) {
        static Folded of(Plan plan) {
            return new Folded(plan, Map.of());
        }

        /** The column below, which may be NULL wherever what stood for it may. */
        Column find(Column column) {
            Column found = columns.get(column.id());
            return found == null ? column : new Column(found.id(), found.name(), found.type(), column.nullable());
        }
    }

    /** The folded plan. */
    public static Result apply(Plan plan) {
        ProjectionFolding folding = new ProjectionFolding(plan);
        for (Plan node : Plans.nodes(plan)) {
            Folded folded = folding.fold(node);
            folding.done.put(node, folded);
            if (folding.uses.getOrDefault(node, 0) > 1) {
                folding.shared.add(folded.plan());
            }
        }
        Folded folded = folding.of(plan);
        return new Result(
                folded.plan(), plan.output().stream().map(folded::find).toList());
    }

    private Folded of(Plan node) {
        return Optional.ofNullable(done.get(node)).orElseThrow();
    }

    /** Just the columns that a node had. */
    private Plan exact(Plan node) {
        Folded folded = of(node);
        List<Column> wanted = node.output();
        if (folded.columns().isEmpty() && folded.plan().output().equals(wanted)) {
            return folded.plan();
        }
        return exact.computeIfAbsent(
                node,
                same -> new Plan.Project(
                        folded.plan(),
                        Projections.renaming(wanted.stream().map(folded::find).toList(), wanted)));
    }

    private Folded fold(Plan node) {
        if (node instanceof Plan.Project project && !(project.input() instanceof Plan.Sort)) {
            return fold(project);
        }
        if (node instanceof Plan.Filter || node instanceof Plan.Window || node instanceof Plan.Generate) {
            Folded input = of(node.inputs().get(0));
            return new Folded(on(node, List.of(input)), input.columns());
        }
        if (node instanceof Plan.Aggregate || node instanceof Plan.Expand) {
            return Folded.of(on(node, List.of(of(node.inputs().get(0)))));
        }
        if (node instanceof Plan.Join join) {
            return fold(join);
        }
        return Folded.of(
                Plans.withInputs(node, node.inputs().stream().map(this::exact).toList()));
    }

    /** The node over folded inputs. */
    private static Plan on(Plan node, List<Folded> inputs) {
        Map<Integer, Column> columns = new HashMap<>();
        inputs.forEach(input -> columns.putAll(input.columns()));
        Folded both = new Folded(node, columns);
        return node.accept(new PlanCopy(
                inputs.stream().map(Folded::plan).toList(),
                column -> column,
                expression -> Expressions.mapColumns(expression, both::find)));
    }

    /** Folded, unless the sides had a column in common then. */
    private Folded fold(Plan.Join join) {
        Folded left = of(join.left());
        Folded right = of(join.right());
        Set<Integer> ids = new HashSet<>();
        left.plan().output().forEach(column -> ids.add(column.id()));
        if (right.plan().output().stream().anyMatch(column -> ids.contains(column.id()))) {
            left = Folded.of(exact(join.left()));
            right = Folded.of(exact(join.right()));
        }
        Map<Integer, Column> columns = new HashMap<>(left.columns());
        columns.putAll(right.columns());
        return new Folded(on(join, List.of(left, right)), columns);
    }

    private Folded fold(Plan.Project project) {
        Folded input = of(project.input());
        List<Projection> projections = project.columns().stream()
                .map(made -> new Projection(made.column(), Expressions.mapColumns(made.expression(), input::find)))
                .toList();
        Plan below = input.plan();
        if (below instanceof Plan.Project inner && !shared.contains(inner) && isUsedOnce(inner, projections)) {
            projections = substituted(inner, projections);
            below = inner.input();
        }
        boolean selects = projections.stream().allMatch(made -> made.expression() instanceof ColumnReference);
        if (!selects || below instanceof Plan.Sort) {
            return Folded.of(new Plan.Project(below, projections));
        }
        Map<Integer, Column> columns = new HashMap<>();
        for (Projection made : projections) {
            Column from = ((ColumnReference) made.expression()).column();
            if (from.id() != made.column().id()) {
                columns.put(made.column().id(), from);
            }
        }
        return new Folded(below, columns);
    }

    /** Whether nothing would be computed twice. */
    private static boolean isUsedOnce(Plan.Project inner, List<Projection> outer) {
        Map<Integer, Integer> used = new HashMap<>();
        outer.forEach(made -> Expressions.forEach(made.expression(), part -> {
            if (part instanceof ColumnReference reference) {
                used.merge(reference.column().id(), 1, Integer::sum);
            }
        }));
        return inner.columns().stream()
                .noneMatch(made -> made.expression() instanceof Call
                        && used.getOrDefault(made.column().id(), 0) > 1);
    }

    private static List<Projection> substituted(Plan.Project inner, List<Projection> outer) {
        Map<Integer, Expression> values = new HashMap<>();
        inner.columns().forEach(made -> values.put(made.column().id(), made.expression()));
        List<Projection> substituted = new ArrayList<>();
        for (Projection made : outer) {
            substituted.add(new Projection(
                    made.column(),
                    Expressions.transform(
                            made.expression(),
                            part -> part instanceof ColumnReference reference
                                    ? values.getOrDefault(reference.column().id(), part)
                                    : part)));
        }
        return substituted;
    }
}
