package dev.leat.plan.text;

import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.plan.RelationName;
import dev.leat.plan.SortKey;
import dev.leat.plan.WindowColumn;
import dev.leat.type.Identifiers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes a plan as one query: {@code WITH n0 AS (…), n1 AS (…) SELECT …}, where each common table expression is a node
 * and reads only those before it. A node without columns has the column {@code nothing}, so that its rows exist.
 */
final class SparkPlanWriter implements Plan.Visitor<SqlText> {
    private static final String NOTHING = "true AS nothing";

    private final Plan root;
    private final Function<RelationName, String> relationNames;
    private final SqlText sql = new SqlText();
    private final SparkExpressionWriter expressions = new SparkExpressionWriter(sql, SparkPlanWriter::name);
    private final IdentityHashMap<Plan, String> written = new IdentityHashMap<>();
    private final Map<RelationName, String> relations = new HashMap<>();
    private String prefix = "n";

    SparkPlanWriter(Plan root, Function<RelationName, String> relationNames) {
        this.root = root;
        this.relationNames = relationNames;
    }

    RenderedSql write() {
        collectRelations(root, Collections.newSetFromMap(new IdentityHashMap<>()));
        while (relations.values().stream().anyMatch(this::looksLikeNode)) {
            prefix += "n";
        }
        String last = require(root);
        sql.append("\nSELECT ");
        selectList(root.output(), column -> name(column) + " AS " + Identifiers.quote(column.name()));
        sql.append(" FROM " + last);
        return sql.finish();
    }

    private void collectRelations(Plan plan, Set<Plan> seen) {
        if (!seen.add(plan)) {
            return;
        }
        if (plan instanceof Plan.Scan scan) {
            relations.computeIfAbsent(scan.relation(), relationNames);
        }
        plan.inputs().forEach(input -> collectRelations(input, seen));
    }

    /** A common table expression would hide a relation of its name. */
    private boolean looksLikeNode(String relation) {
        return relation.toLowerCase(Locale.ROOT).replace("`", "").matches(prefix + "[0-9]+");
    }

    /** The name of the node's table expression, written now if it is not there yet. */
    private String require(Plan plan) {
        String known = written.get(plan);
        if (known != null) {
            return known;
        }
        inputsRead(plan).forEach(this::require);
        String name = prefix + written.size();
        sql.append(written.isEmpty() ? "WITH " : ",\n").append(name + " AS (");
        written.put(plan, name);
        plan.accept(this);
        sql.append(")");
        return name;
    }

    /** A limit takes the sort below it along: an order holds only within one query. */
    private static List<Plan> inputsRead(Plan plan) {
        return plan instanceof Plan.Limit limit && limit.input() instanceof Plan.Sort sort
                ? sort.inputs()
                : plan.inputs();
    }

    private static String name(Column column) {
        return "c" + column.id();
    }

    private <T> void selectList(List<T> items, Function<T, String> text) {
        sql.append(items.isEmpty() ? NOTHING : "").appendAll(items, ", ", item -> sql.append(text.apply(item)));
    }

    private void columns(List<Column> columns) {
        selectList(columns, SparkPlanWriter::name);
    }

    private void renamed(List<Column> from, List<Column> to) {
        List<Integer> indexes = new ArrayList<>();
        for (int index = 0; index < to.size(); index++) {
            indexes.add(index);
        }
        selectList(indexes, index -> name(from.get(index)) + " AS " + name(to.get(index)));
    }

    private void projection(Projection projection) {
        define(projection.column(), () -> projection.expression().accept(expressions));
    }

    private void define(Column column, Runnable writer) {
        writer.run();
        sql.append(" AS " + name(column));
    }

    private SqlText from(Plan input) {
        return sql.append(" FROM " + require(input));
    }

    @Override
    public SqlText visit(Plan.Scan node) {
        sql.append("SELECT ");
        List<Integer> indexes = new ArrayList<>();
        for (int index = 0; index < node.fields().size(); index++) {
            indexes.add(index);
        }
        selectList(
                indexes,
                index -> Identifiers.quote(node.fields().get(index)) + " AS "
                        + name(node.output().get(index)));
        sql.append(" FROM " + relations.get(node.relation()));
        return sql;
    }

    @Override
    public SqlText visit(Plan.Values node) {
        List<List<Expression>> rows = node.rows();
        sql.append("SELECT ");
        if (rows.isEmpty()) {
            selectList(node.output(), column -> "CAST(NULL AS " + column.type().sql() + ") AS " + name(column));
            sql.append(" WHERE false");
            return sql;
        }
        columns(node.output());
        sql.append(" FROM VALUES ").appendAll(rows, ", ", row -> {
            sql.append("(").append(row.isEmpty() ? "true" : "");
            expressions.operands(row, ", ").text(")");
        });
        sql.append(" AS rows (").append(node.output().isEmpty() ? "nothing" : "");
        sql.appendAll(node.output(), ", ", column -> sql.append(name(column))).append(")");
        return sql;
    }

