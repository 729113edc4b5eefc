package dev.leat.sql.translate;

import java.util.Map;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** What to say about nodes of Spark's that have no counterpart. */
final class Unsupported {
    private static final Map<String, String> MESSAGES = Map.of(
            "UnionLoop", "A recursive common table expression is not supported; write the levels out with UNION ALL",
            "UnionLoopRef", "A recursive common table expression is not supported; write the levels out with UNION ALL",
            "ScriptTransformation", "TRANSFORM … USING a script is not supported; use built-in functions",
            "LateralJoin", "This form of LATERAL is not supported; write it as a join",
            "DomainJoin", "This correlated subquery is not supported; write it as a join",
            "Deduplicate", "Removing duplicates by some columns is not supported; use row_number() OVER (…) = 1");

    private Unsupported() {}

    static String describe(LogicalPlan node) {
        String name = node.nodeName();
        return MESSAGES.getOrDefault(name, "The operation " + name + " is not supported; write it as a plain query");
    }
}
