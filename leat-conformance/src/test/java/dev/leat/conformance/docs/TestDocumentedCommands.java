package dev.leat.conformance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.architecture.Repository;
import dev.leat.conformance.command.CommandRun;
import dev.leat.conformance.docs.Session.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that a document for users shows is run, in the document's order, over a copy of the examples. */
final class TestDocumentedCommands {
    private static final Repository REPOSITORY = Repository.open();
    private static final Pattern GENERATOR =
            Pattern.compile("/bench/java\" (?<class>\\S+) \"\\$folder/data\" \"\\$\\{1:-(?<size>\\S+)}\"\\n");
    private static final Set<String> VALUES_ARE_PATHS = Set.of("--state", "--output");

    @TempDir
    private Path folder;

    static List<Path> documents() {
        List<Path> documents = new ArrayList<>(List.of(Path.of("README.md"), Path.of("docs/cli.md")));
        REPOSITORY.files("README.md").stream()
                .filter(file -> file.startsWith("examples"))
                .forEach(documents::add);
        return documents;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void commandsPrintWhatIsShown(Path document) throws IOException, ReflectiveOperationException {
        copyExamples();
        Session session = Session.of(REPOSITORY.read(document));

        assertThat(session.steps()).isNotEmpty();
        assertThat(session.loose()).as("blocks that no command printed").isEmpty();
        for (Step step : session.steps()) {
            if (step instanceof Step.ShownFile file) {
                Files.writeString(folder.resolve(file.name()), file.content());
            } else if (step instanceof Step.Generator generator) {
                generate(generator);
            } else if (step instanceof Step.Command command) {
                run(command);
            }
        }
    }

    private void run(Step.Command command) {
        CommandRun run = CommandRun.of(located(command.arguments()));
        String printed = (run.err() + run.out()).replace(folder + "/", "");
        String typed = String.join(" ", command.arguments());
        boolean isRefused =
                command.output().filter(text -> text.contains("error[")).isPresent();

        assertThat(run.exitCode()).as(typed + "\n" + printed).isEqualTo(isRefused ? 2 : 0);
        command.output()
                .ifPresent(shown -> assertThat(ShownOutput.matches(shown, printed))
                        .as(typed + " shows\n" + shown + "\nand prints\n" + printed)
                        .isTrue());
    }

    /** Runs the class that the script runs, with its default; the script itself would build it first. */
    private void generate(Step.Generator generator) throws IOException, ReflectiveOperationException {
        Path script = folder.resolve(generator.script());
        assertThat(REPOSITORY.root().resolve(generator.script())).isExecutable();
        Matcher run = GENERATOR.matcher(Files.readString(script));
        assertThat(run.find()).as(generator.script()).isTrue();
        String[] arguments = {script.resolveSibling("data").toString(), run.group("size")};
        Class.forName(run.group("class")).getMethod("main", String[].class).invoke(null, (Object) arguments);
    }

    /** Documents are written for the repository's folder; commands run in this process, which has another. */
    private List<String> located(List<String> arguments) {
        List<String> located = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            boolean isProject = i == 1 && !arguments.get(i).startsWith("-");
            boolean isPath = isProject || (i > 1 && VALUES_ARE_PATHS.contains(arguments.get(i - 1)));
            located.add(isPath ? folder.resolve(arguments.get(i)).toString() : arguments.get(i));
        }
        return located;
    }

    private void copyExamples() throws IOException {
        for (Path file : REPOSITORY.files("")) {
            boolean isState = file.toString().contains(".leat");
            if (file.startsWith("examples") && !isState) {
                Path copy = folder.resolve(file);
                Files.createDirectories(copy.getParent());
                Files.copy(REPOSITORY.root().resolve(file), copy);
            }
        }
    }

    @Test
    void sessionIsReadFromADocument() {
        Session session = Session.of("""
                Text with ./leat run nothing.

                    examples/a/generate
                    ./leat run examples/a
                    ./leat query examples/a "SELECT 'x y'" --quiet

                ```
                x y
                ```

                ```sql
                SELECT 1;
                ```

                ```
                $ cat a.sql
                CREATE …

                $ leat check a.sql
                a.sql:1:2
                more
                ```

                ```
                said by nobody
                ```
                """);

        assertThat(session.steps())
                .containsExactly(
                        new Step.Generator("examples/a/generate"),
                        new Step.Command(List.of("run", "examples/a"), Optional.empty()),
                        new Step.Command(List.of("query", "examples/a", "SELECT 'x y'", "--quiet"), Optional.of("x y")),
                        new Step.ShownFile("a.sql", "CREATE …\n\n"),
                        new Step.Command(List.of("check", "a.sql"), Optional.of("a.sql:1:2\nmore")));
        assertThat(session.loose()).containsExactly("said by nobody");
    }

    @Test
    void outputMayDifferInTimesOnly() {
        assertThat(ShownOutput.matches(
                        "[1/2] a: 3 rows in 0.53 s\n…\nb  2  0.01", "[1/2] a: 3 rows in 12.00 s\nx\ny\nb  2  3.25\n"))
                .isTrue();
        assertThat(ShownOutput.matches(
                        "a long\nline, since 2026-01-01T00:00:00Z", "a long line, since 2027-03-04T05:06:07Z"))
                .isTrue();
        assertThat(ShownOutput.matches("b  2  0.01", "b  3  0.01")).isFalse();
        assertThat(ShownOutput.matches("b\n…", "c\nd")).isFalse();
        assertThat(ShownOutput.matches("sum 0.53 of", "sum 0.54 of")).isFalse();
        assertThat(ShownOutput.matches("a", "a\nb")).isFalse();
    }
}
