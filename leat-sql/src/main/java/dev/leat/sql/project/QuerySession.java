package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.LeatException;
import dev.leat.error.NearestName;
import dev.leat.pipeline.Settings;
import dev.leat.plan.Plan.ScanMode;
import dev.leat.plan.RelationName;
import dev.leat.sql.analysis.AnalyzedQuery;
import dev.leat.sql.analysis.QueryAnalyzer;
import dev.leat.sql.analysis.Scala;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SqlSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.Option;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;

/** Analyses the queries of a project with the relations known so far. Not thread-safe. */
final class QuerySession {
    private final Settings settings;
    private final String catalogName;
    private final ProjectRelations relations = new ProjectRelations();
    private final Map<String, QueryAnalyzer> analyzers = new HashMap<>();

    QuerySession(Settings settings, String catalogName) {
        this.settings = settings;
        this.catalogName = catalogName;
    }

    ProjectRelations relations() {
        return relations;
    }

    /** The analyzer of queries whose unqualified names are in a schema. */
    QueryAnalyzer analyzer(String schemaName) {
        return analyzers.computeIfAbsent(
                schemaName, name -> new QueryAnalyzer(new SqlSession(settings, catalogName, name, relations)));
    }

    AnalyzedQuery analyze(QueryDefinition query, Resolution resolution) {
        Map<RelationName, RelationName> hidden = new HashMap<>();
        resolution.definitions().forEach((reference, definition) -> {
            if (definition.name().parts().size() == 1 && reference.mode() == ScanMode.STREAM) {
                hidden.put(
                        RelationName.of(
                                catalogName,
                                query.schemaName(),
                                reference.parts().get(0)),
                        definition.name());
            }
        });
        relations.hide(hidden);
        try {
            return analyzer(query.schemaName())
                    .analyze(query.parsed(), query.text().source());
        } catch (LeatException e) {
            throw withHints(e);
        }
    }

    private static LeatException withHints(LeatException e) {
        LeatException better = new LeatException(
                e.diagnostics().stream().map(QuerySession::withHint).toList());
        better.addSuppressed(e);
        return better;
    }

    /** Spark names similar columns, but not similar functions. */
    private static Diagnostic withHint(Diagnostic found) {
        Matcher name = Pattern.compile("`([^`]*)`").matcher(found.message());
        boolean isFunction =
                found.condition().filter("UNRESOLVED_ROUTINE"::equals).isPresent();
        if (!isFunction || !name.find()) {
            return found;
        }
        List<String> known = new ArrayList<>();
        Scala.<FunctionIdentifier>list(FunctionRegistry.builtin().listFunction())
                .forEach(function -> known.add(function.funcName()));
        Collections.sort(known);
        String hint = NearestName.hint(name.group(1), known);
        String message = "There is no function " + name.group(1) + hint;
        return new Diagnostic(found.code(), found.condition(), message, found.position());
    }

    /** A query whose one column is a condition on the rows of a relation. */
    AnalyzedQuery analyzeCondition(Expression condition, RelationName relation, SourceText text) {
        relations.hide(Map.of());
        QueryAnalyzer analyzer = analyzer(relation.parts().get(relation.parts().size() - 2));
        LogicalPlan rows =
                new UnresolvedRelation(Scala.<String>seq(relation.parts()), CaseInsensitiveStringMap.empty(), false);
        LogicalPlan filter;
        try {
            filter = analyzer.resolve(() -> new Filter(condition, rows), text);
        } catch (LeatException e) {
            throw withHints(e);
        }
        @SuppressWarnings("unchecked") // The empty list is a list of anything.
        Seq<String> none = (Seq<String>) (Seq<?>) Nil$.MODULE$;
        Alias value = new Alias(
                filter.expressions().head(), "satisfied", NamedExpression.newExprId(), none, Option.empty(), none);
        return analyzer.normalize(
                new Project(Scala.seq(List.of(value)), filter.children().head()), text);
    }

    /** An analysed query with conversions added. */
    AnalyzedQuery normalize(QueryDefinition query, LogicalPlan converted) {
        return analyzer(query.schemaName()).normalize(converted, query.text().source());
    }
}
