package dev.leat.duckdb.render;

import dev.leat.pipeline.Settings;
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
import dev.leat.plan.text.RenderedSql;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.type.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts expressions into programs on Spark's code and the operands DuckDB computes for them: columns and native calls.
 */
final class ProgramBuilder {
    private final NativeShape shape;
    private final Settings settings;
    private final Evaluation evaluation;

    ProgramBuilder(NativeShape shape, Settings settings, Evaluation evaluation) {
        this.shape = shape;
        this.settings = settings;
        this.evaluation = evaluation;
    }

    /** A program and its operands, in the order of the placeholders. */
    record Built(Programs.Program program, List<Expression> operands) {}

    /** The expression as a program. Equal operands share a placeholder. */
    Built scalar(Expression expression) {
        Cut cut = new Cut();
        Expression body = expression instanceof Call call ? cut.inside(call) : cut.outside(expression);
        return built(EvaluatorProgram.Kind.SCALAR, body, cut);
    }

    /** The generator over its operands. */
    Built generator(Call generator) {
        Cut cut = new Cut();
        return built(EvaluatorProgram.Kind.GENERATOR, cut.inside(generator), cut);
    }

    /**
     * The aggregate's function over plain placeholders, one for each operand and key of its order that is not constant.
     * DISTINCT and the filter are not part of it: they choose the rows that are collected.
     */
    Built aggregate(AggregateCall call) {
        Cut cut = new Cut();
        AggregateCall plain = new AggregateCall(
                call.function(),
                call.arguments().stream().map(cut::placeholderUnlessConstant).toList(),
                false,
                Optional.empty(),
                call.order().stream()
                        .map(key -> new SortKey(
                                cut.placeholderUnlessConstant(key.expression()), key.direction(), key.nulls()))
                        .toList(),
                call.type(),
                call.nullable(),
                call.position());
        RenderedSql text = SparkSqlRenderer.aggregate(plain, Column::name);
        return built(EvaluatorProgram.Kind.AGGREGATE, text, call.type(), cut);
    }

    private Built built(EvaluatorProgram.Kind kind, Expression body, Cut cut) {
        return built(kind, SparkSqlRenderer.expression(body, Column::name), body.type(), cut);
    }

    private Built built(EvaluatorProgram.Kind kind, RenderedSql text, DataType type, Cut cut) {
        EvaluatorProgram program = new EvaluatorProgram(kind, text.text(), cut.types(), type, settings);
        return new Built(new Programs.Program(program, text), cut.operands());
    }

    private final class Cut implements Expression.Visitor<Expression> {
        private final Map<Expression, ColumnReference> placeholders = new LinkedHashMap<>();

        List<Expression> operands() {
            return List.copyOf(placeholders.keySet());
        }

        List<DataType> types() {
            return placeholders.keySet().stream().map(Expression::type).toList();
        }

        Expression placeholder(Expression operand) {
            return placeholders.computeIfAbsent(operand, key -> {
                int index = placeholders.size();
                return new ColumnReference(new Column(index, "c" + index, key.type(), key.nullable()));
            });
        }

        Expression placeholderUnlessConstant(Expression operand) {
            return isConstant(operand) ? operand : placeholder(operand);
        }

        Expression inside(Call call) {
            List<Expression> arguments = new ArrayList<>();
            call.arguments().forEach(argument -> arguments.add(outside(argument)));
            return call.withArguments(arguments);
        }

        Expression outside(Expression expression) {
            return expression.accept(this);
        }

        @Override
        public Expression visit(ColumnReference reference) {
            return placeholder(reference);
        }

        @Override
        public Expression visit(Literal literal) {
            return literal;
        }

        @Override
        public Expression visit(Call call) {
            boolean operand = shape.isNative(call)
                    && !isConstant(call)
                    && !NativeShape.usesLambdaVariable(call)
                    && !(evaluation == Evaluation.ORDERED && shape.canFail(call));
            return operand ? placeholder(call) : inside(call);
        }

        @Override
        public Expression visit(Lambda lambda) {
            return new Lambda(lambda.parameters(), outside(lambda.body()));
        }

        @Override
        public Expression visit(LambdaVariable variable) {
            return variable;
        }
    }

    /** The time is none: a program is kept for later commits. */
    private static boolean isConstant(Expression expression) {
        return !(expression instanceof ColumnReference)
                && !CurrentTime.is(expression)
                && expression.children().stream().allMatch(ProgramBuilder::isConstant);
    }
}
