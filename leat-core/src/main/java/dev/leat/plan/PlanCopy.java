package dev.leat.plan;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A copy of one node with other inputs, columns and expressions.
 *
 * @param inputs as many as the node has
 * @param columns what becomes of each column that the node itself lists or defines
 * @param expressions what becomes of each expression of the node; of a whole one, not of its parts
 */
record PlanCopy(List<Plan> inputs, UnaryOperator<Column> columns, UnaryOperator<Expression> expressions)
        implements Plan.Visitor<Plan> {
    private Plan input() {
        return inputs.get(0);
    }

    private List<Column> columns(List<Column> list) {
        return list.stream().map(columns).toList();
    }

    private List<Expression> expressions(List<Expression> list) {
        return list.stream().map(expressions).toList();
    }

    private List<List<Expression>> rows(List<List<Expression>> rows) {
        return rows.stream().map(this::expressions).toList();
    }

    private List<Projection> projections(List<Projection> list) {
        return list.stream()
                .map(projection ->
                        new Projection(columns.apply(projection.column()), expressions.apply(projection.expression())))
                .toList();
    }

    private List<SortKey> order(List<SortKey> keys) {
        return keys.stream()
                .map(key -> new SortKey(expressions.apply(key.expression()), key.direction(), key.nulls()))
                .toList();
    }

    @Override
    public Plan visit(Plan.Scan node) {
        return new Plan.Scan(node.relation(), node.mode(), node.fields(), columns(node.output()));
    }

    @Override
    public Plan visit(Plan.Values node) {
        return new Plan.Values(columns(node.output()), rows(node.rows()));
    }

    @Override
    public Plan visit(Plan.Filter node) {
        return new Plan.Filter(input(), expressions.apply(node.condition()));
    }

    @Override
    public Plan visit(Plan.Project node) {
        return new Plan.Project(input(), projections(node.columns()));
    }

    @Override
    public Plan visit(Plan.Join node) {
        Iterator<Plan> sides = inputs.iterator();
        return new Plan.Join(
                sides.next(),
                sides.next(),
                node.kind(),
                node.condition().map(expressions),
                node.existence().map(columns));
    }

    @Override
    public Plan visit(Plan.Aggregate node) {
        return new Plan.Aggregate(
                input(),
                projections(node.keys()),
                node.aggregates().stream()
                        .map(aggregate ->
                                new AggregateColumn(columns.apply(aggregate.column()), copy(aggregate.call())))
                        .toList());
    }

    private AggregateCall copy(AggregateCall call) {
        return new AggregateCall(
                call.function(),
                expressions(call.arguments()),
                call.distinct(),
                call.filter().map(expressions),
                order(call.order()),
                call.type(),
                call.nullable(),
                call.position());
    }

    @Override
    public Plan visit(Plan.Distinct node) {
        return new Plan.Distinct(input());
    }

    @Override
    public Plan visit(Plan.Union node) {
        return new Plan.Union(inputs, columns(node.output()));
    }

    @Override
    public Plan visit(Plan.SetOperation node) {
        Iterator<Plan> sides = inputs.iterator();
        return new Plan.SetOperation(
                sides.next(), sides.next(), node.operator(), node.duplicates(), columns(node.output()));
    }

    @Override
    public Plan visit(Plan.Window node) {
        return new Plan.Window(
                input(),
                expressions(node.partition()),
                order(node.order()),
                node.columns().stream()
                        .map(column -> new WindowColumn(columns.apply(column.column()), copy(column.call())))
                        .toList());
    }

    private WindowCall copy(WindowCall call) {
        WindowFrame frame = call.frame();
        return new WindowCall(
                call.function(),
                expressions(call.arguments()),
                call.filter().map(expressions),
                order(call.order()),
                call.ignoresNulls(),
                new WindowFrame(frame.unit(), copy(frame.lower()), copy(frame.upper())),
                call.type(),
                call.nullable(),
                call.position());
    }

    private WindowFrame.Bound copy(WindowFrame.Bound bound) {
        Optional<Expression> offset = bound.offset().map(expressions);
        return new WindowFrame.Bound(bound.anchor(), offset);
    }

    @Override
    public Plan visit(Plan.Sort node) {
        return new Plan.Sort(input(), order(node.order()));
    }

    @Override
    public Plan visit(Plan.Limit node) {
        return new Plan.Limit(input(), node.count(), node.offset());
    }

    @Override
    public Plan visit(Plan.Generate node) {
        Expression.Call generator = (Expression.Call) expressions.apply(node.generator());
        return new Plan.Generate(input(), generator, node.emptyRows(), columns(node.columns()));
    }

    @Override
    public Plan visit(Plan.Expand node) {
        return new Plan.Expand(input(), rows(node.rows()), columns(node.output()));
    }

    @Override
    public Plan visit(Plan.SessionWindow node) {
        return new Plan.SessionWindow(
                input(),
                expressions(node.partition()),
                expressions.apply(node.start()),
                expressions.apply(node.end()),
                columns.apply(node.session()));
    }

    @Override
    public Plan visit(Plan.Watermark node) {
        return new Plan.Watermark(input(), expressions.apply(node.time()), node.delayMicros());
    }
}
