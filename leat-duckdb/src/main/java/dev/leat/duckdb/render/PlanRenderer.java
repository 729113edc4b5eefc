package dev.leat.duckdb.render;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** A plan as one DuckDB query: a subquery per node, in which columns are named by their ids, so that no alias can clash. */
public final class PlanRenderer implements Plan.Visitor<String> {
    /** Stands for the columns of a node that has none. */
    static final String NO_COLUMN = "\"_\"";

    private final RenderSettings settings;
    private final ExpressionRenderer expressions;
    private final IdentityHashMap<Plan, String> names = new IdentityHashMap<>();
    private final Subqueries subqueries = new Subqueries();

    /** A renderer for one query. */
    public PlanRenderer(RenderSettings settings) {
        this.settings = settings;
        this.expressions = new ExpressionRenderer(settings);
    }

    /** The query; its result columns have the names of the plan's output columns. */
    public String query(Plan plan) {
        StringJoiner select = new StringJoiner(", ");
        int index = 0;
        for (Column column : plan.output()) {
            select.add(ExpressionRenderer.name(column) + " AS " + LiteralSql.identifier(resultName(index++)));
        }
        return query(plan, select.toString());
    }

    /** The name of a result column; Spark's own names may repeat. */
    static String resultName(int index) {
        return "r" + index;
    }

    /** The query with a select list of the caller's, in terms of {@code c<id>}. */
    public String query(Plan plan, String selectList) {
        String body = plan instanceof Plan.Sort || isSortedProjection(plan)
                ? "(" + ordered(plan) + ") AS n"
                : reference(plan);
        String order = plan instanceof Plan.Sort sort ? "\nORDER BY " + order(sort.order()) : "";
        String query = "SELECT " + (selectList.isEmpty() ? NO_COLUMN : selectList) + "\nFROM " + body + order;
        return settings.evaluation() == Evaluation.ORDERED
                ? subqueries.completeInOrder(query)
                : subqueries.complete(query);
    }

    private static boolean isSortedProjection(Plan plan) {
        return plan instanceof Plan.Project project && project.input() instanceof Plan.Sort;
    }

    /** A selection with its ORDER BY in the same query block, where a limit or the reader sees the order. */
    private String ordered(Plan plan) {
        if (plan instanceof Plan.Sort sort) {
            return select(passed(sort.output())) + " FROM " + reference(sort.input()) + " ORDER BY "
                    + order(sort.order());
        }
        if (plan instanceof Plan.Project project && project.input() instanceof Plan.Sort sort) {
            return projection(project) + " FROM " + reference(sort.input()) + " ORDER BY " + order(sort.order());
        }
        return select(passed(plan.output())) + " FROM " + reference(plan);
    }

    private String order(List<dev.leat.plan.SortKey> keys) {
        return keys.stream().map(expressions::render).collect(Collectors.joining(", "));
    }

    /**
     * A node that is read twice is computed once, as plans mean it: sides of a join that come from one node must not see
     * different rows of a LIMIT, or sums of floating numbers added in another order.
     */
    private String reference(Plan plan) {
        String name = names.get(plan);
        if (name == null) {
            name = subqueries.add(plan.accept(this));
            names.put(plan, name);
        }
        return subqueries.read(name);
    }

    private static String select(StringJoiner items) {
        return "SELECT " + (items.length() == 0 ? "1 AS " + NO_COLUMN : items.toString());
    }

    private static StringJoiner list() {
        return new StringJoiner(", ");
    }

    private static StringJoiner passed(List<Column> columns) {
        StringJoiner items = list();
        columns.forEach(column -> items.add(ExpressionRenderer.name(column)));
        return items;
    }

    private static String as(String sql, Column column) {
        return sql + " AS " + ExpressionRenderer.name(column);
    }

    private static String cast(String sql, Column column) {
        return "CAST(" + sql + " AS " + DuckDbTypes.sql(column.type()) + ")";
    }

    @Override
    public String visit(Plan.Scan node) {
        Relations.Relation relation = settings.relations().find(node, settings.evaluation());
        StringJoiner items = list();
        for (int i = 0; i < node.output().size(); i++) {
            items.add(as(relation.fields().get(i), node.output().get(i)));
        }
        return select(items) + " FROM " + relation.from();
    }

    @Override
    public String visit(Plan.Values node) {
        if (node.rows().isEmpty()) {
            StringJoiner items = list();
            node.output().forEach(column -> items.add(as(cast("NULL", column), column)));
            return select(items) + " WHERE false";
        }
        if (node.output().isEmpty()) {
            return "SELECT 1 AS " + NO_COLUMN + " FROM range(" + node.rows().size() + ")";
        }
        StringJoiner rows = list();
        for (List<Expression> row : node.rows()) {
            rows.add(row.stream().map(expressions::render).collect(Collectors.joining(", ", "(", ")")));
        }
        StringJoiner items = list();
        node.output().forEach(column -> items.add(as(cast(ExpressionRenderer.name(column), column), column)));
        return select(items) + " FROM (VALUES " + rows + ") AS v(" + passed(node.output()) + ")";
    }

    @Override
    public String visit(Plan.Filter node) {
        return select(passed(node.output())) + " FROM " + reference(node.input()) + " WHERE "
                + expressions.render(node.condition());
    }

