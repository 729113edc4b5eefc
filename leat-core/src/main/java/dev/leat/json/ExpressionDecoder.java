package dev.leat.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.error.SourcePosition;
import dev.leat.plan.AggregateCall;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Lambda;
import dev.leat.plan.Expression.LambdaVariable;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.SortKey;
import dev.leat.plan.WindowCall;
import dev.leat.plan.WindowFrame;
import java.util.List;
import java.util.Optional;

/** The reverse of {@link ExpressionEncoder}. */
final class ExpressionDecoder {
    private final TypeDecoder types;
    private final List<String> files;
    private final List<Column> columns;

    ExpressionDecoder(JsonNode body, TypeDecoder types) {
        this.types = types;
        this.files = Json.list(body, "files", Json::text);
        this.columns = Json.list(
                body,
                "columns",
                object -> new Column(
                        Json.integer(object, "id"),
                        Json.text(object, "name"),
                        types.decode(object, "type"),
                        Json.flag(object, "nullable")));
    }

    Column column(JsonNode index) {
        return Json.entry(columns, Json.integer(index));
    }

    SourcePosition position(JsonNode value) {
        List<Integer> parts = Json.list(value, Json::integer);
        return new SourcePosition(
                Json.entry(files, Json.entry(parts, 0)),
                Json.entry(parts, 1),
                Json.entry(parts, 2),
                Json.entry(parts, 3));
    }

    private Optional<SourcePosition> findPosition(JsonNode object) {
        return Json.find(object, "at").map(this::position);
    }

    Expression expression(JsonNode object, String name) {
        return expression(Json.member(object, name));
    }

    List<Expression> expressions(JsonNode object, String name) {
        return Json.list(object, name, this::expression);
    }

    Expression expression(JsonNode object) {
        if (object.has("column")) {
            return new ColumnReference(column(object.get("column")));
        }
        if (object.has("call")) {
            return new Call(
                    Json.text(object, "call"),
                    expressions(object, "arguments"),
                    types.decode(object, "type"),
                    Json.flag(object, "nullable"),
                    findPosition(object));
        }
        if (object.has("lambda")) {
            return new Lambda(Json.list(object, "lambda", this::variable), expression(object, "body"));
        }
        if (object.has("variable")) {
            return variable(object);
        }
        Optional<String> text =
                Json.find(object, "literal").filter(value -> !value.isNull()).map(Json::text);
        Json.member(object, "literal");
        return new Literal(text, types.decode(object, "type"));
    }

    private LambdaVariable variable(JsonNode object) {
        return new LambdaVariable(
                Json.text(object, "variable"), types.decode(object, "type"), Json.flag(object, "nullable"));
    }

    AggregateCall aggregate(JsonNode object) {
        return new AggregateCall(
                Json.text(object, "aggregate"),
                expressions(object, "arguments"),
                Json.flag(object, "distinct"),
                Json.find(object, "filter").map(this::expression),
                order(object),
                types.decode(object, "type"),
                Json.flag(object, "nullable"),
                findPosition(object));
    }

    WindowCall window(JsonNode object) {
        return new WindowCall(
                Json.text(object, "window"),
                expressions(object, "arguments"),
                Json.find(object, "filter").map(this::expression),
                order(object),
                Json.flag(object, "ignoresNulls"),
                new WindowFrame(
                        Json.constant(object, "unit", WindowFrame.Unit.class),
                        bound(Json.member(object, "lower")),
                        bound(Json.member(object, "upper"))),
                types.decode(object, "type"),
                Json.flag(object, "nullable"),
                findPosition(object));
    }

    private WindowFrame.Bound bound(JsonNode object) {
        return new WindowFrame.Bound(
                Json.constant(object, "anchor", WindowFrame.Anchor.class),
                Json.find(object, "offset").map(this::expression));
    }

    List<SortKey> order(JsonNode object) {
        return Json.list(
                object,
                "order",
                key -> new SortKey(
                        expression(key, "key"),
                        Json.constant(key, "direction", SortKey.Direction.class),
                        Json.constant(key, "nulls", SortKey.NullOrder.class)));
    }
}
