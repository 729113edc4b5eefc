package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.incremental.Stored;
import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.Plan.JoinKind;
import dev.leat.plan.Projections;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a plan is computed before the rest. */
final class TestEarlierParts {
    private static final RelationName FEW = RelationName.of("few");
    private static final RelationName SMALL = RelationName.of("small");
    private static final RelationName LARGE = RelationName.of("large");
    private static final RelationName PART = RelationName.of("part");

    private final List<Plan> parts = new ArrayList<>();

    private static Plan scan(RelationName name, int id) {
        return Stored.scan(name, List.of(new Column(id, "k", Simple.INT, true)));
    }

    private static Plan join(Plan left, Plan right, JoinKind kind) {
        return PlanExamples.join(left, right, kind, "=");
    }

    private static Plan groups(Plan input) {
        return new Plan.Aggregate(input, Projections.passing(input.output().subList(0, 1)), List.of());
    }

    private static Plan twice(Plan input) {
        return new Plan.Union(List.of(input, input), List.of(new Column(99, "k", Simple.INT, true)));
    }

    private Plan apply(Plan plan) {
        return EarlierParts.apply(
                plan,
                scan -> scan.relation().equals(FEW) || scan.relation().equals(PART),
                scan -> scan.relation().parts().get(0).equals("large") ? 100e6 : 1e3,
                4e6,
                part -> {
                    parts.add(part);
                    return Stored.scan(PART, part.output());
                });
    }

    @Test
    void whatIsMadeOfFewRowsAndReadTwiceIsComputedOnce() {
        Plan changed = groups(join(scan(FEW, 1), scan(LARGE, 2), JoinKind.INNER));

        assertThat(apply(twice(changed))).isEqualTo(twice(scan(PART, 1)));
        assertThat(parts).containsExactly(changed);
    }

    @Test
    void whatIsReadTwiceButStemsFromManyRowsIsLeftToSpark() {
        for (Plan many : List.of(
                groups(scan(LARGE, 1)),
                groups(join(scan(LARGE, 1), scan(FEW, 2), JoinKind.LEFT)),
                groups(join(scan(LARGE, 1), scan(FEW, 2), JoinKind.ANTI)),
                groups(join(scan(SMALL, 1), scan(LARGE, 2), JoinKind.INNER)))) {
            assertThat(apply(twice(many))).isEqualTo(twice(many));
        }
        assertThat(parts).isEmpty();
    }

    @Test
    void whatIsReadTwiceButReadsLittleIsLeftToSpark() {
        for (Plan small : List.of(
                groups(scan(FEW, 1)), groups(join(scan(FEW, 1), scan(SMALL, 2), JoinKind.INNER)), scan(FEW, 1))) {
            assertThat(apply(twice(small))).isEqualTo(twice(small));
        }
        assertThat(parts).isEmpty();
    }

    @Test
    void changeOfALargeSourceIsReadOnce() {
        RelationName inserted = RelationName.of("large", "$inserted");

        apply(twice(groups(scan(inserted, 1))));
        assertThat(parts).containsExactly(groups(scan(inserted, 1)));

        parts.clear();
        apply(twice(groups(scan(RelationName.of("large", "$old"), 1))));
        assertThat(parts).isEmpty();
    }

    @Test
    void whatAChangeIsJoinedWithIsComputedBeforeItMeetsALargeRelation() {
        Plan changed = join(scan(FEW, 1), scan(SMALL, 2), JoinKind.INNER);

        apply(join(changed, scan(LARGE, 3), JoinKind.INNER));
        assertThat(parts).containsExactly(changed);

        parts.clear();
        apply(join(scan(LARGE, 3), changed, JoinKind.SEMI));
        assertThat(parts).containsExactly(changed);
    }

    @Test
    void joinsOfSmallRelationsAreLeftToSpark() {
        apply(join(join(scan(FEW, 1), scan(SMALL, 2), JoinKind.INNER), scan(SMALL, 3), JoinKind.INNER));
        apply(join(scan(FEW, 1), scan(LARGE, 2), JoinKind.INNER));
        apply(join(join(scan(SMALL, 1), scan(SMALL, 2), JoinKind.INNER), scan(LARGE, 3), JoinKind.INNER));
        assertThat(parts).isEmpty();
    }
}
