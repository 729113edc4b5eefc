package dev.leat.conformance.incremental;

import dev.leat.conformance.oracle.EngineValues;
import dev.leat.conformance.oracle.Rows;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Engine;
import dev.leat.spi.QueryResult;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.sql.read.SparkFileReaders;
import dev.leat.type.Field;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Engines on files, and what their tables hold. */
public final class Engines {
    private static final int THREADS = 2;

    private Engines() {}

    /** An embedded engine. */
    public static DuckDbEngine open(EngineOptions options, Clock clock) {
        return DuckDbEngine.open(
                new EngineOptions(options.state(), THREADS, options.memoryLimit()),
                new DuckDbEngine.Code(
                        new SparkEvaluatorFactory(), new SparkFileReaders(), clock, FunctionTable.STANDARD));
    }

    /** A run over a whole pipeline that nobody watches. */
    public static RunReport run(Engine engine, Pipeline pipeline) {
        return new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), CommitTerms.DEFAULT);
    }

    /** The rows of one of its tables. */
    public static Rows rows(DuckDbEngine engine, Pipeline pipeline, RelationName table, List<Field> schema) {
        try (QueryResult result = engine.query(pipeline, scan(table, schema))) {
            return EngineValues.read(result);
        }
    }

    /** All rows of a table. */
    public static Plan scan(RelationName table, List<Field> schema) {
        List<String> fields = schema.stream().map(Field::name).toList();
        List<Column> columns = new ArrayList<>();
        for (Field field : schema) {
            columns.add(new Column(columns.size(), field.name(), field.type(), true));
        }
        return new Plan.Scan(table, Plan.ScanMode.TABLE, fields, columns);
    }
}
