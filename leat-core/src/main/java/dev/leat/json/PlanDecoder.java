package dev.leat.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.plan.RelationName;
import dev.leat.plan.WindowColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The reverse of {@link PlanEncoder}. */
final class PlanDecoder {
    private final TypeDecoder types;
    private final ExpressionDecoder expressions;
    private final List<Plan> nodes = new ArrayList<>();

    PlanDecoder(JsonNode body) {
        this.types = new TypeDecoder(Json.member(body, "types"));
        this.expressions = new ExpressionDecoder(body, types);
        for (JsonNode object : Json.member(body, "nodes")) {
            nodes.add(node(object));
        }
    }

    TypeDecoder types() {
        return types;
    }

    ExpressionDecoder expressions() {
        return expressions;
    }

    Plan plan(JsonNode object, String name) {
        return Json.entry(nodes, Json.integer(object, name));
    }

    private Plan node(JsonNode object) {
        List<Plan> inputs = Json.list(object, "inputs", index -> Json.entry(nodes, Json.integer(index)));
        String operator = Json.text(object, "node");
        return switch (operator) {
            case "scan" -> scan(object);
            case "values" -> values(object);
            case "join" -> join(object, inputs);
            case "union" -> new Plan.Union(inputs, columns(object, "output"));
            case "setOperation" -> setOperation(object, inputs);
            default -> unary(operator, object, Json.entry(inputs, 0));
        };
    }

    private Plan unary(String operator, JsonNode object, Plan input) {
        return switch (operator) {
            case "filter" -> new Plan.Filter(input, expressions.expression(object, "condition"));
            case "project" -> new Plan.Project(input, projections(object, "columns"));
            case "aggregate" -> aggregate(object, input);
            case "distinct" -> new Plan.Distinct(input);
            case "window" -> window(object, input);
            case "sort" -> new Plan.Sort(input, expressions.order(object));
            case "limit" -> limit(object, input);
            case "generate" -> generate(object, input);
            case "expand" -> new Plan.Expand(input, Json.list(object, "rows", this::row), columns(object, "output"));
            case "sessionWindow" ->
                new Plan.SessionWindow(
                        input,
                        expressions.expressions(object, "partition"),
                        expressions.expression(object, "start"),
                        expressions.expression(object, "end"),
                        expressions.column(Json.member(object, "session")));
            case "watermark" ->
                new Plan.Watermark(input, expressions.expression(object, "time"), Json.number(object, "delayMicros"));
            default -> throw Json.damaged("unknown node " + operator);
        };
    }

    private List<Column> columns(JsonNode object, String name) {
        return Json.list(object, name, expressions::column);
    }

    private Column defined(JsonNode object) {
        return expressions.column(Json.member(object, "defines"));
    }

    private List<Projection> projections(JsonNode object, String name) {
        return Json.list(object, name, entry -> new Projection(defined(entry), expressions.expression(entry, "as")));
    }

    private List<Expression> row(JsonNode row) {
        return Json.list(row, expressions::expression);
    }

    private Plan scan(JsonNode object) {
        return new Plan.Scan(
                new RelationName(Json.list(object, "relation", Json::text)),
                Json.constant(object, "mode", Plan.ScanMode.class),
                Json.list(object, "fields", Json::text),
                columns(object, "output"));
    }

    private Plan values(JsonNode object) {
        return new Plan.Values(columns(object, "output"), Json.list(object, "rows", this::row));
    }

    private Plan join(JsonNode object, List<Plan> inputs) {
        return new Plan.Join(
                Json.entry(inputs, 0),
                Json.entry(inputs, 1),
                Json.constant(object, "kind", Plan.JoinKind.class),
                Json.find(object, "condition").map(expressions::expression),
                Json.find(object, "existence").map(expressions::column));
    }

    private Plan setOperation(JsonNode object, List<Plan> inputs) {
        return new Plan.SetOperation(
                Json.entry(inputs, 0),
                Json.entry(inputs, 1),
                Json.constant(object, "operator", Plan.SetOperator.class),
                Json.constant(object, "duplicates", Plan.Duplicates.class),
                columns(object, "output"));
    }

    private Plan aggregate(JsonNode object, Plan input) {
        return new Plan.Aggregate(
                input,
                projections(object, "keys"),
                Json.list(
                        object,
                        "aggregates",
                        entry -> new AggregateColumn(defined(entry), expressions.aggregate(Json.member(entry, "as")))));
    }

    private Plan window(JsonNode object, Plan input) {
        return new Plan.Window(
                input,
                expressions.expressions(object, "partition"),
                expressions.order(object),
                Json.list(
                        object,
                        "columns",
                        entry -> new WindowColumn(defined(entry), expressions.window(Json.member(entry, "as")))));
    }

    private static Plan limit(JsonNode object, Plan input) {
        OptionalLong count = Json.find(object, "count").isPresent()
                ? OptionalLong.of(Json.number(object, "count"))
                : OptionalLong.empty();
        return new Plan.Limit(input, count, Json.number(object, "offset"));
    }

    private Plan generate(JsonNode object, Plan input) {
        if (!(expressions.expression(object, "generator") instanceof Call generator)) {
            throw Json.damaged("a generator is not a call");
        }
        return new Plan.Generate(
                input, generator, Json.constant(object, "emptyRows", Plan.EmptyRows.class), columns(object, "columns"));
    }
}
