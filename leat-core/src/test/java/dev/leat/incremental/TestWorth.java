package dev.leat.incremental;

import static dev.leat.incremental.RelationExamples.aggregate;
import static dev.leat.incremental.RelationExamples.column;
import static dev.leat.incremental.RelationExamples.join;
import static dev.leat.incremental.RelationExamples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.incremental.CommitStaging.Access;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType.Simple;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whether a change is derived, by what it reads. */
final class TestWorth {
    private static final Plan SALES = scan("sales", 0);
    private static final Plan SHOPS = scan("shops", 2);

    /** Relations of the same kind; sales are large and grow. */
    private record Relations(Access access, Set<Integer> derived) implements CommitStaging {
        @Override
        public Change change(Plan.Scan scan) {
            return isSales(scan) ? Change.INSERTS : Change.NONE;
        }

        private static boolean isSales(Plan.Scan scan) {
            return scan.relation().simpleName().equals("sales");
        }

        @Override
        public Access access(Plan.Scan scan) {
            return access;
        }

        @Override
        public double bytes(Plan.Scan scan) {
            return isSales(scan) ? 1000 : 10;
        }

        @Override
        public boolean isDerived(int operator) {
            return derived.contains(operator);
        }

        @Override
        public ChangeCounts takeDerived(int operator, ChangeNames names) {
            throw new UnsupportedOperationException("nothing is read");
        }

        @Override
        public long stage(RelationName name, Plan plan) {
            throw new UnsupportedOperationException("nothing is read");
        }

        @Override
        public long stageInTime(int watermark, RelationName name, Plan plan) {
            return stage(name, plan);
        }

        @Override
        public long count(Plan plan) {
            throw new UnsupportedOperationException("nothing is read");
        }

        @Override
        public ChangeCounts stageChange(ChangeNames names, Plan signed) {
            throw new UnsupportedOperationException("nothing is read");
        }
    }

    private static boolean isGiven(Plan query, Access access) {
        return isGiven(query, access, Set.of());
    }

    private static boolean isGiven(Plan query, Access access, Set<Integer> derived) {
        return Worth.isGiven(Maintained.of(query, scan -> true), new Relations(access, derived));
    }

    private static Plan groups(String function) {
        return new Plan.Aggregate(
                SALES,
                List.of(new Projection(column(10, "g"), column(SALES, 0))),
                List.of(aggregate(11, function, column(SALES, 1), Simple.BIGINT)));
    }

    @Test
    void mergedGroupsReadNothing() {
        assertThat(isGiven(groups("sum"), Access.RECORDS)).isTrue();
    }

    @Test
    void touchedKeysAreLookedUpButNotInRecords() {
        assertThat(isGiven(groups("collect_set"), Access.TABLE)).isTrue();
        assertThat(isGiven(groups("collect_set"), Access.COLUMNS)).isTrue();
        assertThat(isGiven(groups("collect_set"), Access.RECORDS)).isFalse();
    }

    @Test
    void whatIsDerivedForAnotherQueryReadsNothing() {
        Plan groups = groups("collect_set");
        assertThat(isGiven(groups, Access.RECORDS, Set.of(0))).isTrue();
        Plan filtered = new Plan.Distinct(groups);
        assertThat(isGiven(filtered, Access.RECORDS)).isFalse();
        assertThat(isGiven(filtered, Access.RECORDS, Set.of(0))).isTrue();
    }

    @Test
    void joinReadsTheOtherSide() {
        for (Access access : Access.values()) {
            assertThat(isGiven(join(SALES, SHOPS, Plan.JoinKind.INNER), access)).isTrue();
            assertThat(isGiven(join(SHOPS, SALES, Plan.JoinKind.SEMI), access)).isTrue();
        }
    }

    @Test
    void joinsUponJoinsReadMoreThanTheWhole() {
        Plan twice = join(join(SHOPS, SALES, Plan.JoinKind.SEMI), scan("sales", 4), Plan.JoinKind.ANTI);
        assertThat(isGiven(twice, Access.COLUMNS)).isTrue();
        assertThat(isGiven(twice, Access.RECORDS)).isFalse();
    }
}
