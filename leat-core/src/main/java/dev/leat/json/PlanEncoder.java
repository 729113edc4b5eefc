package dev.leat.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Plans are entries of one table of nodes; each refers to its inputs, which stand before it, by index. So a node that
 * several others share is one entry.
 */
final class PlanEncoder implements Plan.Visitor<ObjectNode> {
    private final TypeEncoder types = new TypeEncoder();
    private final ExpressionEncoder expressions = new ExpressionEncoder(types);
    private final IdentityHashMap<Plan, Integer> indexes = new IdentityHashMap<>();
    private final ArrayNode nodes = Json.array();

    TypeEncoder types() {
        return types;
    }

    ExpressionEncoder expressions() {
        return expressions;
    }

    /** Adds the plan's nodes and gives the index of its root. */
    int encode(Plan plan) {
        Integer known = indexes.get(plan);
        if (known != null) {
            return known;
        }
        ArrayNode inputs = Json.array();
        plan.inputs().forEach(input -> inputs.add(encode(input)));
        ObjectNode object = plan.accept(this);
        object.set("inputs", inputs);
        indexes.put(plan, nodes.size());
        nodes.add(object);
        return nodes.size() - 1;
    }

    /** Puts the tables into a document. */
    void finish(ObjectNode body) {
        body.set("types", types.table());
        body.set("files", expressions.files());
        body.set("columns", expressions.columns());
        body.set("nodes", nodes);
    }

    private static ObjectNode node(String operator) {
        return Json.object().put("node", operator);
    }

    private ArrayNode columns(List<Column> columns) {
        return Json.array(columns, expressions::encode);
    }

    private ArrayNode projections(List<Projection> projections) {
        return Json.array(projections, projection -> {
            ObjectNode object = Json.object();
            object.set("defines", expressions.encode(projection.column()));
            return object.set("as", expressions.encode(projection.expression()));
        });
    }

    @Override
    public ObjectNode visit(Plan.Scan node) {
        ObjectNode object = node("scan");
        object.set("relation", Json.texts(node.relation().parts()));
        object.put("mode", node.mode().name());
        object.set("fields", Json.texts(node.fields()));
        return object.set("output", columns(node.output()));
    }

    @Override
    public ObjectNode visit(Plan.Values node) {
        ObjectNode object = node("values");
        object.set("output", columns(node.output()));
        return object.set("rows", Json.array(node.rows(), expressions::encode));
    }

    @Override
    public ObjectNode visit(Plan.Filter node) {
        return node("filter").set("condition", expressions.encode(node.condition()));
    }

    @Override
    public ObjectNode visit(Plan.Project node) {
        return node("project").set("columns", projections(node.columns()));
    }

    @Override
    public ObjectNode visit(Plan.Join node) {
        ObjectNode object = node("join").put("kind", node.kind().name());
        node.condition().ifPresent(condition -> object.set("condition", expressions.encode(condition)));
        node.existence().ifPresent(column -> object.set("existence", expressions.encode(column)));
        return object;
    }

    @Override
    public ObjectNode visit(Plan.Aggregate node) {
        ObjectNode object = node("aggregate");
        object.set("keys", projections(node.keys()));
        return object.set("aggregates", Json.array(node.aggregates(), aggregate -> {
            ObjectNode entry = Json.object();
            entry.set("defines", expressions.encode(aggregate.column()));
            return entry.set("as", expressions.encode(aggregate.call()));
        }));
    }

    @Override
    public ObjectNode visit(Plan.Distinct node) {
        return node("distinct");
    }

    @Override
    public ObjectNode visit(Plan.Union node) {
        return node("union").set("output", columns(node.output()));
    }

    @Override
    public ObjectNode visit(Plan.SetOperation node) {
        return node("setOperation")
                .put("operator", node.operator().name())
                .put("duplicates", node.duplicates().name())
                .set("output", columns(node.output()));
    }

    @Override
    public ObjectNode visit(Plan.Window node) {
        ObjectNode object = node("window");
        object.set("partition", expressions.encode(node.partition()));
        object.set("order", expressions.order(node.order()));
        return object.set("columns", Json.array(node.columns(), column -> {
            ObjectNode entry = Json.object();
            entry.set("defines", expressions.encode(column.column()));
            return entry.set("as", expressions.encode(column.call()));
        }));
    }

    @Override
    public ObjectNode visit(Plan.Sort node) {
        return node("sort").set("order", expressions.order(node.order()));
    }

    @Override
    public ObjectNode visit(Plan.Limit node) {
        ObjectNode object = node("limit");
        node.count().ifPresent(count -> object.put("count", count));
        return object.put("offset", node.offset());
    }

    @Override
    public ObjectNode visit(Plan.Generate node) {
        ObjectNode object = node("generate");
        object.set("generator", expressions.encode(node.generator()));
        object.put("emptyRows", node.emptyRows().name());
        return object.set("columns", columns(node.columns()));
    }

    @Override
    public ObjectNode visit(Plan.Expand node) {
        ObjectNode object = node("expand");
        object.set("rows", Json.array(node.rows(), expressions::encode));
        return object.set("output", columns(node.output()));
    }

    @Override
    public ObjectNode visit(Plan.SessionWindow node) {
        ObjectNode object = node("sessionWindow");
        object.set("partition", expressions.encode(node.partition()));
        object.set("start", expressions.encode(node.start()));
        object.set("end", expressions.encode(node.end()));
        return object.set("session", expressions.encode(node.session()));
    }

    @Override
    public ObjectNode visit(Plan.Watermark node) {
        ObjectNode object = node("watermark");
        object.set("time", expressions.encode(node.time()));
        return object.put("delayMicros", node.delayMicros());
    }
}
