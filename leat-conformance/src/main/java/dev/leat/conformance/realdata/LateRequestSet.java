package dev.leat.conformance.realdata;

import dev.leat.conformance.command.FollowedProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The access log as a file that grows by whole lines, with a watermark that is closer than its lines are out of order: some are
 * late, and plain Java says which. In a commit that reads all of it, none is.
 */
record LateRequestSet() implements FollowedSet {
    private static final int DELAY_SECONDS = 10;
    private static final int LINES_OF_COMMIT_MAX = 1_000;

    @Override
    public String name() {
        return "followed access log with late lines";
    }

    @Override
    public void follow(Input input, Findings findings) throws IOException {
        Path log = Files.createDirectories(input.scratch().resolve("in")).resolve("access.log");
        Files.createFile(log);
        List<String> lines = new String(AccessLog.bytes(input.data()), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        List<String> accepted = new ArrayList<>();
        List<String> late = new ArrayList<>();
        long position = 0;
        OptionalLong latest = OptionalLong.empty();
        try (FollowedProject project = FollowedProject.of(input.scratch(), AccessLog.sql(DELAY_SECONDS))) {
            for (int from = 0; from < lines.size(); ) {
                int to = Math.min(lines.size(), from + input.random().nextInt(1, LINES_OF_COMMIT_MAX));
                List<String> given = lines.subList(from, to);
                Files.writeString(log, String.join("\n", given) + "\n", StandardOpenOption.APPEND);
                long watermark = latest.isPresent() ? latest.getAsLong() - DELAY_SECONDS : Long.MIN_VALUE;
                for (String line : given) {
                    if (AccessLog.seconds(line) < watermark) {
                        late.add("late," + position);
                    } else {
                        accepted.add(line);
                    }
                    position += line.length() + 1;
                }
                latest = lines.subList(0, to).stream()
                        .mapToLong(AccessLog::seconds)
                        .max();
                project.commit();
                findings.committed(given.size());
                check(project, accepted, findings);
                from = to;
            }
            findings.late(late, project.rejected());
            project.commitAnew();
            findings.committed(0);
            check(project, lines, findings);
        }
    }

    private static void check(FollowedProject project, List<String> accepted, Findings findings) {
        findings.compare(
                "per minute",
                AccessLog.perMinute(accepted),
                project.rows("SELECT minute, method, requests, characters, latest FROM per_minute"));
    }
}
