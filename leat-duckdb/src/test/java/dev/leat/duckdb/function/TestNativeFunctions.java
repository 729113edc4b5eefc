package dev.leat.duckdb.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The proof of the function table: each row, on each combination of types it accepts, gives what Spark's evaluator gives,
 * on edge values and random rows. The system properties {@code leat.proof.rows} (random rows for each combination),
 * {@code leat.proof.seed} and {@code leat.proof.functions} (names between blanks) change what is run.
 */
final class TestNativeFunctions {
    private static final int ROWS = Integer.getInteger("leat.proof.rows", 10_000);
    private static final long SEED = Long.getLong("leat.proof.seed", System.nanoTime());
    private static final Set<String> FUNCTIONS = Arrays.stream(
                    System.getProperty("leat.proof.functions", "").split(" "))
            .filter(name -> !name.isBlank())
            .collect(Collectors.toCollection(LinkedHashSet::new));

    @Test
    void eachRowGivesWhatSparkGives() throws SQLException {
        try (NativeProof proof = new NativeProof(FunctionTable.STANDARD, ROWS, SEED)) {
            proof.run(FUNCTIONS);
            System.out.println("native functions: " + proof.calls() + " calls of "
                    + proof.proved().size() + " table rows compared on " + proof.rows() + " rows, seed " + SEED);
            proof.fallbacks().forEach((call, percent) -> System.out.println(percent + " % on Spark's code: " + call));

            assertThat(proof.problems()).as("seed " + SEED).isEmpty();
            if (FUNCTIONS.isEmpty()) {
                List<NativeFunction> unproved = FunctionTable.STANDARD.rows().stream()
                        .filter(row -> !proof.proved().contains(row))
                        .toList();
                assertThat(unproved).as("rows of the table that no call proves").isEmpty();
            }
        }
    }
}
