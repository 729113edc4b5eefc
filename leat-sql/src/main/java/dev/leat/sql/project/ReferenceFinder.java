package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.SourcePosition;
import dev.leat.plan.Plan.ScanMode;
import dev.leat.sql.analysis.Scala;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SparkErrors;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.analysis.Trees;
import dev.leat.sql.project.Resolution.State;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.CTESubstitution$;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Finds the relations a parsed query names, without those it defines itself in WITH. */
final class ReferenceFinder {
    private final SparkSettings settings;
    private final SourceText text;
    private final Problems problems;
    private final List<Reference> found = new ArrayList<>();
    private State state = State.COMPLETE;

    /**
     * What a query names.
     *
     * @param state broken if something about the names is wrong, and reported
     */
    record Found(List<Reference> references, State state) {
        Found {
            references = List.copyOf(references);
        }
    }

    private ReferenceFinder(SparkSettings settings, SourceText text, Problems problems) {
        this.settings = settings;
        this.text = text;
        this.problems = problems;
    }

    static Found find(LogicalPlan query, SparkSettings settings, SourceText text, Problems problems) {
        ReferenceFinder finder = new ReferenceFinder(settings, text, problems);
        finder.visit(query);
        return new Found(finder.found, finder.state);
    }

    @SuppressWarnings("CatchingUnchecked") // Spark throws checked exceptions that Scala does not declare.
    private void visit(LogicalPlan query) {
        try {
            LogicalPlan plain = settings.within(() -> CTESubstitution$.MODULE$.apply(query));
            Trees.existsWithSubqueries(plain, this::note);
        } catch (Exception e) {
            refuse(SparkErrors.diagnose(e, text));
        }
    }

    /** Looks at one node; never the one that is looked for, so that all are seen. */
    private boolean note(LogicalPlan node) {
        if (node instanceof UnresolvedRelation relation) {
            SourcePosition position = text.position(relation.origin()).orElseGet(text::start);
            if (!relation.options().isEmpty()) {
                refuse(Diagnostic.of(
                        ErrorCode.NOT_SUPPORTED,
                        "Options of a relation in a query (WITH) are not supported; declare the source with CREATE TABLE …"
                                + " USING … OPTIONS",
                        position));
            }
            ScanMode mode = relation.isStreaming() ? ScanMode.STREAM : ScanMode.TABLE;
            found.add(new Reference(Scala.list(relation.multipartIdentifier()), mode, position));
        } else if (node instanceof PlanWithUnresolvedIdentifier) {
            refuse(Diagnostic.of(
                    ErrorCode.NOT_SUPPORTED,
                    "A computed name (IDENTIFIER) is not supported here; write the name itself",
                    text.position(node.origin()).orElseGet(text::start)));
        }
        return false;
    }

    private void refuse(Diagnostic problem) {
        problems.add(problem);
        state = State.BROKEN;
    }
}
