package dev.leat.conformance.oracle;

import java.util.List;

/**
 * The answer to a query.
 *
 * @param names the columns' names
 * @param types the columns' types, as Spark's catalog string writes them
 * @param rows in the order of the answer
 */
public record Rows(List<String> names, List<String> types, List<List<Value>> rows) {
    public Rows {
        names = List.copyOf(names);
        types = List.copyOf(types);
        rows = List.copyOf(rows);
    }
}
