package dev.leat.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A type that is not nested is a text, {@code "DECIMAL(12,2)"}; a nested one is the index of its entry in the table of
 * types, whose parts stand before it.
 */
final class TypeEncoder implements DataType.Visitor<JsonNode> {
    private final Map<DataType, Integer> indexes = new LinkedHashMap<>();
    private final ArrayNode table = Json.array();

    ArrayNode table() {
        return table;
    }

    JsonNode encode(DataType type) {
        return type.accept(this);
    }

    ObjectNode encode(Field field) {
        ObjectNode object = Json.object();
        object.put("name", field.name());
        object.set("type", encode(field.type()));
        object.put("nullable", field.nullable());
        field.comment().ifPresent(comment -> object.put("comment", comment));
        return object;
    }

    @Override
    public JsonNode visit(DataType.Simple type) {
        return TextNode.valueOf(type.name());
    }

    @Override
    public JsonNode visit(DataType.DecimalType type) {
        return TextNode.valueOf(type.sql());
    }

    @Override
    public JsonNode visit(DataType.CharType type) {
        return TextNode.valueOf(type.sql());
    }

    @Override
    public JsonNode visit(DataType.VarcharType type) {
        return TextNode.valueOf(type.sql());
    }

    @Override
    public JsonNode visit(DataType.IntervalType type) {
        return TextNode.valueOf("INTERVAL " + type.first() + " TO " + type.last());
    }

    @Override
    public JsonNode visit(DataType.ArrayType type) {
        return entry(
                type,
                Json.object().<ObjectNode>set("array", encode(type.element())).put("nulls", type.containsNull()));
    }

    @Override
    public JsonNode visit(DataType.MapType type) {
        ObjectNode object = Json.object();
        object.set("map", encode(type.key()));
        object.set("to", encode(type.value()));
        return entry(type, object.put("nulls", type.valueContainsNull()));
    }

    @Override
    public JsonNode visit(DataType.StructType type) {
        return entry(type, Json.object().set("struct", Json.array(type.fields(), this::encode)));
    }

    private JsonNode entry(DataType type, ObjectNode object) {
        Integer known = indexes.get(type);
        if (known != null) {
            return IntNode.valueOf(known);
        }
        indexes.put(type, table.size());
        table.add(object);
        return IntNode.valueOf(table.size() - 1);
    }
}
