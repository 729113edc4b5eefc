package dev.leat.conformance.algebra;

import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.conformance.tpc.TpcTable;
import dev.leat.json.PlanJson;
import dev.leat.pipeline.Settings;
import dev.leat.plan.ColumnPruning;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.RelationName;
import dev.leat.plan.SharedSubplans;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.sql.analysis.QueryAnalyzer;
import dev.leat.sql.analysis.Relation;
import dev.leat.sql.analysis.RelationCatalog;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.sql.analysis.SqlSession;
import dev.leat.sql.translate.QueryTranslator;
import dev.leat.type.Field;
import dev.leat.type.Identifiers;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Takes a query from text to plan to Spark SQL and compares what Spark answers to both. */
final class SparkRoundTrip {
    private final OracleSession oracle = SparkOracle.start().session(Settings.DEFAULT);
    private final QueryAnalyzer analyzer;

    SparkRoundTrip(List<TpcTable> tables) {
        // Small data: planning and generating code would take most of the time.
        oracle.spark().conf().set("spark.sql.codegen.wholeStage", "false");
        Map<String, List<Field>> schemas = new HashMap<>();
        for (TpcTable table : tables) {
            oracle.registerParquet(table.name(), table.file());
            schemas.put(
                    table.name(),
                    SparkTypes.fields(oracle.spark().table(table.name()).schema()));
        }
        this.analyzer = new QueryAnalyzer(SqlSession.of(Settings.DEFAULT, new Tables(schemas)));
    }

    private record Tables(Map<String, List<Field>> schemas) implements RelationCatalog {
        @Override
        public Optional<Relation> find(RelationName name) {
            return Optional.ofNullable(schemas.get(name.simpleName().toLowerCase(Locale.ROOT)))
                    .map(columns -> new Relation(name, columns));
        }

        @Override
        public Optional<Relation> findFile(String format, String path) {
            return Optional.empty();
        }
    }

    /** What the query's plan, after the passes and a detour through JSON, differs in from the query; empty if in nothing. */
    Optional<String> difference(String sql) {
        Plan plan = QueryTranslator.translate(analyzer.analyze(SourceText.of(sql)));
        PlanChecks.verify(plan);
        Plan optimized = SharedSubplans.share(ColumnPruning.prune(plan));
        PlanChecks.verify(optimized);
        Plan stored = PlanJson.read(PlanJson.write(optimized));
        if (!stored.equals(optimized)) {
            return Optional.of("the plan read from JSON is another");
        }
        String rendered = SparkSqlRenderer.query(stored, SparkRoundTrip::view).text();
        Rows expected = oracle.rows(sql);
        Rows actual;
        try {
            actual = oracle.rows(rendered);
        } catch (Exception e) {
            throw new IllegalStateException("Spark refuses the plan's text:\n" + rendered, e);
        }
        return SameRows.difference(expected, actual).map(text -> text + "\n" + rendered);
    }

    private static String view(RelationName name) {
        return Identifiers.quote(name.simpleName());
    }
}
