package dev.leat.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.plan.RelationName;
import dev.leat.type.Field;
import java.util.List;

/** A pipeline's records as JSON objects; each query is the index of a node. */
final class PipelineEncoder implements Dataset.Visitor<ObjectNode> {
    private final PlanEncoder plans;

    PipelineEncoder(PlanEncoder plans) {
        this.plans = plans;
    }

    ObjectNode encode(Pipeline pipeline) {
        ObjectNode object = Json.object().put("name", pipeline.name());
        object.set("settings", encode(pipeline.settings()));
        object.set("sources", Json.array(pipeline.sources(), this::encode));
        object.set("datasets", Json.array(pipeline.datasets(), dataset -> dataset.accept(this)));
        object.set("sinks", Json.array(pipeline.sinks(), this::encode));
        return object.set("flows", Json.array(pipeline.flows(), this::encode));
    }

    private static ObjectNode encode(Settings settings) {
        return Json.object().put("zone", settings.zone()).set("configuration", Json.map(settings.configuration()));
    }

    private static ArrayNode encode(RelationName name) {
        return Json.texts(name.parts());
    }

    private ArrayNode encode(List<Field> schema) {
        return Json.array(schema, plans.types()::encode);
    }

    private ObjectNode encode(Source source) {
        ObjectNode object = Json.object();
        object.set("name", encode(source.name()));
        object.set("definition", encode(source.definition()));
        object.set("schema", encode(source.schema()));
        return object.set("at", plans.expressions().encode(source.position()));
    }

    private ObjectNode encode(SourceDefinition definition) {
        ObjectNode object = Json.object().put("format", definition.format());
        object.set("paths", Json.texts(definition.paths()));
        object.set("options", Json.map(definition.options()));
        definition.schema().ifPresent(schema -> object.set("schema", encode(schema)));
        return object.set("settings", encode(definition.settings()));
    }

    private ObjectNode encode(Sink sink) {
        ObjectNode object = Json.object();
        object.set("name", encode(sink.name()));
        object.put("format", sink.format());
        object.set("options", Json.map(sink.options()));
        return object.set("at", plans.expressions().encode(sink.position()));
    }

    private ObjectNode encode(Flow flow) {
        ObjectNode object = Json.object();
        object.set("name", encode(flow.name()));
        object.set("target", encode(flow.target()));
        object.put("query", plans.encode(flow.query()));
        return object.set("at", plans.expressions().encode(flow.position()));
    }

    private ObjectNode dataset(String kind, Dataset dataset) {
        ObjectNode object = Json.object().put("kind", kind);
        object.set("name", encode(dataset.name()));
        object.set("schema", encode(dataset.schema()));
        return object.set("at", plans.expressions().encode(dataset.position()));
    }

    private static ObjectNode encode(Dataset.Attributes attributes) {
        ObjectNode object = Json.object();
        attributes.comment().ifPresent(comment -> object.put("comment", comment));
        object.set("properties", Json.map(attributes.properties()));
        object.set("partitioning", Json.texts(attributes.partitioning()));
        return object.set("clustering", Json.texts(attributes.clustering()));
    }

    private ObjectNode encode(Expectation expectation) {
        ObjectNode object = Json.object()
                .put("name", expectation.name())
                .put("action", expectation.action().name());
        expectation.test().accept(new Expectation.Visitor<JsonNode>() {
            @Override
            public JsonNode visit(Expectation.Condition condition) {
                return object.set("condition", plans.expressions().encode(condition.expression()));
            }

            @Override
            public JsonNode visit(Expectation.Unique unique) {
                ArrayNode columns = object.putArray("unique");
                unique.columns().forEach(columns::add);
                return columns;
            }
        });
        object.put("text", expectation.text());
        return object.set("at", plans.expressions().encode(expectation.position()));
    }

    @Override
    public ObjectNode visit(Dataset.StreamingTable dataset) {
        ObjectNode object = dataset("streamingTable", dataset);
        object.set("attributes", encode(dataset.attributes()));
        return object.set("expectations", Json.array(dataset.expectations(), this::encode));
    }

    @Override
    public ObjectNode visit(Dataset.MaterializedView dataset) {
        ObjectNode object = dataset("materializedView", dataset);
        object.set("attributes", encode(dataset.attributes()));
        object.set("expectations", Json.array(dataset.expectations(), this::encode));
        return object.put("query", plans.encode(dataset.query()));
    }

    @Override
    public ObjectNode visit(Dataset.TemporaryView dataset) {
        return dataset("temporaryView", dataset).put("query", plans.encode(dataset.query()));
    }
}
