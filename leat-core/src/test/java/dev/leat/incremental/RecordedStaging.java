package dev.leat.incremental;

import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import java.util.ArrayList;
import java.util.List;

/** Stages nothing, but says what would have been read; each plan is said to give one row. */
final class RecordedStaging implements CommitStaging {
    private final List<String> growing;
    private final List<List<String>> reads = new ArrayList<>();

    /** Over tables, of which some grow; their names have commas between them. */
    RecordedStaging(String growing) {
        this.growing = List.of(growing.split(","));
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

    @Override
    public long stage(RelationName name, Plan plan) {
        PlanChecks.verify(plan);
        reads.add(Plans.nodes(plan).stream()
                .filter(Plan.Scan.class::isInstance)
                .map(node -> String.join(".", ((Plan.Scan) node).relation().parts()))
                .toList());
        return 1;
    }

    @Override
    public long count(Plan plan) {
        return 1;
    }

    @Override
    public ChangeCounts stageChange(ChangeNames names, Plan signed) {
        stage(names.inserted(), signed);
        return new ChangeCounts(1, 1);
    }
}
