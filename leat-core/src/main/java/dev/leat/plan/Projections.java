package dev.leat.plan;

import dev.leat.error.Checks;
import dev.leat.plan.Expression.ColumnReference;
import java.util.ArrayList;
import java.util.List;

/** Lists of projections that compute nothing. */
public final class Projections {
    private Projections() {}

    /** The columns as they are. */
    public static List<Projection> passing(List<Column> columns) {
        return renaming(columns, columns);
    }

    /** The values of some columns as other columns, by position. */
    public static List<Projection> renaming(List<Column> from, List<Column> to) {
        Checks.verify(from.size() == to.size(), "as many columns are renamed as there are names");
        List<Projection> projections = new ArrayList<>();
        for (int index = 0; index < from.size(); index++) {
            projections.add(new Projection(to.get(index), new ColumnReference(from.get(index))));
        }
        return projections;
    }
}
