package dev.leat.incremental;

import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import java.util.List;
import java.util.stream.IntStream;

/** Tables that an engine keeps for a commit or longer; their columns have names by position, since Spark's may repeat. */
public final class Stored {
    private Stored() {}

    /** The name of a column. */
    public static String field(int index) {
        return "s" + index;
    }

    /** The rows of a table as the given columns. */
    public static Plan scan(RelationName table, List<Column> columns) {
        List<String> fields =
                IntStream.range(0, columns.size()).mapToObj(Stored::field).toList();
        return new Plan.Scan(table, Plan.ScanMode.TABLE, fields, columns);
    }
}
