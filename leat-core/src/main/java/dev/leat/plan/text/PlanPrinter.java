package dev.leat.plan.text;

import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.plan.SortKey;
import dev.leat.plan.WindowColumn;
import dev.leat.type.Identifiers;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A plan as a tree for people: one line a node, inputs indented below it, expressions as Spark SQL. Columns have the
 * user's names, with their id where the plan has several of one name. A node that occurs again is not repeated.
 */
public final class PlanPrinter implements Plan.Visitor<String> {
    private final Set<Integer> ambiguous;
    private final IdentityHashMap<Plan, Integer> uses = new IdentityHashMap<>();
    private final IdentityHashMap<Plan, Integer> numbers = new IdentityHashMap<>();
    private final StringBuilder out = new StringBuilder();

    private PlanPrinter(Set<Integer> ambiguous) {
        this.ambiguous = ambiguous;
    }

    /** The tree, each line ended by a newline. */
    public static String print(Plan plan) {
        PlanPrinter printer = of(plan);
        printer.print(plan, 0);
        return printer.out.toString();
    }

    /** The line of one node of a plan. */
    public static String line(Plan plan, Plan node) {
        return node.accept(of(plan));
    }

    /** The expressions of a plan, with commas between them. */
    public static String list(Plan plan, List<Expression> expressions) {
        return of(plan).list(expressions);
    }

    private static PlanPrinter of(Plan plan) {
        TreeMap<String, Set<Integer>> ids = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<Plan> nodes = Plans.nodes(plan);
        nodes.forEach(node -> node.output()
                .forEach(column -> ids.computeIfAbsent(column.name(), name -> new TreeSet<>())
                        .add(column.id())));
        PlanPrinter printer = new PlanPrinter(ids.values().stream()
                .filter(same -> same.size() > 1)
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet()));
        nodes.forEach(node -> node.inputs().forEach(input -> printer.uses.merge(input, 1, Integer::sum)));
        return printer;
    }

    private void print(Plan node, int depth) {
        out.append("  ".repeat(depth));
        Integer number = numbers.get(node);
        if (number != null) {
            out.append("see (").append(number).append(")\n");
            return;
        }
        if (uses.getOrDefault(node, 0) > 1) {
            numbers.put(node, numbers.size() + 1);
            out.append('(').append(numbers.size()).append(") ");
        }
        out.append(node.accept(this)).append('\n');
        node.inputs().forEach(input -> print(input, depth + 1));
    }

    private String name(Column column) {
        String name = Identifiers.quoteIfNeeded(column.name());
        return ambiguous.contains(column.id()) ? name + "#" + column.id() : name;
    }

    private String names(List<Column> columns) {
        return columns.stream().map(this::name).collect(Collectors.joining(", "));
    }

    private String text(Consumer<SparkExpressionWriter> writing) {
        SqlText sql = new SqlText();
        writing.accept(new SparkExpressionWriter(sql, this::name));
        return sql.finish().text();
    }

    private String text(Expression expression) {
        return text(writer -> expression.accept(writer));
    }

    private String list(List<Expression> expressions) {
        return text(writer -> writer.operands(expressions, ", "));
    }

    private String order(List<SortKey> keys) {
        return text(writer -> writer.order(keys));
    }

    private String projections(List<Projection> projections) {
        List<String> parts = new ArrayList<>();
        for (Projection projection : projections) {
            boolean passes = projection.expression() instanceof ColumnReference reference
                    && reference.column().id() == projection.column().id();
            parts.add((passes ? "" : text(projection.expression()) + " AS ") + name(projection.column()));
        }
        return String.join(", ", parts);
    }

    @Override
    public String visit(Plan.Scan node) {
        String mode = node.mode() == Plan.ScanMode.STREAM ? "Stream " : "Scan ";
        return mode + node.relation() + ": " + names(node.output());
    }

    @Override
    public String visit(Plan.Values node) {
        return "Values " + names(node.output()) + ": " + node.rows().size() + " rows";
    }

    @Override
    public String visit(Plan.Filter node) {
        return "Filter " + text(node.condition());
    }

    @Override
    public String visit(Plan.Project node) {
        return "Project " + projections(node.columns());
    }

    @Override
    public String visit(Plan.Join node) {
        String kind =
                node.kind().name().charAt(0) + node.kind().name().substring(1).toLowerCase(Locale.ROOT);
        return kind.replace('_', ' ') + " join"
                + node.condition().map(condition -> " on " + text(condition)).orElse("")
                + node.existence().map(column -> " as " + name(column)).orElse("");
    }

    @Override
    public String visit(Plan.Aggregate node) {
        List<String> parts = new ArrayList<>();
        for (AggregateColumn aggregate : node.aggregates()) {
            parts.add(text(writer -> writer.aggregate(aggregate.call())) + " AS " + name(aggregate.column()));
        }
        String keys = node.keys().isEmpty() ? "" : " by " + projections(node.keys());
        return "Aggregate" + keys + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
    }

    @Override
    public String visit(Plan.Distinct node) {
        return "Distinct";
    }

    @Override
    public String visit(Plan.Union node) {
        return "Union all as " + names(node.output());
    }

    @Override
    public String visit(Plan.SetOperation node) {
        String operator = node.operator() == Plan.SetOperator.EXCEPT ? "Except" : "Intersect";
        String all = node.duplicates() == Plan.Duplicates.KEPT ? " all" : "";
        return operator + all + " as " + names(node.output());
    }

    @Override
    public String visit(Plan.Window node) {
        List<String> parts = new ArrayList<>();
        for (WindowColumn column : node.columns()) {
            parts.add(text(writer -> writer.window(column.call(), node.partition(), node.order())) + " AS "
                    + name(column.column()));
        }
        return "Window " + String.join(", ", parts);
    }

    @Override
    public String visit(Plan.Sort node) {
        return "Sort " + order(node.order());
    }

    @Override
    public String visit(Plan.Limit node) {
        String count = node.count().isPresent() ? " " + node.count().getAsLong() : "";
        return "Limit" + count + (node.offset() > 0 ? " after " + node.offset() : "");
    }

    @Override
    public String visit(Plan.Generate node) {
        String outer = node.emptyRows() == Plan.EmptyRows.KEPT ? "Generate outer " : "Generate ";
        return outer + text(node.generator()) + " AS " + names(node.columns());
    }

    @Override
    public String visit(Plan.Expand node) {
        String rows = node.rows().stream().map(row -> "(" + list(row) + ")").collect(Collectors.joining(", "));
        return "Expand " + rows + " AS " + names(node.output());
    }

    @Override
    public String visit(Plan.SessionWindow node) {
        String partition = node.partition().isEmpty() ? "" : " by " + list(node.partition());
        return "Session" + partition + " from " + text(node.start()) + " to " + text(node.end()) + " AS "
                + name(node.session());
    }

    @Override
    public String visit(Plan.Watermark node) {
        return "Watermark " + text(node.time()) + " delay " + node.delayMicros() + " microseconds";
    }
}
