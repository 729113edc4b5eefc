package dev.leat.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.pipeline.Pipeline;

/** The JSON form of a pipeline; nodes that several of its queries share stay shared. */
public final class PipelineJson {
    private static final String FORMAT = "leat-pipeline";

    private PipelineJson() {}

    /** The document of a pipeline. */
    public static String write(Pipeline pipeline) {
        PlanEncoder plans = new PlanEncoder();
        ObjectNode body = new PipelineEncoder(plans).encode(pipeline);
        plans.finish(body);
        return Envelope.write(FORMAT, body);
    }

    /**
     * The pipeline of a document.
     *
     * @throws dev.leat.error.LeatException STATE_VERSION if another version of the format was written, STATE_DAMAGED if
     *     the document is not what {@link #write} made
     */
    public static Pipeline read(String document) {
        return Envelope.read(FORMAT, document, body -> new PipelineDecoder(new PlanDecoder(body)).decode(body));
    }
}
