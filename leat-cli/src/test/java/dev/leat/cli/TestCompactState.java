package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.sql.read.SparkFileReaders;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that commits replace leave no more behind than the stated bound. */
final class TestCompactState {
    private static final int GROUPS = 200_000;
    private static final int COMMITS = 30;
    private static final int REPLACED = 12_000;

    /** As docs/incremental.md states: half as many again, and what is not full yet. */
    private static final double SLOTS_MAX = 1.5 * GROUPS + 122_880;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void replacedRowsAreTakenOutOfTables() {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE files (k INT, v INT) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE events AS SELECT * FROM STREAM(files);
                CREATE MATERIALIZED VIEW sums AS SELECT k, sum(v) AS total FROM events GROUP BY k;
                """);
        StringBuilder all = new StringBuilder();
        for (int k = 0; k < GROUPS; k++) {
            all.append(k).append(",1\n");
        }
        project.file("in/all.csv", all.toString());
        Random random = new Random(20_261_126);
        try (EngineRun run = EngineRun.open(project, folder.resolve("state"), new SparkFileReaders())) {
            run.run();
            for (int commit = 0; commit < COMMITS; commit++) {
                StringBuilder some = new StringBuilder();
                for (int i = 0; i < REPLACED; i++) {
                    some.append(random.nextInt(GROUPS)).append(",1\n");
                }
                project.file("in/" + commit + ".csv", some.toString());
                assertThat(run.run().hasChanged()).isTrue();
            }
        }
        Path state = folder.resolve("state").resolve("state.duckdb");
        assertThat(DuckDbFile.texts(state, "SELECT count(*) FROM \"spark_catalog.default\".sums"))
                .containsExactly(Integer.toString(GROUPS));
        // Slots, of which some are of rows that are gone.
        assertThat(
                        DuckDbFile.texts(
                                state,
                                "SELECT estimated_size FROM duckdb_tables() WHERE table_name = 'sums' OR schema_name = 'leat_state'"))
                .hasSize(2)
                .allSatisfy(slots -> assertThat(Double.parseDouble(slots)).isLessThanOrEqualTo(SLOTS_MAX));
    }
}
