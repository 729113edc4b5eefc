package dev.leat.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Leaves out columns that nothing above needs: fields of scans, projections, aggregate and window functions. The output of
 * the plan stays as it is.
 *
 * <p>Needed are the columns of the root, and of each input those that a node refers to or passes on to where they are
 * needed; a node that compares whole rows needs all. A scan that several nodes share reads what any of them needs. For a
 * CSV source this decides which rows are malformed, so it must be, and is, what Spark's rule of the same name gives.
 */
public final class ColumnPruning {
    private final IdentityHashMap<Plan, Set<Integer>> needed = new IdentityHashMap<>();
    private final IdentityHashMap<Plan, Plan> pruned = new IdentityHashMap<>();

    private ColumnPruning() {}

    /** The plan without the columns that are not needed. */
    public static Plan prune(Plan plan) {
        ColumnPruning pass = new ColumnPruning();
        List<Plan> nodes = Plans.nodes(plan);
        pass.need(plan, plan.output());
        for (int index = nodes.size() - 1; index >= 0; index--) {
            Plan node = nodes.get(index);
            node.accept(new Needs(pass, pass.idsOf(node)));
        }
        nodes.forEach(node -> pass.pruned.put(node, node.accept(new Pruning(pass, pass.idsOf(node)))));
        return pass.exactly(plan, plan.output());
    }

    private Set<Integer> idsOf(Plan node) {
        return needed.computeIfAbsent(node, unseen -> new HashSet<>());
    }

    private void need(Plan node, List<Column> columns) {
        Set<Integer> ids = idsOf(node);
        columns.forEach(column -> ids.add(column.id()));
    }

    /** The pruned node with just these of its columns, in this order. */
    private Plan exactly(Plan node, List<Column> columns) {
        Plan copy = prunedOf(node);
        boolean fits = copy.output().stream()
                .map(Column::id)
                .toList()
                .equals(columns.stream().map(Column::id).toList());
        return fits ? copy : new Plan.Project(copy, Projections.passing(columns));
    }

    private Plan prunedOf(Plan node) {
        return pruned.getOrDefault(node, node);
    }

    /** Tells the inputs of a node what is needed of them, given what is needed of the node. */
    private record Needs(ColumnPruning pass, Set<Integer> ids) implements Plan.Visitor<Plan> {
        /** What an expression that is kept refers to. */
        private void refer(Plan node, List<Expression> expressions) {
            Set<Integer> referred = new HashSet<>();
            expressions.forEach(
                    expression -> Expressions.columns(expression).forEach(column -> referred.add(column.id())));
            node.inputs().forEach(input -> needOf(input, column -> referred.contains(column.id())));
        }

        /** What is passed on. */
        private void pass(Plan node) {
            node.inputs().forEach(input -> needOf(input, column -> ids.contains(column.id())));
        }

        private void needOf(Plan input, Predicate<Column> condition) {
            pass.need(input, input.output().stream().filter(condition).toList());
        }

        private Plan passAndRefer(Plan node, List<Expression> expressions) {
            pass(node);
            refer(node, expressions);
            return node;
        }

        private Plan all(Plan node) {
            node.inputs().forEach(input -> pass.need(input, input.output()));
            return node;
        }

        @Override
        public Plan visit(Plan.Scan node) {
            return node;
        }

        @Override
        public Plan visit(Plan.Values node) {
            return node;
        }

        @Override
        public Plan visit(Plan.Filter node) {
            return passAndRefer(node, Plans.expressions(node));
        }

        @Override
        public Plan visit(Plan.Project node) {
            refer(node, Plans.expressions(new Plan.Project(node.input(), kept(node.columns(), ids))));
            return node;
        }

        @Override
        public Plan visit(Plan.Join node) {
            return passAndRefer(node, Plans.expressions(node));
        }

        @Override
        public Plan visit(Plan.Aggregate node) {
            refer(node, Plans.expressions(keptOf(node, ids)));
            return node;
        }

        @Override
        public Plan visit(Plan.Distinct node) {
            return all(node);
        }

        @Override
        public Plan visit(Plan.Union node) {
            List<Integer> positions = positions(node.output(), ids);
            node.inputs().forEach(input -> pass.need(input, at(input.output(), positions)));
            return node;
        }

        @Override
        public Plan visit(Plan.SetOperation node) {
            return all(node);
        }

        @Override
        public Plan visit(Plan.Window node) {
            pass(node);
            List<WindowColumn> columns = keptOf(node, ids);
            if (!columns.isEmpty()) {
                refer(node, Plans.expressions(new Plan.Window(node.input(), node.partition(), node.order(), columns)));
            }
            return node;
        }

        @Override
        public Plan visit(Plan.Sort node) {
            return passAndRefer(node, Plans.expressions(node));
        }

