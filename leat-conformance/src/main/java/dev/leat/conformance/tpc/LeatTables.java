package dev.leat.conformance.tpc;

import dev.leat.conformance.oracle.EngineValues;
import dev.leat.conformance.oracle.Rows;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.spi.Engine;
import dev.leat.spi.QueryResult;
import dev.leat.sql.analysis.QueryAnalyzer;
import dev.leat.sql.analysis.Relation;
import dev.leat.sql.analysis.RelationCatalog;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.sql.analysis.SqlSession;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.sql.read.SparkFileReaders;
import dev.leat.sql.translate.QueryTranslator;
import dev.leat.type.Field;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/** Leat on the tables of a benchmark: its front end, its engine, its readers. */
final class LeatTables implements AutoCloseable, RelationCatalog {
    private static final int THREADS = 2;

    private final Map<String, Source> sources = new TreeMap<>();
    private final Engine engine;
    private final QueryAnalyzer analyzer;

    LeatTables(List<TpcTable> tables) {
        for (TpcTable table : tables) {
            RelationName name = RelationName.of(SqlSession.DEFAULT_CATALOG, SqlSession.DEFAULT_SCHEMA, table.name());
            List<Field> schema = schema(table);
            SourceDefinition files = new SourceDefinition(
                    "parquet", List.of(table.file().toString()), Map.of(), Optional.of(schema), Settings.DEFAULT);
            sources.put(
                    name.key(),
                    new Source(name, files, schema, SourceText.of("").start()));
        }
        engine = DuckDbEngine.open(
                new EngineOptions(
                        Optional.empty(), THREADS, EngineOptions.inMemory().memoryLimit()),
                new DuckDbEngine.Code(
                        new SparkEvaluatorFactory(),
                        new SparkFileReaders(),
                        Clock.systemUTC(),
                        FunctionTable.STANDARD));
        analyzer = new QueryAnalyzer(SqlSession.of(Settings.DEFAULT, this));
    }

    private static List<Field> schema(TpcTable table) {
        String ddl =
                table.columns().stream().map(c -> c.name() + " " + c.type()).collect(Collectors.joining(", "));
        return SparkTypes.fields(StructType.fromDDL(ddl));
    }

    @Override
    public Optional<Relation> find(RelationName name) {
        return Optional.ofNullable(sources.get(name.key())).map(source -> new Relation(source.name(), source.schema()));
    }

    @Override
    public Optional<Relation> findFile(String format, String path) {
        return Optional.empty();
    }

    /** Compiles a query. */
    Plan plan(String sql) {
        return QueryTranslator.translate(analyzer.analyze(SourceText.of(sql)));
    }

    /** Runs a compiled query. */
    Rows rows(Plan plan) {
        try (QueryResult result = engine.query(pipeline(), plan)) {
            return EngineValues.read(result);
        }
    }

    private Pipeline pipeline() {
        return new Pipeline("tpc", Settings.DEFAULT, List.copyOf(sources.values()), List.of(), List.of(), List.of());
    }

    @Override
    public void close() {
        engine.close();
    }
}
