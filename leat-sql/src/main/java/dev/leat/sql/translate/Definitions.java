package dev.leat.sql.translate;

import dev.leat.plan.Plan;
import dev.leat.sql.analysis.Scala;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;

/** Common table expressions: each is translated once, at its first use, and its node is shared by all uses. */
final class Definitions {
    private final PlanTranslator plans;
    private final Map<Long, CTERelationDef> definitions = new HashMap<>();
    private final Map<Long, Plan> translated = new HashMap<>();

    Definitions(PlanTranslator plans) {
        this.plans = plans;
    }

    Plan scope(WithCTE with) {
        for (CTERelationDef definition : Scala.<CTERelationDef>list(with.cteDefs())) {
            definitions.put(definition.id(), definition);
        }
        return plans.translate(with.plan()).plan();
    }

    /** The first use takes the columns as they are, further uses get new ones: both may meet in a join. */
    Plan reference(CTERelationRef reference) {
        CTERelationDef definition = definitions.get(reference.cteId());
        if (definition == null) {
            throw plans.facts()
                    .refusals()
                    .notSupported(
                            reference.origin(),
                            "This use of a common table expression is not supported; repeat it as a subquery");
        }
        Plan shared = translated.get(reference.cteId());
        if (shared != null) {
            return plans.columns().renew(shared);
        }
        Plan first = plans.translate(definition.child()).plan();
        translated.put(reference.cteId(), first);
        return first;
    }
}
