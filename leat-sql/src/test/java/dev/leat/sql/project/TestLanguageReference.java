package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.Diagnostic;
import dev.leat.error.SourcePosition;
import dev.leat.sql.read.ReadOption;
import dev.leat.sql.read.ReadOptionTable;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the language reference against the code. */
final class TestLanguageReference {
    private static final Path REFERENCE = Path.of("../docs/language.md");
    private static final String ORDERS = "id,customer,amount,at\n1,ann,2.50,2024-01-01 00:00:00\n";

    private static String blocks(String kind) throws IOException {
        Matcher blocks = Pattern.compile("^```" + kind + "\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(REFERENCE));
        return blocks.results().map(block -> block.group(1)).collect(Collectors.joining("\n"));
    }

    private static CompiledProject compile(Path folder, String sql) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("orders.csv"), ORDERS);
        Files.writeString(data.resolve("customers.json"), "{\"id\": 1, \"name\": \"ann\"}\n");
        Path file = Files.writeString(folder.resolve("reference.sql"), sql);
        return new ProjectCompiler(new SparkFileReaders()).compile(ProjectTexts.read(ProjectLocation.of(file)));
    }

    @Test
    void examplesCompile(@TempDir Path folder) throws IOException {
        assertThat(compile(folder, blocks("sql")).diagnostics()).isEmpty();
    }

    @Test
    void refusedStatementsAreRefusedEach(@TempDir Path folder) throws IOException {
        String refused = blocks("sql refused");
        Problems none = new Problems();
        List<StatementText> statements = StatementSplitter.split(new SourceFile("reference.sql", refused), none);
        String source =
                "CREATE TABLE orders (id INT, at TIMESTAMP) USING csv OPTIONS (path 'data/orders.csv', header true);";

        List<Diagnostic> found = compile(folder, refused + source).diagnostics();

        assertThat(statements).hasSizeGreaterThan(10).allSatisfy(statement -> {
            int first = statement.start().line();
            int last = first + (int) statement.sql().lines().count() - 1;
            assertThat(found)
                    .as(statement.sql())
                    .anySatisfy(problem -> assertThat(problem.position().map(SourcePosition::line))
                            .hasValueSatisfying(line -> assertThat(line).isBetween(first, last)));
        });
    }

    @Test
    void optionsAreThoseOfTheReaders() throws IOException {
        String rows =
                ReadOptionTable.OPTIONS.stream().map(TestLanguageReference::row).collect(Collectors.joining("\n"));
        String table = "<!-- options -->\n| option | formats | default | meaning |\n|---|---|---|---|\n" + rows
                + "\n<!-- /options -->";

        assertThat(Files.readString(REFERENCE)).contains(table);
    }

    private static String row(ReadOption option) {
        String formats = option.formats().stream().sorted().collect(Collectors.joining(", "));
        String standard = option.defaultValue().isEmpty()
                ? "empty"
                : option.defaultValue().replace("|", "\\|");
        return "| `" + option.name() + "` | " + formats + " | " + standard + " | "
                + option.doc().replace("|", "\\|") + " |";
    }
}
