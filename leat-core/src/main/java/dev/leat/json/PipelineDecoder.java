package dev.leat.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.RelationName;
import dev.leat.type.Field;
import java.util.List;

/** The reverse of {@link PipelineEncoder}. */
final class PipelineDecoder {
    private final PlanDecoder plans;

    PipelineDecoder(PlanDecoder plans) {
        this.plans = plans;
    }

    Pipeline decode(JsonNode object) {
        return new Pipeline(
                Json.text(object, "name"),
                settings(object),
                Json.list(object, "sources", this::source),
                Json.list(object, "datasets", this::dataset),
                Json.list(object, "sinks", this::sink),
                Json.list(object, "flows", this::flow));
    }

    private static Settings settings(JsonNode object) {
        JsonNode settings = Json.member(object, "settings");
        return new Settings(Json.text(settings, "zone"), Json.map(settings, "configuration"));
    }

    private static RelationName name(JsonNode object, String member) {
        return new RelationName(Json.list(object, member, Json::text));
    }

    private Plan query(JsonNode object) {
        Plan query = plans.plan(object, "query");
        PlanChecks.verify(query);
        return query;
    }

    private SourcePosition position(JsonNode object) {
        return plans.expressions().position(Json.member(object, "at"));
    }

    private List<Field> schema(JsonNode object) {
        return Json.list(object, "schema", plans.types()::field);
    }

    private Source source(JsonNode object) {
        return new Source(
                name(object, "name"), definition(Json.member(object, "definition")), schema(object), position(object));
    }

    private SourceDefinition definition(JsonNode object) {
        return new SourceDefinition(
                Json.text(object, "format"),
                Json.list(object, "paths", Json::text),
                Json.map(object, "options"),
                Json.find(object, "schema").map(schema -> Json.list(schema, plans.types()::field)),
                settings(object));
    }

    private Sink sink(JsonNode object) {
        return new Sink(
                name(object, "name"), Json.text(object, "format"), Json.map(object, "options"), position(object));
    }

    private Flow flow(JsonNode object) {
        return new Flow(name(object, "name"), name(object, "target"), query(object), position(object));
    }

    private Dataset dataset(JsonNode object) {
        RelationName name = name(object, "name");
        List<Field> schema = schema(object);
        String kind = Json.text(object, "kind");
        return switch (kind) {
            case "streamingTable" ->
                new Dataset.StreamingTable(name, schema, attributes(object), expectations(object), position(object));
            case "materializedView" ->
                new Dataset.MaterializedView(
                        name, schema, attributes(object), query(object), expectations(object), position(object));
            case "temporaryView" -> new Dataset.TemporaryView(name, schema, query(object), position(object));
            default -> throw Json.damaged("unknown dataset " + kind);
        };
    }

    private List<Expectation> expectations(JsonNode object) {
        return Json.list(object, "expectations", this::expectation);
    }

    private Expectation expectation(JsonNode object) {
        Expectation.Test test = object.has("unique")
                ? new Expectation.Unique(Json.list(object, "unique", Json::integer))
                : new Expectation.Condition(plans.expressions().expression(object, "condition"));
        return new Expectation(
                Json.text(object, "name"),
                test,
                Json.constant(object, "action", Expectation.Action.class),
                Json.text(object, "text"),
                position(object));
    }

    private static Dataset.Attributes attributes(JsonNode object) {
        JsonNode attributes = Json.member(object, "attributes");
        return new Dataset.Attributes(
                Json.find(attributes, "comment").map(Json::text),
                Json.map(attributes, "properties"),
                Json.list(attributes, "partitioning", Json::text),
                Json.list(attributes, "clustering", Json::text));
    }
}
