package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestFlowsIntoOneTable {
    private static final String ORDERS =
            "CREATE TABLE orders (id INT, amount DECIMAL(10, 2), code VARCHAR(3)) USING csv OPTIONS (path 'orders.csv');";

    private static ScratchProject project(Path folder, String sql) {
        ScratchProject project = new ScratchProject(folder, ORDERS + sql);
        project.file("orders.csv", "1,2.50,abc\n2,-1.00,d\n");
        return project;
    }

    @Test
    void tableHoldsTheRowsOfAllItsFlows(@TempDir Path folder) {
        ScratchProject project = project(folder, """
                CREATE STREAMING TABLE payments;
                CREATE FLOW paid AS INSERT INTO payments BY NAME
                SELECT id, amount, 'order' AS kind FROM STREAM(orders) WHERE amount > 0;
                CREATE FLOW refunds AS INSERT INTO payments BY NAME
                SELECT -amount AS amount, id FROM STREAM orders WHERE amount < 0;
                CREATE FLOW files AS INSERT INTO payments BY NAME
                SELECT _metadata.file_name AS kind, id FROM STREAM orders;
                """);

        assertThat(project.run().exitCode()).isZero();
        assertThat(project.rows("SELECT * FROM payments ORDER BY id, kind"))
                .containsExactly("1,2.50,order", "1,,orders.csv", "2,1.00,", "2,,orders.csv");
    }

    @Test
    void textsOfAllFlowsAreStoredAsDeclared(@TempDir Path folder) {
        ScratchProject project = project(folder, """
                CREATE STREAMING TABLE codes (code VARCHAR(5), padded CHAR(4));
                CREATE FLOW read AS INSERT INTO codes BY NAME SELECT code, code AS padded FROM STREAM(orders);
                CREATE FLOW made AS INSERT INTO codes BY NAME SELECT repeat('x', id) AS code FROM STREAM(orders);
                """);

        assertThat(project.run().exitCode()).isZero();
        assertThat(project.rows("SELECT code, concat(padded, '|') FROM codes ORDER BY code"))
                .containsExactly("abc,abc |", "d,d   |", "x,", "xx,");

        project.file("orders.csv", "9,2.50,abc\n");
        Leat.Ended ended = project.run();
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("EXCEED_LIMIT_LENGTH");
    }

    @Test
    void nullHasNoLengthToCheck(@TempDir Path folder) {
        ScratchProject project = project(
                folder,
                "CREATE MATERIALIZED VIEW codes (id INT, code VARCHAR(5), padded CHAR(4))"
                        + " AS SELECT id, code, code AS padded FROM orders;");
        project.file("orders.csv", "1,2.50,abc\n2,-1.00,\n");

        assertThat(project.run().exitCode()).isZero();
        assertThat(project.rows("SELECT * FROM codes ORDER BY id")).containsExactly("1,abc,abc ", "2,,");
    }
}
