package dev.leat.incremental;

import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Stages nothing, but says what would have been read; each plan is said to give one row, unless a test says otherwise. */
final class RecordedStaging implements CommitStaging {
    private final List<String> growing;
    private final ToLongFunction<List<String>> rowsOf;
    private final Set<Integer> derived = new HashSet<>();
    private final List<List<String>> reads = new ArrayList<>();
    private final List<List<String>> counted = new ArrayList<>();

    /** Over tables, of which some grow; their names have commas between them. */
    RecordedStaging(String growing) {
        this(growing, relations -> 1);
    }

    /** The same, where the rows that are counted are known by the relations of their plan. */
    RecordedStaging(String growing, ToLongFunction<List<String>> rowsOf) {
        this.growing = List.of(growing.split(","));
        this.rowsOf = rowsOf;
    }

    /** The relations of each plan whose rows were counted. */
    List<List<String>> counted() {
        return List.copyOf(counted);
    }

    /** The relations that each staged plan reads. */
    List<List<String>> reads() {
        return List.copyOf(reads);
    }

    @Override
    public Change change(Plan.Scan scan) {
        return growing.contains(scan.relation().simpleName()) ? Change.INSERTS : Change.NONE;
    }

    @Override
    public Access access(Plan.Scan scan) {
        return Access.TABLE;
    }

    @Override
    public double bytes(Plan.Scan scan) {
        return 0;
    }

    /** Has the change of an operator be known, with a row added. */
    RecordedStaging knowing(int operator) {
        derived.add(operator);
        return this;
    }

    @Override
    public boolean isDerived(int operator) {
        return derived.contains(operator);
    }

    @Override
    public ChangeCounts takeDerived(int operator, ChangeNames names) {
        return new ChangeCounts(1, 0);
    }

    @Override
    public long stage(RelationName name, Plan plan) {
        PlanChecks.verify(plan);
        reads.add(relations(plan));
        return 1;
    }

    private static List<String> relations(Plan plan) {
        return Plans.nodes(plan).stream()
                .filter(Plan.Scan.class::isInstance)
                .map(node -> String.join(".", ((Plan.Scan) node).relation().parts()))
                .toList();
    }

    @Override
    public long stageInTime(int watermark, RelationName name, Plan plan) {
        return stage(name, plan);
    }

    @Override
    public long count(Plan plan) {
        counted.add(relations(plan));
        return rowsOf.applyAsLong(relations(plan));
    }

    @Override
    public ChangeCounts stageChange(ChangeNames names, Plan signed) {
        stage(names.inserted(), signed);
        return new ChangeCounts(1, 1);
    }
}
