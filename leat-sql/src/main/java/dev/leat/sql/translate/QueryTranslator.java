package dev.leat.sql.translate;

import dev.leat.plan.ColumnPruning;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.sql.analysis.AnalyzedQuery;

/** Translates analysed queries to plans. */
public final class QueryTranslator {
    private QueryTranslator() {}

    /**
     * The plan of a query; its output columns are those of {@link AnalyzedQuery#fields()}, in order. The same text gives
     * the same plan, ids included. What Leat does not run is NOT_SUPPORTED, at its position.
     */
    public static Plan translate(AnalyzedQuery query) {
        return translate(query, Folding.Extent.STRICT);
    }

    /**
     * The plan of a view's query. A constant expression that fails is no error yet: who reads the view may not need it.
     */
    public static Plan translateView(AnalyzedQuery query) {
        return translate(query, Folding.Extent.LENIENT);
    }

    /** The plan with every function of the text, those of constants too: what is asked is the function, and not its value. */
    public static Plan translateUnfolded(AnalyzedQuery query) {
        return translate(query, Folding.Extent.LITERALS);
    }

    /** Without folding every function of the text is seen, which tests use. */
    static Plan translate(AnalyzedQuery query, Folding.Extent folding) {
        QueryFacts facts = new QueryFacts(new Refusals(query.text()), query.settings(), query.session(), folding);
        Plan plan = query.settings()
                .within(() ->
                        new PlanTranslator(facts).translate(query.normalized()).plan());
        Plan pruned = ColumnPruning.prune(OrderPlacement.apply(plan));
        PlanChecks.verify(pruned);
        return pruned;
    }
}
