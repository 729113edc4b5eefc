package dev.leat.conformance.soak;

import dev.leat.conformance.command.CommandRun;
import dev.leat.conformance.oracle.RowDifferences;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Compares what a run has left, which has ended, with what plain Java makes of the rows that were fed. */
final class Comparison {
    private Comparison() {}

    /** The results of a project, its counts, and the sink that has one file. */
    static RowDifferences of(Path project, ExpectedResults expected) throws IOException {
        RowDifferences differences = new RowDifferences();
        for (Map.Entry<String, Stream<String>> answer : expected.answers().entrySet()) {
            differences.compare(answer.getKey(), answer.getValue(), answer(project, answer.getKey()));
        }
        ToldStatus status = ToldStatus.of(project);
        differences.compare("counts", status.expectedCounts(expected), status.counts());
        differences.compare("the board", expected.leaders(), board(SoakProject.board(project.resolveSibling(""))));
        return differences;
    }

    private static Stream<String> answer(Path project, String sql) {
        CommandRun query = CommandRun.of("query", project.toString(), sql, "--format", "csv");
        if (query.exitCode() != 0) {
            throw new IllegalStateException(sql + " ended with " + query.exitCode() + ": " + query.err());
        }
        return query.out().lines().skip(1);
    }

    private static Stream<String> board(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(".")).toList().stream()
                    .flatMap(Comparison::lines);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
