package dev.leat.conformance.soak;

import dev.leat.conformance.load.WatchedRun;
import dev.leat.duckdb.store.Database;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at a run from outside. */
final class Probe {
    private static final String RESIDENT = "VmRSS:";

    private final Path project;
    private final WatchedRun run;
    private final CommitTimes commits;
    private final Feeds feeds;
    private final long startNanos = System.nanoTime();

    Probe(Path project, WatchedRun run, CommitTimes commits, Feeds feeds) {
        this.project = project;
        this.run = run;
        this.commits = commits;
        this.feeds = feeds;
    }

    /** Since the probe was made. */
    long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
    }

    Sample sample(ToldStatus status) throws IOException {
        Path state = SoakProject.state(project.resolveSibling(""));
        return new Sample(
                seconds(),
                feeds.clicks() + feeds.lines(),
                lag(status),
                resident(),
                bytes(state),
                size(state.resolve(Database.FILE + ".wal")),
                commits.next());
    }

    Sample.Lag lag(ToldStatus status) {
        return new Sample.Lag(
                feeds.clicks() - status.read(SoakProject.CLICKS), feeds.lines() - status.read(SoakProject.LINES));
    }

    private long resident() throws IOException {
        String line = Files.readAllLines(Path.of("/proc", String.valueOf(run.number()), "status")).stream()
                .filter(text -> text.startsWith(RESIDENT))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
    }

    /** Of all files that are there; others come and go meanwhile. */
    private static long bytes(Path folder) throws IOException {
        AtomicLong bytes = new AtomicLong();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes.get();
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            // There is none just after a checkpoint.
            return 0;
        }
    }
}
