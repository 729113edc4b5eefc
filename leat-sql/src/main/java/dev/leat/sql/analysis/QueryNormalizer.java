package dev.leat.sql.analysis;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.optimizer.BooleanSimplification$;
import org.apache.spark.sql.catalyst.optimizer.CollapseProject$;
import org.apache.spark.sql.catalyst.optimizer.ColumnPruning$;
import org.apache.spark.sql.catalyst.optimizer.CombineUnions$;
import org.apache.spark.sql.catalyst.optimizer.OptimizeOneRowRelationSubquery$;
import org.apache.spark.sql.catalyst.optimizer.Optimizer;
import org.apache.spark.sql.catalyst.optimizer.PullOutNestedDataOuterRefExpressions$;
import org.apache.spark.sql.catalyst.optimizer.PullupCorrelatedPredicates$;
import org.apache.spark.sql.catalyst.optimizer.PushDownPredicates$;
import org.apache.spark.sql.catalyst.optimizer.RemoveNoopOperators$;
import org.apache.spark.sql.catalyst.optimizer.RewriteCorrelatedScalarSubquery$;
import org.apache.spark.sql.catalyst.optimizer.RewriteLateralSubquery$;
import org.apache.spark.sql.catalyst.optimizer.RewritePredicateSubquery$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import scala.collection.immutable.Seq;

/**
 * The few of Spark's optimizer rules that make a query plain: no correlated subqueries, no aliases or views, conditions
 * where joins can use them. Everything else that an optimizer does is left to the engine.
 *
 * <p>Left out on purpose: rules that evaluate at compile time what belongs to a run ({@code ComputeCurrentTime},
 * {@code ReplaceCurrentLike}), that fail on data ({@code ConstantFolding}: we fold ourselves and leave alone what throws),
 * and that serve Spark's executor ({@code RewriteDistinctAggregates}, {@code NormalizeFloatingNumbers}).
 */
final class QueryNormalizer extends Optimizer {
    QueryNormalizer(CatalogManager catalogs) {
        super(catalogs);
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // A batch belongs to its executor, which Java's generics can't say.
    public Seq<Batch> defaultBatches() {
        List batches = List.of(
                // Each of Spark's later rules expects what these establish; applied inside subqueries, too.
                batch("Finish analysis", once(), new FinishAnalysis()),
                // The rules below can't look through a common table expression that refers to the outer query.
                batch("Inline correlated definitions", once(), new InlineCorrelatedDefinitions()),
                // SELECT (SELECT a + 1) needs no join; then outer references become join conditions.
                batch(
                        "Pull up correlated expressions",
                        once(),
                        OptimizeOneRowRelationSubquery$.MODULE$,
                        PullOutNestedDataOuterRefExpressions$.MODULE$,
                        PullupCorrelatedPredicates$.MODULE$),
                // Runs all these batches on the plan of each subquery, innermost first.
                batch("Subqueries", once(), OptimizeSubqueries(), OptimizeOneRowRelationSubquery$.MODULE$),
                batch(
                        "Operators",
                        fixedPoint(),
                        // Correlated scalar subqueries and LATERAL become joins.
                        RewriteCorrelatedScalarSubquery$.MODULE$,
                        RewriteLateralSubquery$.MODULE$,
                        // (a AND b) OR (a AND c) = a AND (b OR c): the key of a join becomes visible.
                        BooleanSimplification$.MODULE$,
                        // WHERE over a comma list becomes the conditions of the joins.
                        PushDownPredicates$.MODULE$,
                        // Only the columns needed are read, joined and kept as state.
                        ColumnPruning$.MODULE$,
                        // What the others leave behind.
                        CollapseProject$.MODULE$,
                        CombineUnions$.MODULE$,
                        RemoveNoopOperators$.MODULE$),
                batch("Constants", once(), new ConstantsInJoinSubqueries()),
                // IN and EXISTS become joins; last, because a join hides the predicate from the rules above.
                batch("Predicate subqueries", once(), RewritePredicateSubquery$.MODULE$),
                batch(
                        "Clean up",
                        fixedPoint(),
                        PushDownPredicates$.MODULE$,
                        ColumnPruning$.MODULE$,
                        CollapseProject$.MODULE$,
                        RemoveNoopOperators$.MODULE$));
        return Scala.seq(batches);
    }

    private FixedPoint once() {
        return new FixedPoint(1, false, "");
    }

    @SuppressWarnings("rawtypes") // See defaultBatches.
    private Object batch(String name, FixedPoint strategy, Rule... rules) {
        List<Rule<LogicalPlan>> typed = new ArrayList<>();
        for (Rule<?> rule : rules) {
            @SuppressWarnings("unchecked") // All of these rules rewrite logical plans.
            Rule<LogicalPlan> one = (Rule<LogicalPlan>) rule;
            typed.add(one);
        }
        return new Batch(name, strategy, Scala.seq(typed));
    }
}
