package dev.leat.conformance.tpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.oracle.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * TPC-H and TPC-DS on Leat against Spark's answers. They are kept, made by {@code bench/tpc --write-golden FOLDER}, since
 * computing them takes Spark minutes.
 */
class TestTpcAnswers {
    private static final Path CACHE = Path.of("target", "tpc");
    static final Path PUBLISHED = Path.of(
            Optional.ofNullable(System.getenv("LEAT_SHARED")).orElse("../../shared"), "data/sql/tpch_answers_sf0.01");

    @Test
    void tpchIsEqual() throws IOException {
        Map<String, Optional<String>> differences =
                TpcAnswers.tpch(CACHE, PUBLISHED, List.of(), TpcAnswers.kept(golden("tpch.txt")));

        assertThat(differences).hasSize(22);
        assertThat(differences)
                .allSatisfy((name, difference) -> assertThat(difference).isEmpty());
    }

    @Test
    void tpcdsIsEqual() throws IOException {
        Map<String, Optional<String>> differences =
                TpcAnswers.tpcds(CACHE, List.of(), TpcAnswers.kept(golden("tpcds.txt")));

        assertThat(differences).hasSize(103);
        assertThat(differences)
                .allSatisfy((name, difference) -> assertThat(difference).isEmpty());
    }

    static Map<String, Rows> golden(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(TestTpcAnswers.class.getResourceAsStream(name))) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            // The end of the last line is not the beginning of another.
            return GoldenAnswers.read(
                    List.of(text.substring(0, text.length() - 1).split("\n", -1)));
        }
    }
}
