package dev.leat.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.leat.type.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Expressions are nested objects; columns and names of files are indexes into their tables. */
final class ExpressionEncoder implements Expression.Visitor<JsonNode> {
    private final TypeEncoder types;
    private final Map<Column, Integer> columnIndexes = new HashMap<>();
    private final ArrayNode columns = Json.array();
    private final Map<String, Integer> fileIndexes = new HashMap<>();
    private final ArrayNode files = Json.array();

    ExpressionEncoder(TypeEncoder types) {
        this.types = types;
    }

    ArrayNode columns() {
        return columns;
    }

    ArrayNode files() {
        return files;
    }

    JsonNode encode(Expression expression) {
        return expression.accept(this);
    }

    ArrayNode encode(List<Expression> expressions) {
        return Json.array(expressions, this::encode);
    }

    JsonNode encode(Column column) {
        return IntNode.valueOf(columnIndexes.computeIfAbsent(column, this::append));
    }

    private int append(Column column) {
        ObjectNode object = Json.object();
        object.put("id", column.id()).put("name", column.name());
        object.set("type", types.encode(column.type()));
        columns.add(object.put("nullable", column.nullable()));
        return columns.size() - 1;
    }

    ArrayNode encode(SourcePosition position) {
        int file = fileIndexes.computeIfAbsent(position.file(), name -> {
            files.add(name);
            return files.size() - 1;
        });
        return Json.array()
                .add(file)
                .add(position.line())
                .add(position.column())
                .add(position.length());
    }

    @Override
    public JsonNode visit(ColumnReference reference) {
        return Json.object().set("column", encode(reference.column()));
    }

    @Override
    public JsonNode visit(Literal literal) {
        ObjectNode object = Json.object();
        object.put("literal", literal.text().orElse(null));
        return object.set("type", types.encode(literal.type()));
    }

    @Override
    public JsonNode visit(Call call) {
        ObjectNode object = Json.object();
        object.put("call", call.function());
        object.set("arguments", encode(call.arguments()));
        result(object, new Result(call.type(), call.nullable(), call.position()));
        return object;
    }

    @Override
    public JsonNode visit(Lambda lambda) {
        ObjectNode object = Json.object();
        object.set("lambda", Json.array(lambda.parameters(), parameter -> parameter.accept(this)));
        return object.set("body", encode(lambda.body()));
    }

    @Override
    public JsonNode visit(LambdaVariable variable) {
        ObjectNode object = Json.object();
        object.put("variable", variable.name());
        object.set("type", types.encode(variable.type()));
        return object.put("nullable", variable.nullable());
    }

    ObjectNode encode(AggregateCall call) {
        ObjectNode object = Json.object();
        object.put("aggregate", call.function());
        object.set("arguments", encode(call.arguments()));
        object.put("distinct", call.distinct());
        call.filter().ifPresent(filter -> object.set("filter", encode(filter)));
        object.set("order", order(call.order()));
        result(object, new Result(call.type(), call.nullable(), call.position()));
        return object;
    }

    ObjectNode encode(WindowCall call) {
        ObjectNode object = Json.object();
        object.put("window", call.function());
        object.set("arguments", encode(call.arguments()));
        call.filter().ifPresent(filter -> object.set("filter", encode(filter)));
        object.set("order", order(call.order()));
        object.put("ignoresNulls", call.ignoresNulls());
        object.put("unit", call.frame().unit().name());
        object.set("lower", bound(call.frame().lower()));
        object.set("upper", bound(call.frame().upper()));
        result(object, new Result(call.type(), call.nullable(), call.position()));
        return object;
    }

    ArrayNode order(List<SortKey> keys) {
        return Json.array(keys, key -> {
            ObjectNode object = Json.object();
            object.set("key", encode(key.expression()));
            return object.put("direction", key.direction().name())
                    .put("nulls", key.nulls().name());
        });
    }

    private ObjectNode bound(WindowFrame.Bound bound) {
        ObjectNode object = Json.object().put("anchor", bound.anchor().name());
        bound.offset().ifPresent(offset -> object.set("offset", encode(offset)));
        return object;
    }

    private record Result(DataType type, boolean nullable, Optional<SourcePosition> position) {}

    private void result(ObjectNode object, Result result) {
        object.set("type", types.encode(result.type()));
        object.put("nullable", result.nullable());
        result.position().ifPresent(position -> object.set("at", encode(position)));
    }
}
