package dev.leat.sql.translate;

import dev.leat.error.LeatException;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Lambda;
import dev.leat.plan.Expression.LambdaVariable;
import dev.leat.plan.Expression.Literal;
import dev.leat.sql.analysis.Scala;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ConditionalExpression;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.InheritAnalysisRules;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.NamedLambdaVariable;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;

/** Translates the expressions of one scope. */
final class Translation {
    private final QueryFacts facts;
    private final Scope scope;
    private final Map<ExprId, LambdaVariable> parameters = new HashMap<>();
    private final Set<String> parameterNames = new HashSet<>();
    /** How many expressions that may leave out a part of themselves are around the current one. */
    private int branches;

    Translation(QueryFacts facts, Scope scope) {
        this.facts = facts;
        this.scope = scope;
    }

    /** What is known of the whole query. */
    QueryFacts facts() {
        return facts;
    }

    /** The expression in ours. */
    Expression of(org.apache.spark.sql.catalyst.expressions.Expression expression) {
        return facts.refusals().at(expression.origin(), () -> translate(expression));
    }

    /** The expressions in ours. */
    List<Expression> all(List<? extends org.apache.spark.sql.catalyst.expressions.Expression> expressions) {
        return expressions.stream().map(this::of).toList();
    }

    private Expression translate(org.apache.spark.sql.catalyst.expressions.Expression expression) {
        Optional<Column> value = scope.findValue(expression);
        if (value.isPresent()) {
            return new ColumnReference(value.get());
        }
        if (expression instanceof AttributeReference attribute) {
            return new ColumnReference(column(attribute));
        }
        if (expression instanceof Alias alias) {
            return of(alias.child());
        }
        if (expression instanceof NamedLambdaVariable variable) {
            return parameter(variable);
        }
        if (expression instanceof LambdaFunction lambda) {
            return lambda(lambda);
        }
        Optional<Expression> constant = constant(expression);
        if (constant.isPresent()) {
            return constant.get();
        }
        if (expression instanceof InheritAnalysisRules && expression instanceof RuntimeReplaceable defined) {
            // What the user wrote is kept for messages only; the analyzer works on the definition.
            return of(defined.replacement());
        }
        if (expression instanceof SubqueryExpression) {
            throw refuse(
                    expression,
                    "A subquery is not supported at this place; write it as a join or a common table expression");
        }
        Determinism.check(expression, this);
        int branch = mayLeaveOut(expression) ? 1 : 0;
        branches += branch;
        try {
            return ExpressionRules.TABLE
                    .apply(expression, this)
                    .orElseGet(() -> RegisteredFunctions.call(expression, this));
        } finally {
            branches -= branch;
        }
    }

    private Folding.Extent extent() {
        return branches > 0 && facts.folding() == Folding.Extent.STRICT ? Folding.Extent.LENIENT : facts.folding();
    }

    private Optional<Expression> constant(org.apache.spark.sql.catalyst.expressions.Expression expression) {
        return folded(expression, () -> Folding.constant(expression, extent()));
    }

    /** Whether a part of the expression may fail without the whole, since it need not be evaluated. */
    private boolean mayLeaveOut(org.apache.spark.sql.catalyst.expressions.Expression expression) {
        return expression instanceof ConditionalExpression
                || folded(expression, () -> Folding.isNestedConstant(expression, extent()));
    }

    private <T> T folded(org.apache.spark.sql.catalyst.expressions.Expression expression, Supplier<T> work) {
        try {
            return work.get();
        } catch (LeatException e) {
            throw e;
        } catch (Exception e) { // Some of Spark's errors are checked exceptions, which Scala does not declare.
            throw facts.refusals().failed(expression.origin(), e);
        }
    }

    private Column column(AttributeReference attribute) {
        return scope.find(attribute.exprId())
                .orElseThrow(() -> refuse(
                        attribute,
                        "The column " + attribute.name()
                                + " of the outer query is not supported at this place; write the subquery as a join"));
    }

    private Lambda lambda(LambdaFunction function) {
        List<LambdaVariable> variables = new ArrayList<>();
        for (org.apache.spark.sql.catalyst.expressions.NamedExpression argument : Scala.list(function.arguments())) {
            variables.add(parameter((NamedLambdaVariable) argument));
        }
        return new Lambda(variables, of(function.function()));
    }

    private LambdaVariable parameter(NamedLambdaVariable variable) {
        return parameters.computeIfAbsent(
                variable.exprId(),
                id -> new LambdaVariable(
                        uniqueName(variable.name()), SparkTypes.fromSpark(variable.dataType()), variable.nullable()));
    }

    private String uniqueName(String name) {
        String unique = name;
        for (int i = 2; !parameterNames.add(unique); i++) {
            unique = name + "_" + i;
        }
        return unique;
    }

    /** A call with the expression's type, nullability and position. */
    Call call(
            org.apache.spark.sql.catalyst.expressions.Expression expression,
            String function,
            List<Expression> arguments) {
        return new Call(
                function,
                arguments,
                typeOf(expression),
                expression.nullable(),
                facts.refusals().position(expression.origin()));
    }

    /** A call on translated operands, with the expression's type, nullability and position. */
    Call call(
            org.apache.spark.sql.catalyst.expressions.Expression expression,
            String function,
            org.apache.spark.sql.catalyst.expressions.Expression... operands) {
        return call(expression, function, all(List.of(operands)));
    }

    /** A call on all children. */
    Call callOnChildren(org.apache.spark.sql.catalyst.expressions.Expression expression, String function) {
        return call(
                expression,
                function,
                all(Scala.<org.apache.spark.sql.catalyst.expressions.Expression>list(expression.children())));
    }

    /** The expression's type. */
    DataType typeOf(org.apache.spark.sql.catalyst.expressions.Expression expression) {
        return SparkTypes.fromSpark(expression.dataType());
    }

    /** A constant string. */
    static Literal text(String value) {
        return Literal.of(value, Simple.STRING);
    }

    /** The refusal of this expression. */
    LeatException refuse(org.apache.spark.sql.catalyst.expressions.Expression expression, String message) {
        return facts.refusals().notSupported(expression.origin(), message);
    }
}
