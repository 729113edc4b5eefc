package dev.leat.duckdb.function;

import dev.leat.duckdb.function.AggregateTable.Clauses;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.type.DataType;
import dev.leat.type.DataType.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The least and greatest struct. Spark orders structs by their members in turn, NULL before all values, and the zeros of
 * floating numbers are equal; DuckDB has NULL last within structs, and forgets the sign of zeros. So the structs compared are (m0
 * is not NULL, m0, m1 is not NULL, m1, …), with zeros that are positive, and at the end whether they were negative.
 */
final class StructExtremes {
    private final String struct;
    private final List<String> compared = new ArrayList<>();
    private final List<String> signs = new ArrayList<>();
    /** Where each member stands in the struct compared; counts from 1. */
    private final List<Integer> places = new ArrayList<>();
    /** The same for the signs, by the index of the member. */
    private final Map<Integer, Integer> signPlaces = new HashMap<>();

    private StructExtremes(StructType type, String struct) {
        this.struct = struct;
        int count = type.fields().size();
        for (int i = 0; i < count; i++) {
            String member = "struct_extract(" + struct + ", '" + DuckDbTypes.member(i) + "')";
            DataType memberType = type.fields().get(i).type();
            compared.add(member + " IS NOT NULL");
            if (memberType.isFloating()) {
                compared.add(member + " + CAST(0 AS " + DuckDbTypes.sql(memberType) + ")");
                signs.add(member + " = 0 AND signbit(" + member + ")");
                signPlaces.put(i, 2 * count + signs.size());
            } else {
                compared.add(member);
            }
            places.add(compared.size());
        }
        compared.addAll(signs);
    }

    /** The aggregate over an operand of the type, if it is a struct of plain values. */
    static Optional<String> sql(DataType type, String function, Clauses clauses) {
        boolean isPlain = type instanceof StructType struct
                && !struct.fields().isEmpty()
                && struct.fields().stream().allMatch(field -> TypeClass.ORDERED.contains(field.type()));
        return isPlain
                ? Optional.of(
                        new StructExtremes((StructType) type, clauses.operands().get(0)).sql(function, clauses))
                : Optional.empty();
    }

    /** DuckDB computes an aggregate that is written several times once. */
    private String sql(String function, Clauses clauses) {
        String row = "CASE WHEN " + struct + " IS NOT NULL THEN row(" + String.join(", ", compared) + ") END";
        String found = "(" + clauses.apply(function, row) + ")";
        StringJoiner members = new StringJoiner(", ", "struct_pack(", ")");
        for (int i = 0; i < places.size(); i++) {
            String value = found + "[" + places.get(i) + "]";
            String exact = Optional.ofNullable(signPlaces.get(i))
                    .map(sign -> "CASE WHEN " + found + "[" + sign + "] THEN -" + value + " ELSE " + value + " END")
                    .orElse(value);
            members.add(DuckDbTypes.member(i) + " := " + exact);
        }
        return "CASE WHEN " + found + " IS NOT NULL THEN " + members + " END";
    }
}
