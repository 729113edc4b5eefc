package dev.leat.duckdb;

import dev.leat.duckdb.bridge.ResultBatches;
import dev.leat.duckdb.render.Evaluation;
import dev.leat.plan.Plan;
import dev.leat.spi.InputColumn;
import dev.leat.spi.QueryResult;
import dev.leat.type.Field;
import java.util.List;
import java.util.function.Function;

/** The rows of a query, computed before the first is handed out, so that an error can still change how it is run. */
final class DuckDbResult implements QueryResult {
    private final List<Field> schema;
    private final ResultBatches batches;
    private Runnable closing = () -> {};

    DuckDbResult(DuckDbEngine engine, Plan plan, Function<Evaluation, String> sql) {
        this(
                engine,
                plan.output().stream()
                        .map(column -> new Field(column.name(), column.type(), column.nullable()))
                        .toList(),
                sql);
    }

    DuckDbResult(DuckDbEngine engine, List<Field> schema, Function<Evaluation, String> sql) {
        this.schema = List.copyOf(schema);
        this.batches = engine.attempts()
                .run(
                        "run the query",
                        evaluation -> ResultBatches.run(
                                engine.database().connection(),
                                sql.apply(evaluation),
                                schema.stream().map(Field::type).toList()));
    }

    /** Has something done once no more rows are wanted. */
    DuckDbResult onClose(Runnable action) {
        closing = action;
        return this;
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    @Override
    public int next() {
        return batches.next();
    }

    @Override
    public InputColumn column(int index) {
        return batches.column(index);
    }

    @Override
    public void close() {
        batches.close();
        closing.run();
    }
}
