package dev.leat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TestProvedFeatures {
    private static List<String> file = List.of();
    private static List<String> lines = List.of();

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = ProvedFeatures.class.getResourceAsStream("equal-on-spark-3.5.txt")) {
            file = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
        lines = file.subList(1, file.size());
    }

    @Test
    void fileSaysWhatWritesIt() {
        assertThat(file.get(0)).startsWith("# Written by bench/spark-3.5:");
    }

    @Test
    void linesAreSortedAndOfOneForm() {
        assertThat(lines).hasSizeGreaterThan(300).isSorted().doesNotHaveDuplicates();
        assertThat(lines)
                .allMatch(
                        line -> line.matches(
                                "(AGGREGATE|FUNCTION|RELATION|WINDOW) [^ ()]+( distinct)?(\\(([A-Z_]*(, [A-Z_]+)*|\\.\\.\\.)\\))?"));
    }

    @Test
    void lineOfAllArgumentsLeavesNoneOfSome() {
        assertThat(lines)
                .filteredOn(line -> line.contains("("))
                .noneMatch(line -> lines.contains(line.substring(0, line.indexOf('('))));
    }

    @Test
    void castsAreListedByTheirTypes() {
        assertThat(lines).contains("FUNCTION cast(INT, BIGINT)").doesNotContain("FUNCTION cast", "FUNCTION try_cast");
    }
}
