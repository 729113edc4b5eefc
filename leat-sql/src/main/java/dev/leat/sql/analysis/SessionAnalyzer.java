package dev.leat.sql.analysis;

import java.util.List;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.analysis.RelationCache$;
import org.apache.spark.sql.catalyst.analysis.ResolveEventTimeWatermark$;
import org.apache.spark.sql.catalyst.expressions.ExtractSemiStructuredFields$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.execution.datasources.ApplyCharTypePadding$;
import scala.collection.immutable.Seq;

/**
 * Spark's analyzer with those rules that a session adds and that concern queries. Left out of a session's list: rules
 * for commands, for Hive and data source tables, for Datasets of objects, and TRANSPOSE, which only the Dataset API has.
 */
final class SessionAnalyzer extends Analyzer {
    private final Seq<Rule<LogicalPlan>> resolution = Scala.seq(List.<Rule<LogicalPlan>>of(
            // column:path on VARIANT; without it such a query ends in an internal error instead of a message.
            ExtractSemiStructuredFields$.MODULE$,
            // WATERMARK … DELAY OF.
            ResolveEventTimeWatermark$.MODULE$));

    private final Seq<Rule<LogicalPlan>> postHoc = Scala.seq(List.<Rule<LogicalPlan>>of(
            // CHAR(n) columns: pads what is read, and constants compared with it.
            ApplyCharTypePadding$.MODULE$));

    private final RelationCatalog relations;

    SessionAnalyzer(CatalogManager catalogs, RelationCatalog relations) {
        super(catalogs, RelationCache$.MODULE$.empty());
        this.relations = relations;
    }

    /** These run after common table expressions are in place, which hide views, and before tables are looked up. */
    @Override
    public Seq<Rule<LogicalPlan>> hintResolutionRules() {
        return Scala.seq(List.<Rule<LogicalPlan>>of(new ReadTemporaryViews(relations)));
    }

    @Override
    public Seq<Rule<LogicalPlan>> extendedResolutionRules() {
        return resolution;
    }

    @Override
    public Seq<Rule<LogicalPlan>> postHocResolutionRules() {
        return postHoc;
    }
}
