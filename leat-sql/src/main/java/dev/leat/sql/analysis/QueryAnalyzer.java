package dev.leat.sql.analysis;

import dev.leat.error.LeatException;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkSqlParser;
import scala.Option;

/**
 * Parses and analyses queries exactly as a Spark session with these settings would. Holds no state of a query; safe for
 * use by several threads.
 */
public final class QueryAnalyzer {
    private final SqlSession session;
    private final SparkSettings settings;
    private final SessionCatalogs catalogs;

    /** An analyzer for the queries of one session. */
    public QueryAnalyzer(SqlSession session) {
        this.session = session;
        this.settings = SparkSettings.of(session.settings());
        this.catalogs = settings.within(() -> new SessionCatalogs(session));
    }

    /** Spark's parse tree of one statement of any kind. */
    public LogicalPlan parse(SourceText text) {
        return guarded(text, () -> new SparkSqlParser().parsePlan(text.sql()));
    }

    /** One query. */
    public AnalyzedQuery analyze(SourceText text) {
        return analyze(parse(text), text);
    }

    /**
     * A query that was parsed as a part of a statement.
     *
     * @param text the whole text that was parsed
     */
    public AnalyzedQuery analyze(LogicalPlan parsed, SourceText text) {
        return guarded(text, () -> {
            LogicalPlan analyzed = new SessionAnalyzer(catalogs, session.relations())
                    .executeAndCheck(parsed, new QueryPlanningTracker(Option.empty()));
            return normalize(analyzed, text);
        });
    }

    /** A plan resolved only; the work that makes it may use Spark's parser. */
    public LogicalPlan resolve(Supplier<LogicalPlan> parsed, SourceText text) {
        return guarded(
                text,
                () -> new SessionAnalyzer(catalogs, session.relations())
                        .executeAndCheck(parsed.get(), new QueryPlanningTracker(Option.empty())));
    }

    /** A resolved plan, for example of a query with conversions added, made ready for translation. */
    public AnalyzedQuery normalize(LogicalPlan analyzed, SourceText text) {
        return guarded(text, () -> {
            LogicalPlan normalized = new QueryNormalizer(catalogs).execute(analyzed);
            return new AnalyzedQuery(
                    text, session, settings, analyzed, normalized, Scala.<Attribute>list(analyzed.output()));
        });
    }

    private <T> T guarded(SourceText text, Supplier<T> work) {
        try {
            return settings.within(work);
        } catch (LeatException e) {
            throw e;
        } catch (Exception | AssertionError | StackOverflowError e) {
            throw SparkErrors.translate(e, text);
        }
    }
}
