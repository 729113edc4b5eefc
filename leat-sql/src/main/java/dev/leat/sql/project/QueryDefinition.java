package dev.leat.sql.project;

import dev.leat.plan.RelationName;
import dev.leat.sql.project.Statement.Name;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * A query of the project: that of a view, or of a flow.
 *
 * @param name of the flow; that of the dataset where the query is part of its definition
 * @param written the flow's or dataset's name as written
 * @param schemaName of unqualified names in the query
 * @param capture if the query gives changes by key
 */
record QueryDefinition(
        RelationName name,
        Name written,
        StatementText text,
        LogicalPlan parsed,
        String schemaName,
        ReferenceFinder.Found found,
        Optional<ChangeCapture> capture) {
    /** The relations the query names, in the order of Spark's tree. */
    List<Reference> references() {
        return found.references();
    }
}
