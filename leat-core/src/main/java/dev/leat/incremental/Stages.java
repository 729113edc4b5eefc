package dev.leat.incremental;

import dev.leat.plan.Column;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stages plans and changes under names of their own, up to as much as the derivation of a change is worth. */
final class Stages {
    private static final double VALUE_BYTES = 8;
    private static final long FEW_ROWS = 50_000;
    private static final double TOUCHED_SHARE_MAX = 0.3;

    private final CommitStaging staging;
    private final SignedPlans plans;
    private final double bytesMax;
    private double bytes;
    private int count;

    Stages(CommitStaging staging, SignedPlans plans, double bytesMax) {
        this.staging = staging;
        this.plans = plans;
        this.bytesMax = bytesMax;
    }

    /** Thrown when a change turns out to be too large. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private void add(long rows, List<Column> columns) {
        bytes += rows * columns.size() * VALUE_BYTES;
        if (bytes > bytesMax) {
            throw new TooLarge();
        }
    }

    /** What makes the plans that are staged. */
    SignedPlans plans() {
        return plans;
    }

    /** The table with the rows of a plan; absent if there are none. */
    Optional<RelationName> stage(Plan plan) {
        RelationName name = Relations.stage(count++);
        long rows = staging.stage(name, plan);
        add(rows, plan.output());
        return rows > 0 ? Optional.of(name) : Optional.empty();
    }

    /** The same without the rows that are late for a watermark. */
    Optional<RelationName> inTime(int watermark, Plan plan) {
        RelationName name = Relations.stage(count++);
        return staging.stageInTime(watermark, name, plan) > 0 ? Optional.of(name) : Optional.empty();
    }

    /** The same of signed rows, without those that cancel out. */
    StagedChange stage(Signed change, List<Column> columns) {
        if (change.sign().isEmpty()) {
            return new StagedChange(stage(SignedPlans.settled(change, columns)), Optional.empty());
        }
        CommitStaging.ChangeNames names = nextNames();
        CommitStaging.ChangeCounts counts = staging.stageChange(names, SignedPlans.settled(change, columns));
        add(counts.inserted() + counts.deleted(), columns);
        return change(names, counts, Optional.of(names.signed()));
    }

    /** The change of a stored operator that the commit has derived for another query. */
    StagedChange takeDerived(int operator) {
        CommitStaging.ChangeNames names = nextNames();
        CommitStaging.ChangeCounts counts = staging.takeDerived(operator, names);
        return change(names, counts, Optional.empty());
    }

    private CommitStaging.ChangeNames nextNames() {
        return new CommitStaging.ChangeNames(
                Relations.stage(count++), Relations.stage(count++), Relations.stage(count++));
    }

    private static StagedChange change(
            CommitStaging.ChangeNames names, CommitStaging.ChangeCounts counts, Optional<RelationName> signed) {
        return new StagedChange(
                counts.inserted() > 0 ? Optional.of(names.inserted()) : Optional.empty(),
                counts.deleted() > 0 ? Optional.of(names.deleted()) : Optional.empty(),
                signed);
    }

    /**
     * Gives up where most of an operator's rows would be computed anew: that, and comparing them, takes more than the whole. A
     * change that is worth anything is not given up.
     *
     * @param touched plans with no fewer rows than those, the cheapest to be counted first: one that is small is enough
     */
    void limit(Plan stored, List<Plan> touched) {
        if (bytesMax == Double.POSITIVE_INFINITY) {
            return;
        }
        long rows = staging.count(stored);
        if (rows > FEW_ROWS && touched.stream().allMatch(plan -> staging.count(plan) > rows * TOUCHED_SHARE_MAX)) {
            throw new TooLarge();
        }
    }

    /** The rows of a staged change; absent if there are none. */
    Optional<Signed> read(StagedChange change, List<Column> columns) {
        if (change.isEmpty()) {
            return Optional.empty();
        }
        Optional<Plan> inserted = change.inserted().map(table -> Stored.scan(table, columns));
        if (change.deleted().isEmpty()) {
            return inserted.map(Signed::positive);
        }
        if (inserted.isPresent() && change.signed().isPresent()) {
            return Optional.of(signed(change.signed().get(), columns));
        }
        Plan deleted = Stored.scan(change.deleted().get(), columns);
        return Optional.of(inserted.map(rows -> plans.difference(rows, deleted, columns))
                .orElseGet(() -> plans.negative(deleted)));
    }

    private Signed signed(RelationName table, List<Column> columns) {
        Column sign = plans.column("sign", Simple.INT, false);
        List<Column> all = new ArrayList<>(columns);
        all.add(sign);
        return new Signed(Stored.scan(table, all), Optional.of(sign));
    }

    /** The same rows to be read several times. */
    Optional<Signed> reread(Signed change, List<Column> columns) {
        boolean isCheap = Plans.nodes(change.plan()).stream().allMatch(Stages::isCheap);
        return isCheap ? Optional.of(change) : read(stage(change, columns), columns);
    }

    /** Whether a node reads staged rows and computes nothing. */
    private static boolean isCheap(Plan node) {
        return node instanceof Plan.Union
                || (node instanceof Plan.Project project
                        && project.columns().stream().noneMatch(made -> made.expression() instanceof Call))
                || (node instanceof Plan.Scan scan
                        && Relations.stageIndex(scan.relation()).isPresent());
    }
}
