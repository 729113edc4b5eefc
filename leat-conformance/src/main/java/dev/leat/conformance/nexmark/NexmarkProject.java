package dev.leat.conformance.nexmark;

import dev.leat.conformance.command.FollowedProject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the example's definitions with events, state and results of its own. */
final class NexmarkProject implements AutoCloseable {
    private static final String LOG = "q10_log";
    private static final Path LOG_FOLDER = Path.of("out/bids");

    private final Path folder;
    private final FollowedProject leat;

    private NexmarkProject(Path folder) throws IOException {
        this.folder = folder;
        this.leat = FollowedProject.of(folder);
    }

    /** Copies the example into a folder; its events are those of another folder. */
    static NexmarkProject open(Path example, Path folder, Path events) throws IOException {
        Files.createDirectories(folder.resolve("transformations"));
        Files.copy(example.resolve("spark-pipeline.yml"), folder.resolve("spark-pipeline.yml"));
        try (Stream<Path> files = Files.list(example.resolve("transformations"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("transformations").resolve(file.getFileName()));
            }
        }
        Files.createSymbolicLink(folder.resolve("data"), events.toAbsolutePath());
        return new NexmarkProject(folder);
    }

    FollowedProject leat() {
        return leat;
    }

    /** The rows of a query, as {@link Answers} has them. */
    Stream<String> rows(String query) {
        return query.equals(LOG) ? logged() : leat.rows("SELECT * FROM " + query).stream();
    }

    private Stream<String> logged() {
        try (Stream<Path> files = Files.list(folder.resolve(LOG_FOLDER))) {
            List<Path> visible =
                    files.filter(file -> file.toString().endsWith(".csv")).toList();
            return visible.stream().flatMap(NexmarkProject::lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        leat.close();
    }
}
