package dev.leat.conformance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.architecture.Repository;
import dev.leat.conformance.command.CommandRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lists of docs/cli.md are those of {@code --help}. */
final class TestCommandLineReference {
    private static final String REFERENCE = Repository.open().read(Path.of("docs/cli.md"));
    private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z]+)  +\\S");
    private static final Pattern OPTION = Pattern.compile("(?m)^ +(?:-\\w, )?(--[a-z-]+)");
    private static final Set<String> OF_ALL = Set.of("--help", "--version");

    private static String help(String... command) {
        CommandRun run = CommandRun.of(
                Stream.concat(Stream.of(command), Stream.of("--help")).toList());
        assertThat(run.exitCode()).isZero();
        return run.out();
    }

    private static Set<String> find(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> commands() {
        return find(COMMAND, help());
    }

    @Test
    void commandsAreThoseOfTheHelp() {
        List<String> described = MarkdownTable.after(REFERENCE, "| command |").code(0);

        assertThat(described.stream()
                        .map(text -> text.split(" ")[1])
                        .filter(word -> word.matches("[a-z]+"))
                        .collect(Collectors.toSet()))
                .isEqualTo(commands());
    }

    @Test
    void optionsAreThoseOfTheHelp() {
        Set<String> ofProjects =
                find(Pattern.compile("`(--[a-z-]+)"), paragraph("Options of all commands on a project"));
        assertThat(ofProjects).isNotEmpty();
        for (String command : commands()) {
            Set<String> expected = new TreeSet<>(OF_ALL);
            if (help(command).contains("PROJECT")) {
                expected.addAll(ofProjects);
            }
            String title = "Options of `" + command + "`";
            if (REFERENCE.contains(title)) {
                MarkdownTable.after(REFERENCE, title).code(0).forEach(text -> expected.add(text.split(" ")[0]));
            }
            assertThat(find(OPTION, help(command))).as(command).isEqualTo(expected);
        }
    }

    @Test
    void formatsAreThoseOfTheHelp() {
        String described =
                MarkdownTable.after(REFERENCE, "Options of `query`").code(0).get(0);

        assertThat(help("query")).contains(described.replace("--format ", "").replace("|", ", ") + " (default: table)");
    }

    private static String paragraph(String begin) {
        int start = REFERENCE.indexOf(begin);
        return REFERENCE.substring(start, REFERENCE.indexOf("\n\n", start));
    }
}
