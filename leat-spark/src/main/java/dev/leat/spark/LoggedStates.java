package dev.leat.spark;

import dev.leat.incremental.Relations;
import dev.leat.incremental.Stored;
import dev.leat.plan.AggregateCall;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Puts in place of the stored rows of operators what the log of their changes makes of them. With the entries L, each a row r with the
 * weight 1 or −1, the stored rows are
 *
 * <pre>
 *   S = { r, n times | n = Σ w over (r, w) in L, n &gt; 0 }        S ⋉ K = the same of L ⋉ K
 * </pre>
 *
 * <p>so that a commit appends what has changed and need not find what it takes away, and keys are looked up before anything is summed up.
 */
final class LoggedStates {
    private final IntPredicate isLogged;
    private final IntPredicate isUnique;
    private final IdentityHashMap<Plan, Plan> done = new IdentityHashMap<>();
    private int nextId;

    private LoggedStates(IntPredicate isLogged, IntPredicate isUnique, int nextId) {
        this.isLogged = isLogged;
        this.isUnique = isUnique;
        this.nextId = nextId;
    }

    /**
     * The plan over logs.
     *
     * @param isLogged whether an operator's table, by its index, has entries that take others back
     * @param isUnique whether no two of its stored rows are alike
     */
    static Plan apply(Plan plan, IntPredicate isLogged, IntPredicate isUnique) {
        return new LoggedStates(isLogged, isUnique, Plans.firstFreeId(plan)).rewrite(plan);
    }

    private Plan rewrite(Plan node) {
        Plan known = done.get(node);
        if (known == null) {
            known = replaced(node);
            done.put(node, known);
        }
        return known;
    }

    private Plan replaced(Plan node) {
        if (node instanceof Plan.Join join
                && join.kind() == Plan.JoinKind.SEMI
                && logged(join.left()).isPresent()) {
            return summedUp((Plan.Scan) join.left(), Optional.of(join));
        }
        if (node instanceof Plan.Scan scan && logged(scan).isPresent()) {
            return summedUp(scan, Optional.empty());
        }
        List<Plan> inputs = node.inputs().stream().map(this::rewrite).toList();
        boolean isSame = true;
        for (int i = 0; i < inputs.size(); i++) {
            isSame &= inputs.get(i) == node.inputs().get(i);
        }
        return isSame ? node : Plans.withInputs(node, inputs);
    }

    private Optional<Integer> logged(Plan node) {
        return node instanceof Plan.Scan scan
                ? Relations.stateIndex(scan.relation()).filter(isLogged::test)
                : Optional.empty();
    }

    private Plan summedUp(Plan.Scan scan, Optional<Plan.Join> restriction) {
        Map<Integer, Column> entryColumns = new HashMap<>();
        List<Column> columns = new ArrayList<>();
        List<String> fields = new ArrayList<>(scan.fields());
        List<Projection> keys = new ArrayList<>();
        for (Column column : scan.output()) {
            Column entry = new Column(nextId++, column.name(), column.type(), column.nullable());
            entryColumns.put(column.id(), entry);
            columns.add(entry);
            keys.add(new Projection(column, new ColumnReference(entry)));
        }
        Column weight = new Column(nextId++, "weight", Simple.INT, false);
        columns.add(weight);
        fields.add(SparkTables.WEIGHT);
        Plan entries = new Plan.Scan(scan.relation(), scan.mode(), fields, columns);
        if (restriction.isPresent()) {
            Plan.Join join = restriction.get();
            entries = new Plan.Join(
                    entries,
                    rewrite(join.right()),
                    join.kind(),
                    join.condition()
                            .map(condition -> Expressions.mapColumns(
                                    condition, column -> entryColumns.getOrDefault(column.id(), column))),
                    Optional.empty());
        }
        Column count = new Column(nextId++, "count", Simple.BIGINT, true);
        AggregateCall sum = new AggregateCall(
                "sum",
                List.of(new ColumnReference(weight)),
                false,
                Optional.empty(),
                List.of(),
                Simple.BIGINT,
                true,
                Optional.empty());
        Plan summed = new Plan.Aggregate(entries, keys, List.of(new AggregateColumn(count, sum)));
        Literal zero = Literal.of("0", Simple.BIGINT);
        Plan present =
                new Plan.Filter(summed, new Call(">", List.of(new ColumnReference(count), zero), Simple.BOOLEAN, true));
        int index = logged(scan).orElseThrow();
        Plan rows = isUnique.test(index) ? present : repeated(present, count);
        return new Plan.Project(
                rows,
                scan.output().stream()
                        .map(column -> new Projection(column, new ColumnReference(column)))
                        .toList());
    }

    /** Each row as often as a column of it says. */
    private Plan repeated(Plan rows, Column count) {
        Column number = new Column(nextId++, "number", Simple.BIGINT, false);
        ArrayType numbers = new ArrayType(Simple.BIGINT, false);
        Call sequence = new Call(
                "sequence", List.of(Literal.of("1", Simple.BIGINT), new ColumnReference(count)), numbers, true);
        ArrayType made =
                new ArrayType(new StructType(List.of(new Field(Stored.field(0), Simple.BIGINT, false))), false);
        return new Plan.Generate(
                rows, new Call("explode", List.of(sequence), made, true), Plan.EmptyRows.DROPPED, List.of(number));
    }
}
