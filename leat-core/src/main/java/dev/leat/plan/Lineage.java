package dev.leat.plan;

import dev.leat.type.Identifiers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the values of a plan come from.
 *
 * @param columns for each output column, in order, the columns of relations that its values are computed from
 * @param rows the columns of relations that decide which rows there are: conditions, keys, orders of limits
 */
public record Lineage(List<Origins> columns, Set<Origin> rows) {
    private static final Comparator<Origin> ORDER = Comparator.comparing(
                    (Origin origin) -> origin.relation().toString())
            .thenComparing(Origin::field);

    public Lineage {
        columns = List.copyOf(columns);
        rows = sorted(rows);
    }

    /** A column of a relation. */
    public record Origin(RelationName relation, String field) {
        @Override
        public String toString() {
            return relation + "." + Identifiers.quoteIfNeeded(field);
        }
    }

    /** What the values of one column are computed from. */
    public record Origins(Column column, Set<Origin> origins) {
        public Origins {
            origins = sorted(origins);
        }
    }

    private static Set<Origin> sorted(Collection<Origin> origins) {
        Set<Origin> sorted = new TreeSet<>(ORDER);
        sorted.addAll(origins);
        return Collections.unmodifiableSet(sorted);
    }

    /** The lineage of a plan. */
    public static Lineage of(Plan plan) {
        Tracing tracing = new Tracing();
        Plans.nodes(plan).forEach(node -> node.accept(tracing));
        List<Origins> columns = new ArrayList<>();
        plan.output().forEach(column -> columns.add(new Origins(column, tracing.of(column))));
        return new Lineage(columns, tracing.rows);
    }

    /** Visits nodes after their inputs. */
    private static final class Tracing implements Plan.Visitor<Plan> {
        private final Map<Integer, Set<Origin>> byColumn = new HashMap<>();
        private final Set<Origin> rows = new TreeSet<>(ORDER);

        Set<Origin> of(Column column) {
            return byColumn.getOrDefault(column.id(), Set.of());
        }

        private Set<Origin> of(List<Expression> expressions) {
            Set<Origin> origins = new TreeSet<>(ORDER);
            for (Expression expression : expressions) {
                Expressions.columns(expression).forEach(column -> origins.addAll(of(column)));
            }
            return origins;
        }

        private void define(Column column, Collection<Origin> origins) {
            byColumn.computeIfAbsent(column.id(), unseen -> new TreeSet<>(ORDER))
                    .addAll(origins);
        }

        private Plan decide(Plan node, List<Expression> expressions) {
            rows.addAll(of(expressions));
            return node;
        }

        /** Every column is compared with that of another row. */
        private Plan decideByAll(Plan node) {
            node.inputs().forEach(input -> input.output().forEach(column -> rows.addAll(of(column))));
            return node;
        }

        @Override
        public Plan visit(Plan.Scan node) {
            for (int index = 0; index < node.fields().size(); index++) {
                define(
                        node.output().get(index),
                        Set.of(new Origin(node.relation(), node.fields().get(index))));
            }
            return node;
        }

        @Override
        public Plan visit(Plan.Values node) {
            return node;
        }

        @Override
        public Plan visit(Plan.Filter node) {
            return decide(node, List.of(node.condition()));
        }

        @Override
        public Plan visit(Plan.Project node) {
            projections(node.columns());
            return node;
        }

        private void projections(List<Projection> projections) {
            Map<Column, Set<Origin>> defined = new LinkedHashMap<>();
            projections.forEach(projection -> defined.put(projection.column(), of(List.of(projection.expression()))));
            defined.forEach(this::define);
        }

        @Override
        public Plan visit(Plan.Join node) {
            List<Expression> condition = node.condition().stream().toList();
            node.existence().ifPresent(column -> define(column, of(condition)));
            return node.existence().isPresent() ? node : decide(node, condition);
        }

        @Override
        public Plan visit(Plan.Aggregate node) {
            projections(node.keys());
            decide(node, node.keys().stream().map(Projection::expression).toList());
            for (AggregateColumn aggregate : node.aggregates()) {
                List<Expression> parts = new ArrayList<>(aggregate.call().arguments());
                aggregate.call().filter().ifPresent(parts::add);
                aggregate.call().order().forEach(key -> parts.add(key.expression()));
                define(aggregate.column(), of(parts));
            }
            return node;
        }

        @Override
        public Plan visit(Plan.Distinct node) {
            return decideByAll(node);
        }

        @Override
        public Plan visit(Plan.Union node) {
            node.inputs().forEach(input -> byPosition(input, node.output()));
            return node;
        }

        private void byPosition(Plan input, List<Column> output) {
            for (int index = 0; index < output.size(); index++) {
                define(output.get(index), of(input.output().get(index)));
            }
        }

        @Override
        public Plan visit(Plan.SetOperation node) {
            byPosition(node.left(), node.output());
            if (node.operator() == Plan.SetOperator.INTERSECT) {
                byPosition(node.right(), node.output());
            }
            return decideByAll(node);
        }

        @Override
        public Plan visit(Plan.Window node) {
            List<Expression> shared = new ArrayList<>(node.partition());
            node.order().forEach(key -> shared.add(key.expression()));
            for (WindowColumn column : node.columns()) {
                List<Expression> parts = new ArrayList<>(shared);
                parts.addAll(column.call().arguments());
                column.call().filter().ifPresent(parts::add);
                column.call().order().forEach(key -> parts.add(key.expression()));
                define(column.column(), of(parts));
            }
            return node;
        }

        @Override
        public Plan visit(Plan.Sort node) {
            return node;
        }

        @Override
        public Plan visit(Plan.Limit node) {
            return node.input() instanceof Plan.Sort sort
                    ? decide(
                            node, sort.order().stream().map(SortKey::expression).toList())
                    : node;
        }

        @Override
        public Plan visit(Plan.Generate node) {
            Set<Origin> origins = of(List.of(node.generator()));
            node.columns().forEach(column -> define(column, origins));
            return decide(node, List.of(node.generator()));
        }

        @Override
        public Plan visit(Plan.Expand node) {
            for (List<Expression> row : node.rows()) {
                for (int index = 0; index < row.size(); index++) {
                    define(node.output().get(index), of(List.of(row.get(index))));
                }
            }
            return node;
        }

        @Override
        public Plan visit(Plan.SessionWindow node) {
            List<Expression> parts = new ArrayList<>(node.partition());
            parts.add(node.start());
            parts.add(node.end());
            define(node.session(), of(parts));
            return decide(node, List.of(node.start(), node.end()));
        }

        @Override
        public Plan visit(Plan.Watermark node) {
            return node;
        }
    }
}
