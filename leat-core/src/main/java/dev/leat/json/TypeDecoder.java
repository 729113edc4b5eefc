package dev.leat.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.CharType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.IntervalUnit;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.DataType.VarcharType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reverse of {@link TypeEncoder}. */
final class TypeDecoder {
    private static final Pattern PARAMETERS = Pattern.compile("([A-Z]+)\\((\\d{1,10})(?:,(\\d{1,10}))?\\)");
    private static final Pattern INTERVAL = Pattern.compile("INTERVAL ([A-Z]+) TO ([A-Z]+)");

    private final List<DataType> table = new ArrayList<>();

    TypeDecoder(JsonNode entries) {
        Json.list(entries, this::entry).forEach(type -> {});
    }

    DataType decode(JsonNode value) {
        return value.isTextual() ? simple(value.textValue()) : Json.entry(table, Json.integer(value));
    }

    DataType decode(JsonNode object, String name) {
        return decode(Json.member(object, name));
    }

    Field field(JsonNode object) {
        return new Field(
                Json.text(object, "name"),
                decode(object, "type"),
                Json.flag(object, "nullable"),
                Json.find(object, "comment").map(Json::text));
    }

    /** Each entry refers only to those before it. */
    private DataType entry(JsonNode object) {
        DataType type = nested(object);
        table.add(type);
        return type;
    }

    private DataType nested(JsonNode object) {
        if (object.has("array")) {
            return new ArrayType(decode(object, "array"), Json.flag(object, "nulls"));
        }
        if (object.has("map")) {
            return new MapType(decode(object, "map"), decode(object, "to"), Json.flag(object, "nulls"));
        }
        return new StructType(Json.list(object, "struct", this::field));
    }

    private static DataType simple(String text) {
        Matcher parameters = PARAMETERS.matcher(text);
        if (parameters.matches()) {
            return parameterized(parameters.toMatchResult());
        }
        Matcher interval = INTERVAL.matcher(text);
        if (interval.matches()) {
            return new IntervalType(IntervalUnit.valueOf(interval.group(1)), IntervalUnit.valueOf(interval.group(2)));
        }
        return Simple.valueOf(text);
    }

    private static DataType parameterized(MatchResult text) {
        int first = Integer.parseInt(text.group(2));
        return switch (text.group(1)) {
            case "DECIMAL" -> new DecimalType(first, Integer.parseInt(text.group(3)));
            case "CHAR" -> new CharType(first);
            case "VARCHAR" -> new VarcharType(first);
            default -> throw Json.damaged("unknown type " + text.group());
        };
    }
}