        @Override
        public Plan visit(Plan.Limit node) {
            pass(node);
            return node;
        }

        @Override
        public Plan visit(Plan.Generate node) {
            return passAndRefer(node, Plans.expressions(node));
        }

        @Override
        public Plan visit(Plan.Expand node) {
            List<Integer> positions = positions(node.output(), ids);
            node.rows().forEach(row -> refer(node, at(row, positions)));
            return node;
        }

        @Override
        public Plan visit(Plan.SessionWindow node) {
            return passAndRefer(node, Plans.expressions(node));
        }

        @Override
        public Plan visit(Plan.Watermark node) {
            return passAndRefer(node, Plans.expressions(node));
        }
    }

    private static List<Projection> kept(List<Projection> projections, Set<Integer> ids) {
        return projections.stream()
                .filter(projection -> ids.contains(projection.column().id()))
                .toList();
    }

    /** Keys decide which groups there are, so they stay. */
    private static Plan.Aggregate keptOf(Plan.Aggregate node, Set<Integer> ids) {
        return new Plan.Aggregate(
                node.input(),
                node.keys(),
                node.aggregates().stream()
                        .filter(aggregate -> ids.contains(aggregate.column().id()))
                        .toList());
    }

    private static List<WindowColumn> keptOf(Plan.Window node, Set<Integer> ids) {
        return node.columns().stream()
                .filter(column -> ids.contains(column.column().id()))
                .toList();
    }

    private static List<Integer> positions(List<Column> columns, Set<Integer> ids) {
        List<Integer> positions = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            if (ids.contains(columns.get(index).id())) {
                positions.add(index);
            }
        }
        return positions;
    }

    private static <T> List<T> at(List<T> items, List<Integer> positions) {
        return positions.stream().map(items::get).toList();
    }

    /** Makes the pruned copy of a node on its pruned inputs. */
    private record Pruning(ColumnPruning pass, Set<Integer> ids) implements Plan.Visitor<Plan> {
        private Plan onInputs(Plan node) {
            return Plans.withInputs(
                    node, node.inputs().stream().map(pass::prunedOf).toList());
        }

        @Override
        public Plan visit(Plan.Scan node) {
            List<Integer> positions = positions(node.output(), ids);
            return new Plan.Scan(
                    node.relation(), node.mode(), at(node.fields(), positions), at(node.output(), positions));
        }

        @Override
        public Plan visit(Plan.Values node) {
            List<Integer> positions = positions(node.output(), ids);
            return new Plan.Values(
                    at(node.output(), positions),
                    node.rows().stream().map(row -> at(row, positions)).toList());
        }

        @Override
        public Plan visit(Plan.Filter node) {
            return onInputs(node);
        }

        @Override
        public Plan visit(Plan.Project node) {
            return new Plan.Project(pass.prunedOf(node.input()), kept(node.columns(), ids));
        }

        @Override
        public Plan visit(Plan.Join node) {
            return onInputs(node);
        }

        @Override
        public Plan visit(Plan.Aggregate node) {
            return onInputs(keptOf(node, ids));
        }

        @Override
        public Plan visit(Plan.Distinct node) {
            return new Plan.Distinct(pass.exactly(node.input(), node.output()));
        }

        @Override
        public Plan visit(Plan.Union node) {
            List<Integer> positions = positions(node.output(), ids);
            return new Plan.Union(
                    node.inputs().stream()
                            .map(input -> pass.exactly(input, at(input.output(), positions)))
                            .toList(),
                    at(node.output(), positions));
        }

        @Override
        public Plan visit(Plan.SetOperation node) {
            return Plans.withInputs(
                    node,
                    node.inputs().stream()
                            .map(input -> pass.exactly(input, input.output()))
                            .toList());
        }

        @Override
        public Plan visit(Plan.Window node) {
            List<WindowColumn> columns = keptOf(node, ids);
            Plan input = pass.prunedOf(node.input());
            return columns.isEmpty() ? input : new Plan.Window(input, node.partition(), node.order(), columns);
        }

        @Override
        public Plan visit(Plan.Sort node) {
            return onInputs(node);
        }

        @Override
        public Plan visit(Plan.Limit node) {
            return onInputs(node);
        }

        @Override
        public Plan visit(Plan.Generate node) {
            return onInputs(node);
        }

        @Override
        public Plan visit(Plan.Expand node) {
            List<Integer> positions = positions(node.output(), ids);
            return new Plan.Expand(
                    pass.prunedOf(node.input()),
                    node.rows().stream().map(row -> at(row, positions)).toList(),
                    at(node.output(), positions));
        }

        @Override
        public Plan visit(Plan.SessionWindow node) {
            return onInputs(node);
        }

        @Override
        public Plan visit(Plan.Watermark node) {
            return onInputs(node);
        }
    }
}
