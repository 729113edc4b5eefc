package dev.leat.conformance.realdata;

import dev.leat.conformance.command.CommandRun;
import dev.leat.conformance.command.FollowedProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The access log, whose lines are out of order by less than a minute, with a watermark a minute behind. */
record AccessLogSet(Way way) implements FollowedSet {
    private static final int DELAY_SECONDS = 60;
    private static final int PIECES = 18;
    private static final int PIECES_OF_COMMIT_MAX = 3;
    private static final Duration BETWEEN_COMMITS = Duration.ofMinutes(2);
    private static final String QUERY = "SELECT minute, method, requests, characters, latest FROM ";

    /** How the log comes. */
    enum Way {
        /** As one file that is cut anywhere while it grows, and rotated in both ways. */
        GROWING,
        /** As many files. */
        FILES,
        AT_ONCE
    }

    @Override
    public String name() {
        return "followed access log, " + way.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public void follow(Input input, Findings findings) throws IOException {
        Path folder = Files.createDirectories(input.scratch().resolve("in"));
        byte[] log = AccessLog.bytes(input.data());
        try (FollowedProject project = FollowedProject.of(input.scratch(), AccessLog.sql(DELAY_SECONDS))) {
            if (way == Way.AT_ONCE) {
                Files.write(folder.resolve("access.log"), log);
                project.commit();
                check(project, log, findings);
            } else {
                Feed feed = new Feed(folder, log, input.random());
                while (feed.written < log.length) {
                    for (int piece = input.random().nextInt(1, PIECES_OF_COMMIT_MAX + 1); piece > 0; piece--) {
                        feed.write(way);
                    }
                    project.commit();
                    check(project, Arrays.copyOf(log, feed.ended()), findings);
                    project.pass(BETWEEN_COMMITS);
                    if (input.random().nextBoolean()) {
                        project.reopen();
                    }
                }
            }
            findings.compare("rows in state", List.of("few"), List.of(stateRows(project)));
            project.commitAnew();
            check(project, log, findings);
            findings.late(List.of(), project.rejected());
        }
        CommandRun errors =
                CommandRun.of("errors", input.scratch().resolve("p.sql").toString(), "--format", "csv");
        findings.compare("leat errors", List.of(), errors.out().lines().skip(1).toList());
    }

    private static void check(FollowedProject project, byte[] written, Findings findings) {
        List<String> lines =
                new String(written, StandardCharsets.US_ASCII).lines().toList();
        findings.committed(lines.size() - findings.rows());
        var expected = AccessLog.perMinute(lines);
        findings.compare("per minute", expected, project.rows(QUERY + "per_minute"));
        findings.compare("batch", expected, project.rows(QUERY + "batch"));
    }

    /** Minutes that no line can reach any more are forgotten. */
    private static String stateRows(FollowedProject project) {
        return project.status().tables().stream()
                .filter(table -> table.name().simpleName().equals("per_minute"))
                .map(table -> table.stateRows() < table.rows() / 4 ? "few" : table.stateRows() + " of " + table.rows())
                .findFirst()
                .orElseThrow();
    }

    /** Writes the log piece by piece. */
    private static final class Feed {
        private final Path folder;
        private final Path growing;
        private final byte[] log;
        private final SplittableRandom random;
        private int written;
        private int files;

        Feed(Path folder, byte[] log, SplittableRandom random) {
            this.folder = folder;
            this.growing = folder.resolve("access.log");
            this.log = log;
            this.random = random;
        }

        void write(Way way) throws IOException {
            int end = Math.min(log.length, written + random.nextInt(1, 2 * log.length / PIECES));
            if (way == Way.FILES) {
                append(folder.resolve("access-" + files++ + ".log"), endOfLine(end));
                return;
            }
            append(growing, end);
            switch (random.nextInt(6)) {
                case 0 -> {
                    // The writer ends its line after the file has another name.
                    Path rotated = folder.resolve("access-" + files++ + ".log");
                    Files.move(growing, rotated);
                    append(rotated, endOfLine(end));
                    append(growing, Math.min(log.length, written + 1));
                }
                case 1 -> {
                    append(growing, endOfLine(end));
                    Files.copy(growing, folder.resolve("access-" + files++ + ".log"));
                    Files.write(growing, new byte[0]);
                }
                default -> {}
            }
        }

        private void append(Path file, int end) throws IOException {
            Files.write(
                    file, Arrays.copyOfRange(log, written, end), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            written = end;
        }

        /** What was written but for a last line without its end, which waits for that. */
        int ended() {
            int end = written;
            while (end > 0 && log[end - 1] != '\n') {
                end--;
            }
            return end;
        }

        private int endOfLine(int from) {
            int end = Math.min(from, log.length);
            while (end < log.length && log[end - 1] != '\n') {
                end++;
            }
            return end;
        }
    }
}
