package dev.leat.spark;

import dev.leat.error.Checks;
import dev.leat.incremental.ClosedBelow;
import dev.leat.incremental.Relations;
import dev.leat.incremental.Stored;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leaves closed rows out of what is read of stored operators. With the entries L of a state's log, the rows of an operator that is closed
 * below a bound b for a key k are
 *
 * <pre>
 *   { (r, w) in L | r.k IS NULL OR r.k &gt;= b }
 * </pre>
 *
 * <p>so a row is gone as soon as the commit is made that lets the watermark pass it, although its entries stay in their files until these
 * are written anew: the bound follows from the watermarks, which the commit has. To delete the entries would be one more job, and one more
 * commit of Iceberg, for each state and commit; a bound, which is a constant to Spark, lets it skip whole files instead. An entry that takes a row back has the
 * row's key, and goes with it.
 */
final class OpenRows {
    private OpenRows() {}

    /** The plan without the closed rows of operators, by their indexes. */
    static Plan apply(Plan plan, Map<Integer, ClosedBelow> closed) {
        if (closed.isEmpty()) {
            return plan;
        }
        IdentityHashMap<Plan, Plan> done = new IdentityHashMap<>();
        for (Plan node : Plans.nodes(plan)) {
            List<Plan> inputs = node.inputs().stream().map(done::get).toList();
            done.put(node, node instanceof Plan.Scan scan ? open(scan, closed) : Plans.withInputs(node, inputs));
        }
        return done.getOrDefault(plan, plan);
    }

    private static Plan open(Plan.Scan scan, Map<Integer, ClosedBelow> closed) {
        Optional<ClosedBelow> below =
                Relations.stateIndex(scan.relation()).flatMap(index -> Optional.ofNullable(closed.get(index)));
        if (below.isEmpty()) {
            return scan;
        }
        int key = scan.fields().indexOf(Stored.field(below.get().key()));
        Checks.verify(key >= 0, "stored rows are read with the key that closes them");
        return new Plan.Filter(scan, condition(below.get(), scan.output().get(key)));
    }

    /**
     * SQL for the same condition over the columns of a table of stored rows.
     *
     * @param output the columns of the operator
     */
    static String condition(ClosedBelow closed, List<Column> output) {
        Column key = output.get(closed.key());
        return SparkSqlRenderer.expression(condition(closed, key), column -> Stored.field(closed.key()))
                .text();
    }

    private static Expression condition(ClosedBelow closed, Column key) {
        Expression compared = new ColumnReference(key);
        if (closed.field().isPresent()) {
            Field field = ((StructType) key.type()).fields().get(closed.field().getAsInt());
            compared = new Call(
                    "get_field", List.of(compared, Literal.of(field.name(), Simple.STRING)), field.type(), true);
        }
        List<Expression> ways = new ArrayList<>();
        ways.add(isNull(compared));
        for (ClosedBelow.Bound bound : closed.bounds()) {
            Expression least = bound.constant();
            ways.add(isNull(least));
            ways.add(new Call(">=", List.of(compared, least), Simple.BOOLEAN, true));
        }
        return new Call("or", ways, Simple.BOOLEAN, true);
    }

    private static Expression isNull(Expression value) {
        return new Call("isnull", List.of(value), Simple.BOOLEAN, false);
    }
}
