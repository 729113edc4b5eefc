package dev.leat.plan;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rewrites plans from the leaves up; a node that occurs twice is rewritten once and stays one node. */
public final class PlanRewriter {
    private final UnaryOperator<Plan> rule;
    private final IdentityHashMap<Plan, Plan> done = new IdentityHashMap<>();

    private PlanRewriter(UnaryOperator<Plan> rule) {
        this.rule = rule;
    }

    /** The plan in which each node, its inputs already rewritten, is replaced by what the rule makes of it. */
    public static Plan rewrite(Plan plan, UnaryOperator<Plan> rule) {
        return new PlanRewriter(rule).rewrite(plan);
    }

    private Plan rewrite(Plan plan) {
        Plan known = done.get(plan);
        if (known == null) {
            known = rule.apply(
                    onInputs(plan, plan.inputs().stream().map(this::rewrite).toList()));
            done.put(plan, known);
        }
        return known;
    }

    /** A node whose inputs stay the same stays the same node. */
    private static Plan onInputs(Plan node, List<Plan> inputs) {
        for (int index = 0; index < inputs.size(); index++) {
            if (inputs.get(index) != node.inputs().get(index)) {
                return Plans.withInputs(node, inputs);
            }
        }
        return node;
    }
}