    @Override
    public String visit(Plan.Project node) {
        return isSortedProjection(node) ? ordered(node) : projection(node) + " FROM " + reference(node.input());
    }

    private String projection(Plan.Project node) {
        StringJoiner items = list();
        expressions.begin(node.columns().stream().map(Projection::expression).toList());
        for (Projection projection : node.columns()) {
            items.add(as(expressions.render(projection.expression()), projection.column()));
        }
        return select(items);
    }

    @Override
    public String visit(Plan.Join node) {
        return new JoinRenderer(expressions)
                .render(node, reference(node.left()), reference(node.right()), select(passed(node.output())));
    }

    @Override
    public String visit(Plan.Aggregate node) {
        AggregateRenderer aggregates = new AggregateRenderer(expressions, settings);
        StringJoiner items = list();
        StringJoiner groups = list();
        int position = 1;
        for (Projection key : node.keys()) {
            items.add(as(
                    aggregates.key(
                            expressions.render(key.expression()), key.column().type()),
                    key.column()));
            groups.add(Integer.toString(position++));
        }
        node.aggregates().forEach(column -> items.add(as(aggregates.render(column.call()), column.column())));
        String input = reference(node.input());
        if (node.aggregates().isEmpty() && node.keys().isEmpty()) {
            // One row whatever the input has; but the input is read, since that can fail.
            return "SELECT (count(*) >= 0) AS " + NO_COLUMN + " FROM " + input;
        }
        return select(items) + " FROM " + input + (node.keys().isEmpty() ? "" : " GROUP BY " + groups);
    }

    @Override
    public String visit(Plan.Distinct node) {
        AggregateRenderer aggregates = new AggregateRenderer(expressions, settings);
        StringJoiner items = list();
        node.output()
                .forEach(column ->
                        items.add(as(aggregates.key(ExpressionRenderer.name(column), column.type()), column)));
        String input = reference(node.input());
        if (node.output().isEmpty()) {
            return "SELECT 1 AS " + NO_COLUMN + " FROM " + input + " LIMIT 1";
        }
        return "SELECT DISTINCT " + items + " FROM " + input;
    }

    @Override
    public String visit(Plan.Union node) {
        StringJoiner branches = new StringJoiner("\n  UNION ALL\n  ");
        for (Plan input : node.inputs()) {
            branches.add(renamed(input, node.output()));
        }
        return branches.toString();
    }

    /** A selection of the input's columns under the names of others, by position. */
    private String renamed(Plan input, List<Column> output) {
        StringJoiner items = list();
        if (input instanceof Plan.Project project && computesNothing(project)) {
            String from = reference(project.input());
            for (int i = 0; i < output.size(); i++) {
                items.add(as(expressions.render(project.columns().get(i).expression()), output.get(i)));
            }
            return select(items) + " FROM " + from;
        }
        for (int i = 0; i < output.size(); i++) {
            items.add(as(ExpressionRenderer.name(input.output().get(i)), output.get(i)));
        }
        return select(items) + " FROM " + reference(input);
    }

    private static boolean computesNothing(Plan.Project project) {
        return !isSortedProjection(project)
                && project.columns().stream().noneMatch(made -> made.expression() instanceof Expression.Call);
    }

    @Override
    public String visit(Plan.SetOperation node) {
        String operator = node.operator().name() + (node.duplicates() == Plan.Duplicates.KEPT ? " ALL" : "");
        return renamed(node.left(), node.output()) + "\n  " + operator + "\n  " + renamed(node.right(), node.output());
    }

    @Override
    public String visit(Plan.Window node) {
        WindowRenderer windows = new WindowRenderer(expressions, settings);
        StringJoiner items = passed(node.input().output());
        node.columns().forEach(column -> items.add(as(windows.render(node, column.call()), column.column())));
        return select(items) + " FROM " + reference(node.input());
    }

    @Override
    public String visit(Plan.Sort node) {
        return ordered(node);
    }

    @Override
    public String visit(Plan.Limit node) {
        String count = node.count().isPresent() ? " LIMIT " + node.count().getAsLong() : "";
        return ordered(node.input()) + count + (node.offset() > 0 ? " OFFSET " + node.offset() : "");
    }

    @Override
    public String visit(Plan.Generate node) {
        return new GeneratorRenderer(expressions).render(node, reference(node.input()));
    }

    @Override
    public String visit(Plan.Expand node) {
        StringJoiner items = list();
        for (int i = 0; i < node.output().size(); i++) {
            StringJoiner branches = new StringJoiner(" ", "CASE \"_k\" ", " END");
            for (int k = 0; k < node.rows().size(); k++) {
                branches.add("WHEN " + k + " THEN "
                        + expressions.render(node.rows().get(k).get(i)));
            }
            Column column = node.output().get(i);
            items.add(as(cast(branches.toString(), column), column));
        }
        return select(items) + " FROM " + reference(node.input()) + " CROSS JOIN range("
                + node.rows().size() + ") AS k(\"_k\")";
    }

    @Override
    public String visit(Plan.SessionWindow node) {
        return new SessionRenderer(expressions).render(node, reference(node.input()));
    }

    @Override
    public String visit(Plan.Watermark node) {
        return select(passed(node.output())) + " FROM " + reference(node.input());
    }
}
