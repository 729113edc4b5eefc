package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A project of one file, {@code p.sql}, made for one test. */
final class ScratchProject {
    private final Path folder;

    ScratchProject(Path folder, String sql) {
        this.folder = folder;
        sql(sql);
    }

    /** Replaces the definitions. */
    void sql(String sql) {
        file("p.sql", sql);
    }

    Path file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Path file(String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The definitions. */
    String text() {
        return String.join("\n", lines(path()));
    }

    List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    Path path() {
        return folder.resolve("p.sql");
    }

    /** The database file where no --state says otherwise. */
    Path state() {
        return folder.resolve(".leat/p/state.duckdb");
    }

    Leat.Ended run(Object... options) {
        return command("run", options);
    }

    /** Runs, and expects that there is nothing to say. */
    void succeed() {
        Leat.Ended ended = run("--quiet");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
    }

    /** Runs without an error and looks at name, result, rows in and rows out of each dataset and sink. */
    void assertRun(String... expected) {
        Leat.Ended ended = run("--quiet");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        assertThat(results(ended)).containsExactlyInAnyOrder(expected);
    }

    /** Name, result, rows in and rows out of each dataset and sink. */
    static List<String> results(Leat.Ended ended) {
        return ended.out()
                .lines()
                .skip(2)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.replaceAll("^(\\S+) +(\\S+) +(\\S+) +(\\S+) .*", "$1 $2 $3 $4"))
                .toList();
    }

    Leat.Ended query(String sql, Object... options) {
        List<Object> all = new ArrayList<>(List.of(sql));
        all.addAll(List.of(options));
        return command("query", all.toArray());
    }

    /** The rows of a query that succeeds, as CSV without the header. */
    List<String> rows(String sql, Object... options) {
        List<Object> all = new ArrayList<>(List.of("--format", "csv"));
        all.addAll(List.of(options));
        Leat.Ended ended = query(sql, all.toArray());
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        return ended.out().lines().skip(1).toList();
    }

    /** The names of all files in a sink's folder, hidden ones, too, but the one that says whose the folder is. */
    static List<String> sinkFiles(Path sink) {
        try (Stream<Path> files = Files.list(sink)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".leat-state"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Leat.Ended command(String name, Object... options) {
        List<Object> all = new ArrayList<>(List.of(name, path()));
        all.addAll(List.of(options));
        return Leat.run(all.toArray());
    }
}
