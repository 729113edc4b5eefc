package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestFlowsIntoOneTable {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void tableHoldsTheRowsOfAllItsFlows(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("orders.csv"), "1,2.50\n2,-1.00\n");
        Path project = Files.writeString(folder.resolve("payments.sql"), """
                CREATE TABLE orders (id INT, amount DECIMAL(10, 2)) USING csv OPTIONS (path 'orders.csv');
                CREATE STREAMING TABLE payments;
                CREATE FLOW paid AS INSERT INTO payments BY NAME
                SELECT id, amount, 'order' AS kind FROM STREAM(orders) WHERE amount > 0;
                CREATE FLOW refunds AS INSERT INTO payments BY NAME
                SELECT -amount AS amount, id FROM STREAM orders WHERE amount < 0;
                CREATE FLOW files AS INSERT INTO payments BY NAME
                SELECT _metadata.file_name AS kind, id FROM STREAM orders;
                """);

        assertThat(run("run", project.toString())).as(err.toString()).isZero();
        out.getBuffer().setLength(0);
        assertThat(run("query", project.toString(), "SELECT * FROM payments ORDER BY id, kind", "--format", "csv"))
                .isZero();

        assertThat(out.toString().replace("\r\n", "\n")).isEqualTo("""
                id,amount,kind
                1,2.50,order
                1,,orders.csv
                2,1.00,
                2,,orders.csv
                """);
    }

    private int run(String... arguments) {
        return Main.run(List.of(arguments), new PrintWriter(out), new PrintWriter(err));
    }
}
