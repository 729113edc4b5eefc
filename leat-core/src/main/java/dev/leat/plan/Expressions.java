package dev.leat.plan;

import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Lambda;
import dev.leat.plan.Expression.LambdaVariable;
import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType.Simple;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Walks over expressions and makes changed copies. */
public final class Expressions {
    private Expressions() {}

    /** Calls the action on the expression and all below it, operands after what they are operands of. */
    public static void forEach(Expression expression, Consumer<Expression> action) {
        action.accept(expression);
        for (Expression child : expression.children()) {
            forEach(child, action);
        }
    }

    /** The columns an expression refers to, in the order of their first occurrence. */
    public static Set<Column> columns(Expression expression) {
        Set<Column> columns = new LinkedHashSet<>();
        forEach(expression, part -> {
            if (part instanceof ColumnReference reference) {
                columns.add(reference.column());
            }
        });
        return columns;
    }

    /** The parts of a condition that must all be true. */
    public static List<Expression> conjuncts(Expression condition) {
        return condition instanceof Call call && call.function().equals("and")
                ? call.arguments().stream()
                        .flatMap(part -> conjuncts(part).stream())
                        .toList()
                : List.of(condition);
    }

    /** The condition that all of some are true; empty for none. */
    public static Optional<Expression> all(List<Expression> conditions) {
        return conditions.size() < 2
                ? conditions.stream().findFirst()
                : Optional.of(new Call(
                        "and", conditions, Simple.BOOLEAN, conditions.stream().anyMatch(Expression::nullable)));
    }

    /** Whether all columns an expression refers to are a plan's. */
    public static boolean isOver(Expression expression, Plan plan) {
        Set<Integer> ids = plan.output().stream().map(Column::id).collect(Collectors.toSet());
        return columns(expression).stream().allMatch(column -> ids.contains(column.id()));
    }

    /** A copy in which every column is replaced by what the mapping makes of it. */
    public static Expression mapColumns(Expression expression, UnaryOperator<Column> mapping) {
        return transform(
                expression,
                part -> part instanceof ColumnReference reference
                        ? new ColumnReference(mapping.apply(reference.column()))
                        : part);
    }

    /** A copy in which every part is replaced, operands first, by what the rule makes of it. */
    public static Expression transform(Expression expression, UnaryOperator<Expression> rule) {
        return rule.apply(expression.accept(new Copy(rule)));
    }

    private record Copy(UnaryOperator<Expression> rule) implements Expression.Visitor<Expression> {
        @Override
        public Expression visit(ColumnReference reference) {
            return reference;
        }

        @Override
        public Expression visit(Literal literal) {
            return literal;
        }

        @Override
        public Expression visit(Call call) {
            return call.withArguments(all(call.arguments()));
        }

        @Override
        public Expression visit(Lambda lambda) {
            return new Lambda(lambda.parameters(), transform(lambda.body(), rule));
        }

        @Override
        public Expression visit(LambdaVariable variable) {
            return variable;
        }

        private List<Expression> all(List<Expression> expressions) {
            return expressions.stream().map(part -> transform(part, rule)).toList();
        }
    }
}
