package dev.leat.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;

/**
 * The JSON form of a plan. Reading gives an equal plan that shares the same nodes; equal plans that share the same nodes
 * give equal text.
 */
public final class PlanJson {
    private static final String FORMAT = "leat-plan";

    private PlanJson() {}

    /** The document of a plan. */
    public static String write(Plan plan) {
        PlanEncoder encoder = new PlanEncoder();
        ObjectNode body = Json.object().put("root", encoder.encode(plan));
        encoder.finish(body);
        return Envelope.write(FORMAT, body);
    }

    /**
     * The plan of a document.
     *
     * @throws dev.leat.error.LeatException STATE_VERSION if another version of the format was written, STATE_DAMAGED if
     *     the document is not what {@link #write} made
     */
    public static Plan read(String document) {
        return Envelope.read(FORMAT, document, body -> {
            Plan plan = new PlanDecoder(body).plan(body, "root");
            PlanChecks.verify(plan);
            return plan;
        });
    }
}
