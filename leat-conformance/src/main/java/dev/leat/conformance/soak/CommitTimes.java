package dev.leat.conformance.soak;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long commits took, as a run tells of them in a file that grows. Its other lines are warnings, which are kept, too. */
final class CommitTimes {
    private static final Pattern COMMIT = Pattern.compile("commit \\d+: .* in ([0-9.]+) s, .*");

    private final Path told;
    private final List<String> warnings = new ArrayList<>();
    private long read;
    private long commits;

    CommitTimes(Path told) {
        this.told = told;
    }

    /** Of the commits since the last time, in milliseconds, in order of their length. */
    List<Long> next() throws IOException {
        List<Long> millis = new ArrayList<>();
        for (String line : lines()) {
            Matcher commit = COMMIT.matcher(line);
            if (commit.matches()) {
                millis.add(Math.round(Double.parseDouble(commit.group(1)) * 1e3));
            } else {
                warnings.add(line);
            }
        }
        commits += millis.size();
        millis.sort(null);
        return millis;
    }

    private List<String> lines() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(told.toFile(), "r")) {
            byte[] bytes = new byte[(int) (file.length() - read)];
            file.seek(read);
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            read += whole.getBytes(StandardCharsets.UTF_8).length;
            return whole.lines().toList();
        }
    }

    /** How many there were. */
    long commits() {
        return commits;
    }

    /** What the run told besides. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