    @Override
    public SqlText visit(Plan.Filter node) {
        sql.append("SELECT ");
        columns(node.output());
        from(node.input());
        sql.append(" WHERE ");
        node.condition().accept(expressions);
        return sql;
    }

    @Override
    public SqlText visit(Plan.Project node) {
        sql.append("SELECT ").append(node.columns().isEmpty() ? NOTHING : "");
        sql.appendAll(node.columns(), ", ", this::projection);
        return from(node.input());
    }

    @Override
    public SqlText visit(Plan.Join node) {
        if (node.kind() == Plan.JoinKind.EXISTENCE) {
            return existence(node);
        }
        sql.append("SELECT ");
        columns(node.output());
        from(node.left());
        sql.append(
                switch (node.kind()) {
                    case INNER -> " INNER JOIN ";
                    case LEFT -> " LEFT JOIN ";
                    case RIGHT -> " RIGHT JOIN ";
                    case FULL -> " FULL JOIN ";
                    case SEMI -> " LEFT SEMI JOIN ";
                    case ANTI, ANTI_NULL_AWARE -> " LEFT ANTI JOIN ";
                    case EXISTENCE -> throw new IllegalStateException("an existence join is no join of Spark SQL");
                });
        sql.append(require(node.right()) + " ON ");
        if (node.condition().isEmpty()) {
            sql.append("true");
            return sql;
        }
        Expression condition = node.condition().get();
        condition.accept(expressions);
        if (node.kind() == Plan.JoinKind.ANTI_NULL_AWARE) {
            // The form that Spark's planner takes for NOT IN.
            sql.append(" OR isnull(");
            condition.accept(expressions).text(")");
        }
        return sql;
    }

    private SqlText existence(Plan.Join node) {
        sql.append("SELECT ")
                .appendAll(node.left().output(), "", column -> sql.append(name(column) + ", "))
                .append("EXISTS (SELECT true");
        from(node.right());
        node.condition().ifPresent(condition -> condition.accept(expressions.text(" WHERE ")));
        sql.append(") AS " + name(node.existence().orElseThrow()));
        return from(node.left());
    }

    @Override
    public SqlText visit(Plan.Aggregate node) {
        sql.append("SELECT ");
        if (node.output().isEmpty() && node.keys().isEmpty()) {
            // Without keys and functions there is no aggregation to write, but still its one row.
            sql.append(NOTHING);
            return sql;
        }
        if (node.keys().isEmpty() && node.aggregates().stream().allMatch(SparkPlanWriter::isScalarSubquery)) {
            return sql.appendAll(node.aggregates(), ", ", aggregate -> scalarSubquery(node, aggregate));
        }
        boolean plainKeys = node.keys().stream().allMatch(key -> key.expression() instanceof ColumnReference);
        // A key written in GROUP BY could be taken for an ordinal, so it becomes a column first.
        List<Column> keys = plainKeys
                ? node.keys().stream()
                        .map(key -> ((ColumnReference) key.expression()).column())
                        .toList()
                : node.keys().stream().map(Projection::column).toList();
        for (int index = 0; index < keys.size(); index++) {
            sql.append(index > 0 ? ", " : "")
                    .append(name(keys.get(index)) + " AS "
                            + name(node.keys().get(index).column()));
        }
        sql.append(keys.isEmpty() || node.aggregates().isEmpty() ? "" : ", ");
        sql.appendAll(node.aggregates(), ", ", this::aggregate);
        if (plainKeys) {
            from(node.input());
        } else {
            sql.append(" FROM (SELECT ")
                    .appendAll(node.input().output(), "", column -> sql.append(name(column) + ", "))
                    .appendAll(node.keys(), ", ", this::projection);
            from(node.input());
            sql.append(")");
        }
        sql.append(keys.isEmpty() ? "" : " GROUP BY ").appendAll(keys, ", ", key -> sql.append(name(key)));
        return sql;
    }

    private static boolean isScalarSubquery(AggregateColumn aggregate) {
        return aggregate.call().function().equals("single_value")
                && aggregate.call().filter().isEmpty();
    }

    /** Gives Spark's own error for several rows. */
    private void scalarSubquery(Plan.Aggregate node, AggregateColumn aggregate) {
        define(aggregate.column(), () -> {
            expressions.text("(SELECT ").operands(aggregate.call().arguments(), ", ");
            from(node.input()).append(")");
        });
    }

    private void aggregate(AggregateColumn aggregate) {
        define(aggregate.column(), () -> expressions.aggregate(aggregate.call()));
    }

    @Override
    public SqlText visit(Plan.Distinct node) {
        sql.append("SELECT DISTINCT ");
        columns(node.output());
        return from(node.input());
    }

    @Override
    public SqlText visit(Plan.Union node) {
        sql.appendAll(node.inputs(), " UNION ALL ", input -> {
            sql.append("SELECT ");
            renamed(input.output(), node.output());
            from(input);
        });
        return sql;
    }

