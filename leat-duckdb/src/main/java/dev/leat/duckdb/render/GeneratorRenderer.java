package dev.leat.duckdb.render;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Plan;
import dev.leat.type.DataType;
import java.util.Optional;
import java.util.StringJoiner;

/** Generators as DuckDB SQL: a list of structs per row, unnested. */
final class GeneratorRenderer {
    private final ExpressionRenderer expressions;

    GeneratorRenderer(ExpressionRenderer expressions) {
        this.expressions = expressions;
    }

    String render(Plan.Generate node, String input) {
        String rows = rows(node).orElseGet(() -> expressions.generator(node.generator()));
        StringJoiner passed = new StringJoiner(", ");
        node.input().output().forEach(column -> passed.add(ExpressionRenderer.name(column)));
        StringJoiner members = new StringJoiner(", ");
        int index = 0;
        for (Column column : node.columns()) {
            members.add("\"_g\"." + DuckDbTypes.member(index++) + " AS " + ExpressionRenderer.name(column));
        }
        String list = node.emptyRows() == Plan.EmptyRows.KEPT
                ? "CASE WHEN len(\"_l\") > 0 THEN \"_l\" ELSE [NULL] END"
                : "\"_l\"";
        String separator = passed.length() == 0 ? "" : ", ";
        return "SELECT " + passed + separator + members + " FROM (SELECT " + passed + separator + "unnest(" + list
                + ") AS \"_g\" FROM (SELECT *, " + rows + " AS \"_l\" FROM " + input + "))";
    }

    /** The list of structs in a native form. */
    private Optional<String> rows(Plan.Generate node) {
        Expression.Call generator = node.generator();
        if (generator.arguments().size() != 1) {
            return Optional.empty();
        }
        DataType type = generator.arguments().get(0).type();
        String operand = expressions.render(generator.arguments().get(0));
        return switch (generator.function()) {
            case "explode" ->
                Optional.of(
                        type instanceof DataType.MapType
                                ? "list_transform(map_entries(" + operand + "), lambda e: {'f0': e.key, 'f1': e.value})"
                                : "list_transform(" + operand + ", lambda e: {'f0': e})");
            case "posexplode" ->
                Optional.of(
                        type instanceof DataType.MapType
                                ? "list_transform(map_entries(" + operand
                                        + "), lambda e, i: {'f0': CAST(i - 1 AS INTEGER), 'f1': e.key, 'f2': e.value})"
                                : "list_transform(" + operand
                                        + ", lambda e, i: {'f0': CAST(i - 1 AS INTEGER), 'f1': e})");
            case "inline" -> Optional.of(operand);
            default -> Optional.empty();
        };
    }
}
