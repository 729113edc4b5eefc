package dev.leat.duckdb.render;

import dev.leat.duckdb.function.CommonMatches;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.plan.AggregateCall;
import dev.leat.plan.Column;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Lambda;
import dev.leat.plan.Expression.LambdaVariable;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.SortKey;
import dev.leat.type.DataType.Simple;
import dev.leat.type.EpochMicros;
import java.util.ArrayList;
import java.util.List;

/**
 * Expressions as DuckDB SQL. A call that the function table has is written natively; any other becomes a program on
 * Spark's code, as large as possible upwards and over natively computed operands below.
 */
final class ExpressionRenderer implements Expression.Visitor<String> {
    private final NativeShape shape;
    private final ProgramBuilder builder;
    private final Programs programs;
    private final Relations relations;
    private final Evaluation evaluation;
    private CommonMatches matches = CommonMatches.NONE;

    ExpressionRenderer(RenderSettings settings) {
        this.shape = new NativeShape(settings.table(), settings.settings().zone());
        this.builder = new ProgramBuilder(shape, settings.settings(), settings.evaluation());
        this.programs = settings.programs();
        this.relations = settings.relations();
        this.evaluation = settings.evaluation();
    }

    /** What can fail, and where it runs. */
    NativeShape shape() {
        return shape;
    }

    /** Says which expressions are evaluated together, and rendered next. */
    void begin(List<Expression> together) {
        matches = CommonMatches.of(together);
    }

    /** The name of a column in the text. */
    static String name(Column column) {
        return "c" + column.id();
    }

    /** The expression, self-contained and of its storage type. */
    String render(Expression expression) {
        if (evaluation == Evaluation.ORDERED && shape.canFail(expression)) {
            return foreign(expression);
        }
        return expression.accept(this);
    }

    /** The sort key with direction and place of NULLs. */
    String render(SortKey key) {
        String value = SortValue.of(render(key.expression()), key.expression().type());
        // DuckDB takes a number for a position and refuses other constants.
        String sql = key.expression() instanceof Expression.Literal literal
                ? "CAST(" + value + " AS " + DuckDbTypes.sql(literal.type()) + ")"
                : value;
        return sql
                + (key.direction() == SortKey.Direction.ASCENDING ? " ASC" : " DESC")
                + (key.nulls() == SortKey.NullOrder.FIRST ? " NULLS FIRST" : " NULLS LAST");
    }

    @Override
    public String visit(ColumnReference reference) {
        return name(reference.column());
    }

    @Override
    public String visit(Literal literal) {
        return LiteralSql.of(literal);
    }

    @Override
    public String visit(Call call) {
        if (CurrentTime.is(call)) {
            return moment();
        }
        if (!shape.isNative(call)) {
            return foreign(call);
        }
        List<String> operands = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            operands.add(argument.accept(this));
        }
        return matches.sql(call, operands)
                .or(() -> shape.render(call, operands, () -> foreign(call)).map(FunctionTable.Rendered::sql))
                .orElseThrow();
    }

    private String moment() {
        long micros = EpochMicros.of(relations.moment());
        return LiteralSql.of(Literal.of(Long.toString(micros), Simple.TIMESTAMP));
    }

    @Override
    public String visit(Lambda lambda) {
        throw new LeatException(ErrorCode.INTERNAL, "A lambda outside of a call");
    }

    @Override
    public String visit(LambdaVariable variable) {
        throw new LeatException(ErrorCode.INTERNAL, "The variable " + variable.name() + " outside of its lambda");
    }

    private String foreign(Expression expression) {
        return foreign(builder.scalar(expression));
    }

    /** The rows that a generator without a native form makes, as a list of structs. */
    String generator(Call generator) {
        return foreign(builder.generator(generator));
    }

    private String foreign(ProgramBuilder.Built built) {
        return programs.call(built.program(), operands(built));
    }

    /** An aggregate without a native form. */
    String aggregate(AggregateCall call, String clauses) {
        ProgramBuilder.Built built = builder.aggregate(call);
        return programs.callAggregate(
                built.program(),
                built.operands().stream().map(this::render).toList(),
                call.distinct() ? "DISTINCT " : "",
                clauses);
    }

    private List<String> operands(ProgramBuilder.Built built) {
        return built.operands().stream().map(operand -> operand.accept(this)).toList();
    }
}
