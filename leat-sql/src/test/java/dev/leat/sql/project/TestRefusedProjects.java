package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.Diagnostic;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder or SQL file below {@code projects/refused} is a project with mistakes. Beside it (in the folder, or with
 * the ending {@code .txt}) stands everything that must be reported, in order, positions and lengths included.
 */
final class TestRefusedProjects {
    private static final Path ROOT =
            Path.of("src/test/resources/projects/refused").toAbsolutePath();

    static List<String> projects() throws IOException {
        try (Stream<Path> entries = Files.list(ROOT)) {
            return entries.filter(path -> !path.toString().endsWith(".txt"))
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("projects")
    void everythingIsReportedAtOnce(String project) throws IOException {
        Path path = ROOT.resolve(project);
        Path expected =
                Files.isDirectory(path) ? path.resolve("expected.txt") : ROOT.resolve(project.replace(".sql", ".txt"));

        CompiledProject compiled =
                new ProjectCompiler(new SparkFileReaders()).compile(ProjectTexts.read(ProjectLocation.of(path)));

        List<String> found = compiled.diagnostics().stream()
                .map(diagnostic -> render(compiled, diagnostic))
                .toList();
        assertThat(compiled.pipeline()).isEmpty();
        assertThat(String.join("\n", found) + "\n").isEqualTo(Files.readString(expected));
    }

    /** One line for the problem, one with the source line, one with the marker below it. */
    private static String render(CompiledProject project, Diagnostic diagnostic) {
        String text = diagnostic.code() + " " + diagnostic.toString().replace(ROOT.toString(), "");
        return text
                + diagnostic
                        .position()
                        .map(position -> "\n    " + project.line(position).orElse("") + "\n    "
                                + " ".repeat(position.column() - 1) + "^".repeat(position.length()))
                        .orElse("");
    }
}
