package dev.leat.incremental;

import static dev.leat.incremental.RelationExamples.join;
import static dev.leat.incremental.RelationExamples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.Plan;
import dev.leat.plan.Plan.JoinKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Outer, semi and anti joins by the keys of a change. */
final class TestKeyedJoin {
    private static final Plan SALES = scan("sales", 0);
    private static final Plan SHOPS = scan("shops", 2);

    private static List<List<String>> reads(JoinKind kind, String growing) {
        RecordedStaging staging = new RecordedStaging(growing);
        ChangeDerivation.derive(Maintained.of(join(SALES, SHOPS, kind), scan -> false), staging);
        return staging.reads();
    }

    @Test
    void keyedAreThoseWithAnOuterSideAndAnEquality() {
        for (JoinKind kind : List.of(JoinKind.LEFT, JoinKind.RIGHT, JoinKind.SEMI, JoinKind.ANTI)) {
            assertThat(KeyedJoin.is(join(SALES, SHOPS, kind))).isTrue();
            assertThat(Maintained.of(join(SALES, SHOPS, kind), scan -> false).stored())
                    .isEmpty();
        }
        for (JoinKind kind : List.of(JoinKind.INNER, JoinKind.FULL, JoinKind.ANTI_NULL_AWARE)) {
            assertThat(KeyedJoin.is(join(SALES, SHOPS, kind))).isFalse();
        }
        assertThat(KeyedJoin.is(new Plan.Join(SALES, SHOPS, JoinKind.LEFT, Optional.empty(), Optional.empty())))
                .isFalse();
    }

    @Test
    void changeOfTheOuterSideLooksUpTheOther() {
        // The change is kept, then the other side for its keys, then both joined, then the result.
        assertThat(reads(JoinKind.LEFT, "sales"))
                .containsExactly(
                        List.of("sales.$inserted"),
                        List.of("shops", "$stage.0"),
                        List.of("$stage.0", "$stage.1"),
                        List.of("$stage.2"));
    }

    @Test
    void changeOfTheOtherSideLooksUpBoth() {
        List<List<String>> reads = reads(JoinKind.ANTI, "shops");
        assertThat(reads.subList(0, 3))
                .containsExactly(
                        List.of("shops.$inserted"), List.of("sales", "$stage.0"), List.of("shops.$old", "$stage.1"));
        assertThat(reads.subList(3, reads.size()))
                .allMatch(names -> names.stream().allMatch(name -> name.startsWith("$stage")));
    }
}
