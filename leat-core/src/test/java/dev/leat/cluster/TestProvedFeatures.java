package dev.leat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TestProvedFeatures {
    private static final List<String> LINES =
            ProvedFeatures.of(SparkVersion.EARLIER).lines();

    @Test
    void linesAreSortedAndOfOneForm() {
        assertThat(LINES).hasSizeGreaterThan(300).isSorted().doesNotHaveDuplicates();
        assertThat(LINES)
                .allMatch(
                        line -> line.matches(
                                "(AGGREGATE|FUNCTION|RELATION|WINDOW) [^ ()]+( distinct)?(\\(([A-Z_]*(, [A-Z_]+)*|\\.\\.\\.)\\))?"));
    }

    @Test
    void lineOfAllArgumentsLeavesNoneOfSome() {
        assertThat(LINES)
                .filteredOn(line -> line.contains("("))
                .noneMatch(line -> LINES.contains(line.substring(0, line.indexOf('('))));
    }

    @Test
    void castsAreListedByTheirTypes() {
        assertThat(LINES).contains("FUNCTION cast(INT, BIGINT)").doesNotContain("FUNCTION cast", "FUNCTION try_cast");
    }
}
