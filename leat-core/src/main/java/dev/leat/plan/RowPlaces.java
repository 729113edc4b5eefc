package dev.leat.plan;

import dev.leat.plan.Expression.ColumnReference;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A plan that makes each row of one record of a source, and tells which one.
 *
 * @param plan its last columns are the next two
 * @param part of the source
 * @param position in the part
 */
public record RowPlaces(Plan plan, Column part, Column position) {
    /** How many columns are added. */
    public static final int COLUMNS = 2;

    /**
     * The records themselves.
     *
     * @param freeId the first of {@link #COLUMNS} ids that no column has
     */
    public static RowPlaces of(Plan.Scan scan, int freeId) {
        Column part = new Column(freeId, "part", Simple.STRING, false);
        Column position = new Column(freeId + 1, "position", Simple.BIGINT, false);
        List<String> fields = new ArrayList<>(scan.fields());
        List<Column> output = new ArrayList<>(scan.output());
        Collections.addAll(fields, Plan.Scan.PART, Plan.Scan.POSITION);
        Collections.addAll(output, part, position);
        return new RowPlaces(new Plan.Scan(scan.relation(), scan.mode(), fields, output), part, position);
    }

    /** The rows that an operator makes, each of one of these; its input is taken for them. */
    public RowPlaces through(Plan operator) {
        if (operator instanceof Plan.Project project) {
            List<Projection> columns = new ArrayList<>(project.columns());
            columns.addAll(Projections.passing(List.of(part, position)));
            return new RowPlaces(new Plan.Project(plan, columns), part, position);
        }
        return new RowPlaces(Plans.withInputs(operator, List.of(plan)), part, position);
    }

    /** A reference to the part. */
    public ColumnReference partReference() {
        return new ColumnReference(part);
    }

    /** A reference to the position. */
    public ColumnReference positionReference() {
        return new ColumnReference(position);
    }
}
