package dev.leat.plan;

import dev.leat.error.Checks;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans that make each of their rows of one row of one relation, and of each of its rows at most one. */
public final class RowOrigins {
    private RowOrigins() {}

    /** The scan whose rows a plan makes rows of, one by one; empty if it does more. */
    public static Optional<Plan.Scan> find(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            return Optional.of(scan);
        }
        boolean isRowByRow =
                plan instanceof Plan.Filter || plan instanceof Plan.Project || plan instanceof Plan.Watermark;
        return isRowByRow ? find(plan.inputs().get(0)) : Optional.empty();
    }

    /**
     * Such a plan with two more columns: the part of the source, and the position in it, of the record that a row was made of.
     *
     * @param plan of the rows of a source
     */
    public static Plan withPlaces(Plan plan) {
        int id = Plans.firstFreeId(plan);
        return withPlaces(
                plan,
                List.of(
                        new Column(id, "part", Simple.STRING, false),
                        new Column(id + 1, "position", Simple.BIGINT, false)));
    }

    private static Plan withPlaces(Plan plan, List<Column> places) {
        if (plan instanceof Plan.Scan scan) {
            List<String> fields = new ArrayList<>(scan.fields());
            fields.addAll(List.of(Plan.Scan.PART, Plan.Scan.POSITION));
            List<Column> output = new ArrayList<>(scan.output());
            output.addAll(places);
            return new Plan.Scan(scan.relation(), scan.mode(), fields, output);
        }
        Checks.verify(find(plan).isPresent(), "each row is made of one row");
        Plan input = withPlaces(plan.inputs().get(0), places);
        if (plan instanceof Plan.Project project) {
            List<Projection> columns = new ArrayList<>(project.columns());
            columns.addAll(Projections.passing(places));
            return new Plan.Project(input, columns);
        }
        return Plans.withInputs(plan, List.of(input));
    }
}
