package dev.leat.duckdb.function;

import static dev.leat.duckdb.function.TypeClass.ANY;
import static dev.leat.duckdb.function.TypeClass.ARRAY;
import static dev.leat.duckdb.function.TypeClass.BOOLEAN;
import static dev.leat.duckdb.function.TypeClass.INT;
import static dev.leat.duckdb.function.TypeClass.MAP;
import static dev.leat.duckdb.function.TypeClass.ORDERED;
import static dev.leat.duckdb.function.TypeClass.STRING;
import static dev.leat.duckdb.function.TypeClass.STRUCT;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** Arrays, maps and structs. Nested values are never compared here, and elements only if they are scalars. */
final class CollectionFunctions {
    private CollectionFunctions() {}

    static List<NativeFunction> rows() {
        Rows rows = new Rows()
                .total("get_field", List.of(STRUCT, STRING), CollectionFunctions::field)
                .repeating("named_struct", List.of(ANY), CollectionFunctions::struct)
                .repeating("array", List.of(ANY), CollectionFunctions::array)
                .total("size", List.of(ARRAY), "CAST(len({0}) AS INTEGER)")
                .total("size", List.of(MAP), "CAST(cardinality({0}) AS INTEGER)")
                .total("array_size", List.of(ARRAY), "CAST(len({0}) AS INTEGER)")
                .total("cardinality", List.of(ARRAY), "CAST(len({0}) AS INTEGER)")
                .total("map_keys", List.of(MAP), "map_keys({0})")
                .total("map_values", List.of(MAP), "map_values({0})")
                .total("get", List.of(ARRAY, INT), "CASE WHEN {1} >= 0 THEN {0}[CAST({1} AS BIGINT) + 1] END")
                .total("array_contains", List.of(ARRAY, ORDERED), CollectionFunctions::contains)
                .total("sort_array", List.of(ARRAY, BOOLEAN), CollectionFunctions::sorted);
        addElements(rows);
        return rows.list();
    }

    private static void addElements(Rows rows) {
        String element = "CASE WHEN {0} IS NOT NULL AND ({1} < 0 OR {1} >= len({0})) THEN "
                + Template.error("INVALID_ARRAY_INDEX", "{0}") + "" + " ELSE {0}[CAST({1} AS BIGINT) + 1] END";
        String fromEnds = "CASE WHEN {1} = 0 AND {0} IS NOT NULL THEN "
                + Template.error("INVALID_INDEX_OF_ZERO", "{0}") + ""
                + " WHEN abs(CAST({1} AS BIGINT)) > len({0}) THEN "
                + Template.error("INVALID_ARRAY_INDEX_IN_ELEMENT_AT", "{0}") + ""
                + " ELSE {0}[{1}] END";
        rows.partial("get_item", List.of(ARRAY, INT), element);
        for (String function : List.of("get_item", "element_at", "try_element_at")) {
            rows.total(function, List.of(MAP, ORDERED), CollectionFunctions::value);
        }
        rows.partial("element_at", List.of(ARRAY, INT), fromEnds)
                .partial(
                        "try_element_at",
                        List.of(ARRAY, INT),
                        "CASE WHEN {1} IN (0, -2147483648) AND {0} IS NOT NULL THEN "
                                + Template.error("INVALID_INDEX_OF_ZERO", "{0}") + " ELSE {0}[{1}] END");
    }

    private static Optional<String> field(Signature signature, List<String> operands) {
        List<Field> fields = ((StructType) signature.type(0)).fields();
        List<Integer> found = IntStream.range(0, fields.size())
                .filter(i -> signature
                        .constant(1)
                        .filter(fields.get(i).name()::equals)
                        .isPresent())
                .boxed()
                .toList();
        return found.size() == 1
                ? Optional.of("struct_extract(" + operands.get(0) + ", '" + DuckDbTypes.member(found.get(0)) + "')")
                : Optional.empty();
    }

    private static Optional<String> struct(Signature signature, List<String> operands) {
        if (operands.isEmpty() || operands.size() % 2 != 0) {
            return Optional.empty();
        }
        StringJoiner members = new StringJoiner(", ", "struct_pack(", ")");
        for (int i = 0; i < operands.size(); i += 2) {
            if (signature.constant(i).isEmpty()) {
                return Optional.empty();
            }
            members.add(DuckDbTypes.member(i / 2) + " := " + operands.get(i + 1));
        }
        return Optional.of(members.toString());
    }

    private static Optional<String> array(Signature signature, List<String> operands) {
        boolean isSame = signature.result() instanceof ArrayType array
                && signature.arguments().stream()
                        .allMatch(
                                argument -> DuckDbTypes.sql(argument.type()).equals(DuckDbTypes.sql(array.element())));
        return isSame && !operands.isEmpty()
                ? Optional.of("list_value(" + String.join(", ", operands) + ")")
                : Optional.empty();
    }

    /** NULL where the value is not found but might be one of the NULLs. */
    private static Optional<String> contains(Signature signature, List<String> operands) {
        return signature.type(0) instanceof ArrayType array && array.element().equals(signature.type(1))
                ? Template.fill(
                        "CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL WHEN list_contains({0}, {1}) THEN true"
                                + " WHEN list_count({0}) < len({0}) THEN NULL ELSE false END",
                        signature, operands)
                : Optional.empty();
    }

    private static Optional<String> sorted(Signature signature, List<String> operands) {
        boolean isScalar = signature.type(0) instanceof ArrayType array && isExact(array.element());
        return signature
                .constant(1)
                .filter(ascending -> isScalar)
                .map(ascending -> "list_sort(" + operands.get(0)
                        + (ascending.equals("true") ? ", 'ASC', 'NULLS FIRST')" : ", 'DESC', 'NULLS LAST')"));
    }

    private static Optional<String> value(Signature signature, List<String> operands) {
        return signature.type(0) instanceof MapType map && map.key().equals(signature.type(1)) && isExact(map.key())
                ? Template.fill("map_extract_value({0}, {1})", signature, operands)
                : Optional.empty();
    }

    /** Whether equal values are the same values, as is not so of -0.0 and 0.0. */
    private static boolean isExact(DataType type) {
        return ORDERED.contains(type) && !type.isFloating();
    }
}