    @Override
    public SqlText visit(Plan.SetOperation node) {
        sql.append("SELECT ");
        renamed(node.left().output(), node.output());
        from(node.left());
        sql.append(" " + node.operator() + (node.duplicates() == Plan.Duplicates.KEPT ? " ALL" : " DISTINCT"));
        sql.append(" SELECT ");
        renamed(node.right().output(), node.output());
        return from(node.right());
    }

    @Override
    public SqlText visit(Plan.Window node) {
        sql.append("SELECT ")
                .appendAll(node.input().output(), "", column -> sql.append(name(column) + ", "))
                .appendAll(node.columns(), ", ", column -> window(node, column));
        return from(node.input());
    }

    private void window(Plan.Window node, WindowColumn column) {
        define(column.column(), () -> expressions.window(column.call(), node.partition(), node.order()));
    }

    @Override
    public SqlText visit(Plan.Sort node) {
        sql.append("SELECT ");
        columns(node.output());
        from(node.input());
        order(node);
        return sql;
    }

    /** A constant does not order anything, and an integer would be taken for an ordinal. */
    private void order(Plan.Sort node) {
        List<SortKey> keys = node.order().stream()
                .filter(key -> !(key.expression() instanceof Expression.Literal))
                .toList();
        if (!keys.isEmpty()) {
            expressions.text(" ORDER BY ").order(keys);
        }
    }

    @Override
    public SqlText visit(Plan.Limit node) {
        sql.append("SELECT ");
        columns(node.output());
        from(inputsRead(node).get(0));
        if (node.input() instanceof Plan.Sort sort) {
            order(sort);
        }
        node.count().ifPresent(count -> sql.append(" LIMIT " + count));
        sql.append(node.offset() == 0 ? "" : " OFFSET " + node.offset());
        return sql;
    }

    @Override
    public SqlText visit(Plan.Generate node) {
        sql.append("SELECT ");
        columns(node.output());
        from(node.input());
        sql.append(node.emptyRows() == Plan.EmptyRows.KEPT ? " LATERAL VIEW OUTER " : " LATERAL VIEW ");
        node.generator().accept(expressions).text(" generated AS ");
        sql.appendAll(node.columns(), ", ", column -> sql.append(name(column)));
        return sql;
    }

    /** Explodes an array of structs, one struct for each list, so that the input is computed once. */
    @Override
    public SqlText visit(Plan.Expand node) {
        sql.append("SELECT ");
        columns(node.output());
        from(node.input());
        sql.append(" LATERAL VIEW inline(array(").appendAll(node.rows(), ", ", row -> {
            sql.append("named_struct(").append(row.isEmpty() ? "'nothing', true" : "");
            for (int index = 0; index < row.size(); index++) {
                sql.append((index > 0 ? ", " : "") + "'" + name(node.output().get(index)) + "', ");
                row.get(index).accept(expressions);
            }
            sql.append(")");
        });
        sql.append(")) expanded AS ").append(node.output().isEmpty() ? "unnamed" : "");
        sql.appendAll(node.output(), ", ", column -> sql.append(name(column)));
        return sql;
    }

    /**
     * A session begins at a row that starts after the end of all rows before it in its partition; the number of such
     * beginnings up to a row numbers its session.
     */
    @Override
    public SqlText visit(Plan.SessionWindow node) {
        List<String> partition = new ArrayList<>();
        for (int index = 0; index < node.partition().size(); index++) {
            partition.add("p" + index);
        }
        Optional<String> by =
                partition.isEmpty() ? Optional.empty() : Optional.of("PARTITION BY " + String.join(", ", partition));
        sql.append("SELECT ").appendAll(node.input().output(), "", column -> sql.append(name(column) + ", "));
        String session =
                "(PARTITION BY " + String.join(", ", partition) + (partition.isEmpty() ? "" : ", ") + "session)";
        sql.append("named_struct('start', min(s) OVER " + session + ", 'end', max(e) OVER " + session + ") AS "
                + name(node.session()));
        sql.append(" FROM (SELECT *, sum(begins) OVER ("
                + by.map(text -> text + " ").orElse("")
                + "ORDER BY s, e ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS session");
        sql.append(" FROM (SELECT *, CASE WHEN s <= max(e) OVER ("
                + by.map(text -> text + " ").orElse("")
                + "ORDER BY s, e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS begins");
        sql.append(" FROM (SELECT ").appendAll(node.input().output(), "", column -> sql.append(name(column) + ", "));
        for (int index = 0; index < partition.size(); index++) {
            node.partition().get(index).accept(expressions).text(" AS " + partition.get(index) + ", ");
        }
        node.start().accept(expressions).text(" AS s, ");
        node.end().accept(expressions).text(" AS e");
        from(node.input());
        sql.append(") WHERE s < e))");
        return sql;
    }

    @Override
    public SqlText visit(Plan.Watermark node) {
        sql.append("SELECT ");
        columns(node.output());
        return from(node.input());
    }
}
