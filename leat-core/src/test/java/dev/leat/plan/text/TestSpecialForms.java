package dev.leat.plan.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestSpecialForms {
    private static final Path DOCUMENT = Path.of("..", "docs", "functions.md");

    @Test
    void documentListsExactlyTheForms() throws IOException {
        List<String> rows = SpecialForms.all().stream()
                .map(form -> "| `%s` | %s | %s |".formatted(cell(form.name()), form.arguments(), cell(form.sql())))
                .toList();

        assertThat(section(Files.readAllLines(DOCUMENT), "## Special forms")).containsExactlyElementsOf(rows);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static List<String> section(List<String> lines, String heading) {
        return lines.stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .toList();
    }
}
