package dev.leat.incremental;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys by which an operator falls into independent parts: rows of its inputs and of its output with one key depend on
 * no others. Without keys the operator is one part.
 *
 * @param inputs for each input, the key over its columns
 * @param output the key over the output's columns
 */
record TouchedKeys(List<List<Expression>> inputs, List<Expression> output) {
    TouchedKeys {
        inputs = inputs.stream().map(List::copyOf).toList();
        output = List.copyOf(output);
    }

    boolean isWhole() {
        return output.isEmpty();
    }

    static TouchedKeys of(Plan node) {
        if (node instanceof Plan.Aggregate aggregate) {
            return new TouchedKeys(
                    List.of(aggregate.keys().stream()
                            .map(Projection::expression)
                            .toList()),
                    references(aggregate.keys().stream().map(Projection::column).toList()));
        }
        if (node instanceof Plan.Window window) {
            return new TouchedKeys(List.of(window.partition()), window.partition());
        }
        if (node instanceof Plan.SessionWindow window) {
            return new TouchedKeys(List.of(window.partition()), window.partition());
        }
        if (node instanceof Plan.Distinct || node instanceof Plan.SetOperation) {
            return new TouchedKeys(
                    node.inputs().stream()
                            .map(input -> references(input.output()))
                            .toList(),
                    references(node.output()));
        }
        if (node instanceof Plan.Join join) {
            return ofJoin(join);
        }
        return new TouchedKeys(
                node.inputs().stream().map(input -> List.<Expression>of()).toList(), List.of());
    }

    private static List<Expression> references(List<Column> columns) {
        return columns.stream().<Expression>map(ColumnReference::new).toList();
    }

    private static TouchedKeys ofJoin(Plan.Join join) {
        EquiKeys keys = EquiKeys.of(join);
        List<Expression> left = keys.left();
        List<Expression> right = keys.right();
        List<Expression> output = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            output.add(
                    switch (join.kind()) {
                        case RIGHT -> right.get(i);
                        case FULL -> either(left.get(i), right.get(i));
                        case INNER, LEFT, SEMI, ANTI, ANTI_NULL_AWARE, EXISTENCE -> left.get(i);
                    });
        }
        return new TouchedKeys(List.of(left, right), output);
    }

    /** The key of a row of a full join, of which one side may be missing. */
    private static Expression either(Expression left, Expression right) {
        return new Call("coalesce", List.of(left, right), left.type(), true);
    }
}
