package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testkit.ConservedState;
import dev.leat.testkit.StateAudit;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the audit after each test would find, and that it takes place. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TestStateAudit {
    private static long audited;

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project() {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE files (t TIMESTAMP, v INT) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE sums AS SELECT t, sum(v) AS v
                FROM STREAM files WATERMARK t DELAY OF INTERVAL 1 MINUTE GROUP BY t;
                """);
        project.file("in/1.csv", "2026-01-01T10:00:00Z,1\n2026-01-01T11:00:00Z,x\n");
        assertThat(project.run().exitCode()).isZero();
        project.file("in/2.csv", "2026-01-01T10:00:00Z,2\n2026-01-01T11:00:00Z,3\n");
        assertThat(project.run().exitCode()).isZero();
        return project;
    }

    private static ConservedState after(ScratchProject project, String sql) throws IOException, SQLException {
        DuckDbFile.change(project.state(), sql);
        return ConservedState.of(project.state());
    }

    @Test
    void eachBreachOfTheLawIsFound() throws IOException, SQLException {
        ScratchProject project = project();
        ConservedState sound = ConservedState.of(project.state());
        assertThat(sound.violations()).isEmpty();
        assertThat(sound.reads()).isEqualTo(2);

        assertThat(after(project, "UPDATE leat.counts SET read = read + 1 WHERE commit = 2")
                        .violations())
                .containsExactly("commit 2: spark_catalog.default.sums has read 3 of spark_catalog.default.files, and 1"
                        + " accepted, 0 malformed, 1 late, 0 rejected");
        after(project, "UPDATE leat.counts SET read = read - 1 WHERE commit = 2");
        after(project, "CREATE TABLE kept AS FROM leat.errors");
        assertThat(after(project, "DELETE FROM leat.errors WHERE kind = 'malformed'")
                        .violations())
                .containsExactly("spark_catalog.default.sums has counted 1 malformed records of"
                        + " spark_catalog.default.files, and 0 are kept");
        after(project, "INSERT INTO leat.errors FROM kept WHERE kind = 'malformed'");
        assertThat(after(
                                project,
                                "INSERT INTO leat.errors SELECT * REPLACE (position + 1 AS position) FROM kept WHERE kind"
                                        + " = 'late'")
                        .violations())
                .containsExactly("commit 2: spark_catalog.default.sums has counted 1 late records of"
                        + " spark_catalog.default.files, and 2 are kept");
        assertThat(after(project, "DELETE FROM leat.errors WHERE kind = 'late'").violations())
                .isEmpty();
    }

    @Test
    @Order(1)
    void stateOfATestIsLeftToBeAudited() {
        audited = StateAudit.states();
        project();
    }

    @Test
    @Order(2)
    void stateOfTheTestBeforeWasAudited() {
        assertThat(StateAudit.states()).isEqualTo(audited + 1);
    }
}
