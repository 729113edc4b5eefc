package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project with many different mistakes in four files, which the front end's tests know one by one. */
final class TestCheckCommand {
    private static final Path PROJECT = Path.of("../leat-sql/src/test/resources/projects/refused/many");
    private static final Pattern PROBLEM = Pattern.compile("([A-Z_]+) ([^ :]+:\\d+:\\d+): (.*)");

    /** A line that names a problem; the source line and the mark follow. */
    private record Problem(String head, String source, String mark) {}

    @ParameterizedTest
    @ValueSource(strings = {"check", "run"})
    void allMistakesAreReportedAtOnceWithTheirLines(String command) throws IOException {
        Leat.Ended ended = Leat.run(command, PROJECT);
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        List<Problem> expected = expected();
        List<String> lines = ended.err().lines().toList();
        assertThat(lines).hasSize(3 * expected.size() + 1);
        assertThat(lines.get(lines.size() - 1)).isEqualTo(expected.size() + " problems");
        for (int i = 0; i < expected.size(); i++) {
            String shown = lines.get(3 * i)
                    .replace(PROJECT.toAbsolutePath().normalize().toString(), "/many");
            assertThat(shown).isEqualTo(expected.get(i).head());
            String source = lines.get(3 * i + 1);
            int start = source.indexOf(" | ") + 3;
            assertThat(source.substring(start)).isEqualTo(expected.get(i).source());
            assertThat(lines.get(3 * i + 2).substring(start).stripTrailing())
                    .isEqualTo(expected.get(i).mark());
        }
    }

    @Test
    void theMistakesAreManyAndDifferent() throws IOException {
        Set<String> files = new HashSet<>();
        Set<String> texts = new HashSet<>();
        for (Problem problem : expected()) {
            files.add(problem.head().substring(0, problem.head().indexOf(':')));
            // Without position and names, which alone do not make two mistakes differ.
            texts.add(problem.head().replaceFirst("^[^ ]+ ", "").replaceAll("`[^`]*`", "`…`"));
        }
        assertThat(texts).hasSizeGreaterThanOrEqualTo(20);
        assertThat(files).hasSize(4);
    }

    private static List<Problem> expected() throws IOException {
        List<String> lines = Files.readAllLines(PROJECT.resolve("expected.txt"));
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 3) {
            Matcher problem = PROBLEM.matcher(lines.get(i));
            assertThat(problem.matches()).as(lines.get(i)).isTrue();
            problems.add(new Problem(
                    problem.group(2) + ": error[" + problem.group(1) + "]: " + problem.group(3),
                    lines.get(i + 1).substring(4),
                    lines.get(i + 2).substring(4)));
        }
        return problems;
    }
}
