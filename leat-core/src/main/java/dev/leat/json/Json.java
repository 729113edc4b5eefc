package dev.leat.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Members of JSON objects, of the kind expected or else {@link ErrorCode#STATE_DAMAGED}. */
final class Json {
    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static <T> ArrayNode array(List<T> items, Function<T, JsonNode> encoder) {
        ArrayNode array = array();
        items.forEach(item -> array.add(encoder.apply(item)));
        return array;
    }

    static ArrayNode texts(List<String> items) {
        ArrayNode array = array();
        items.forEach(array::add);
        return array;
    }

    /** Sorted by key, so that equal maps give equal text. */
    static ObjectNode map(Map<String, String> entries) {
        ObjectNode object = object();
        new TreeMap<>(entries).forEach(object::put);
        return object;
    }

    static LeatException damaged(String what) {
        return new LeatException(ErrorCode.STATE_DAMAGED, "The stored plan is damaged: " + what);
    }

    static JsonNode member(JsonNode object, String name) {
        return find(object, name).orElseThrow(() -> damaged("member " + name + " is missing"));
    }

    static Optional<JsonNode> find(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name));
    }

    static String text(JsonNode object, String name) {
        return text(member(object, name));
    }

    static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw damaged("a text was expected in place of " + value.getNodeType());
        }
        return value.textValue();
    }

    static long number(JsonNode object, String name) {
        return number(member(object, name));
    }

    private static long number(JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw damaged("an integer was expected in place of " + value.getNodeType());
        }
        return value.longValue();
    }

    static int integer(JsonNode object, String name) {
        return integer(member(object, name));
    }

    static int integer(JsonNode value) {
        long number = number(value);
        if (number != (int) number) {
            throw damaged("a number is too large: " + number);
        }
        return (int) number;
    }

    static boolean flag(JsonNode object, String name) {
        JsonNode value = member(object, name);
        if (!value.isBoolean()) {
            throw damaged("member " + name + " is not true or false");
        }
        return value.booleanValue();
    }

    static <T> List<T> list(JsonNode object, String name, Function<JsonNode, T> decoder) {
        return list(member(object, name), decoder);
    }

    static <T> List<T> list(JsonNode value, Function<JsonNode, T> decoder) {
        if (!value.isArray()) {
            throw damaged("a list was expected in place of " + value.getNodeType());
        }
        List<T> items = new ArrayList<>();
        value.forEach(item -> items.add(decoder.apply(item)));
        return items;
    }

    static Map<String, String> map(JsonNode object, String name) {
        JsonNode value = member(object, name);
        if (!value.isObject()) {
            throw damaged("member " + name + " is not an object");
        }
        Map<String, String> entries = new TreeMap<>();
        value.properties().forEach(entry -> entries.put(entry.getKey(), text(entry.getValue())));
        return entries;
    }

    static <E extends Enum<E>> E constant(JsonNode object, String name, Class<E> type) {
        return Enum.valueOf(type, text(object, name));
    }

    /** The entry of a table. */
    static <T> T entry(List<T> table, int index) {
        if (index < 0 || index >= table.size()) {
            throw damaged("entry " + index + " of " + table.size() + " is referred to");
        }
        return table.get(index);
    }
}
