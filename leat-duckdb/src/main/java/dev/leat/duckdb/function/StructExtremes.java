package dev.leat.duckdb.function;

import dev.leat.duckdb.function.AggregateTable.Clauses;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.type.DataType;
import dev.leat.type.DataType.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The least and greatest struct. Spark orders structs by their members in turn, NULL before all values; DuckDB has NULL last
 * within structs, and tells the zeros of floating numbers apart. So the structs compared are (m0 is not NULL, m0, m1 is
 * not NULL, m1, …), with positive zeros; floating members stand at the end once more, as they are.
 */
final class StructExtremes {
    private final String struct;
    private final List<String> compared = new ArrayList<>();
    /** Where each member stands in the struct compared; counts from 1. */
    private final List<Integer> places = new ArrayList<>();

    private StructExtremes(StructType type, String struct) {
        this.struct = struct;
        List<String> exact = new ArrayList<>();
        int count = type.fields().size();
        for (int i = 0; i < count; i++) {
            String member = "struct_extract(" + struct + ", '" + DuckDbTypes.member(i) + "')";
            DataType memberType = type.fields().get(i).type();
            compared.add(member + " IS NOT NULL");
            compared.add(
                    memberType.isFloating() ? member + " + CAST(0 AS " + DuckDbTypes.sql(memberType) + ")" : member);
            if (memberType.isFloating()) {
                exact.add(member);
                places.add(2 * count + exact.size());
            } else {
                places.add(compared.size());
            }
        }
        compared.addAll(exact);
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
            members.add(DuckDbTypes.member(i) + " := " + found + "[" + places.get(i) + "]");
        }
        return "CASE WHEN " + found + " IS NOT NULL THEN " + members + " END";
    }
}
