package dev.leat.conformance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.architecture.Repository;
import dev.leat.conformance.command.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements of the language reference are one project, which runs. */
final class TestLanguageReferenceRuns {
    @Test
    void examplesOfTheReferenceHaveResults(@TempDir Path folder) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("orders.csv"), """
                id,customer,amount,at
                1,ann,250.00,2024-01-01 00:00:00
                2,bob,-3.50,2024-02-01 00:00:00
                """);
        Files.writeString(data.resolve("customers.json"), "{\"id\": 1, \"name\": \"ann\"}\n");
        String sql = Pattern.compile("(?ms)^```sql\n(.*?)^```")
                .matcher(Repository.open().read(Path.of("docs/language.md")))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"));
        Path project = Files.writeString(folder.resolve("reference.sql"), sql);

        CommandRun run = CommandRun.of("run", project.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(query(project, "SELECT * FROM large_orders")).isEqualTo("id,customer,amount\n1,ann,250.00\n");
        assertThat(query(project, "SELECT * FROM payments ORDER BY id, amount"))
                .isEqualTo("id,amount,kind\n1,250.00,order\n2,-3.50,order\n2,3.50,\n");
        assertThat(query(project, "SELECT trim(customer) AS name, total, orders FROM totals ORDER BY name"))
                .isEqualTo("name,total,orders\nann,250.00,1\nbob,-3.50,1\n");
        assertThat(query(project, "SELECT name FROM customers")).isEqualTo("name\nann\n");
        assertThat(query(project, "SELECT id FROM published")).isEqualTo("id\n1\n");
        assertThat(folder.resolve("out/totals")).isDirectoryContaining("glob:**.csv");
    }

    private static String query(Path project, String sql) {
        CommandRun query = CommandRun.of("query", project.toString(), sql, "--format", "csv");
        assertThat(query.exitCode()).as(query.err()).isZero();
        return query.out();
    }
}
