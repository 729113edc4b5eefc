package dev.leat.testkit;

import dev.leat.spi.InputColumn;
import dev.leat.spi.QueryResult;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;

/** A result of rows on the heap, in batches of few. The values are as {@link HeapValues} has them. */
public final class HeapRows implements QueryResult {
    private static final int BATCH_ROWS = 3;

    private final List<Field> schema;
    private final List<List<Object>> rows;
    private List<HeapValues> batch = List.of();
    private int next;

    private HeapRows(List<Field> schema, List<List<Object>> rows) {
        this.schema = List.copyOf(schema);
        this.rows = List.copyOf(rows);
    }

    /** Rows of several columns. */
    public static HeapRows of(List<Field> schema, List<List<Object>> rows) {
        return new HeapRows(schema, rows);
    }

    /** Rows of one column. */
    public static HeapRows of(Field column, List<?> values) {
        List<List<Object>> rows = new ArrayList<>();
        values.forEach(value -> rows.add(List.of(value)));
        return new HeapRows(List.of(column), rows);
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    @Override
    public int next() {
        List<List<Object>> taken = rows.subList(next, Math.min(rows.size(), next + BATCH_ROWS));
        List<HeapValues> columns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            int column = i;
            columns.add(new HeapValues(
                    schema.get(i).type(),
                    taken.stream().map(row -> row.get(column)).toList()));
        }
        batch = columns;
        next += taken.size();
        return taken.size();
    }

    @Override
    public InputColumn column(int index) {
        return batch.get(index);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
