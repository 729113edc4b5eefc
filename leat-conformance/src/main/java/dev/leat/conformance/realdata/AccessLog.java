package dev.leat.conformance.realdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The access log of a web site, read by plain Java. */
final class AccessLog {
    private static final Pattern TIME = Pattern.compile("\\[([^\\]]+)\\]");
    private static final Pattern METHOD = Pattern.compile("\"(\\w+) ");
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ROOT);

    private static final String PARSED = """
            to_timestamp(regexp_extract(line, '\\\\[([^\\\\]]+)\\\\]', 1), 'dd/MMM/yyyy:HH:mm:ss Z') AS at,
            regexp_extract(line, '"(\\\\w+) ', 1) AS method, length(line) AS characters""";

    private static final String COUNTED =
            "count(*) AS requests, sum(characters) AS characters, unix_seconds(max(at)) AS latest";

    private AccessLog() {}

    /** The file, byte by byte; all of it is ASCII. */
    static byte[] bytes(Path data) throws IOException {
        return Files.readAllBytes(data.resolve("logs/web/apache_access.log"));
    }

    /**
     * Definitions: the logs in the folder {@code in}, their requests per minute and method as a streaming table,
     * {@code per_minute}, and as a view that reads no stream, {@code batch}.
     */
    static String sql(int delaySeconds) {
        return """
                CREATE TABLE lines (line STRING) USING text OPTIONS (path 'in', pathGlobFilter '*.log');
                CREATE TEMPORARY VIEW requests AS SELECT %1$s FROM STREAM(lines);

                CREATE STREAMING TABLE per_minute AS
                SELECT unix_seconds(window.start) AS minute, method, %2$s
                FROM STREAM(requests) WATERMARK at DELAY OF INTERVAL %3$d SECONDS
                GROUP BY window(at, '1 minute'), method;

                CREATE MATERIALIZED VIEW batch AS
                SELECT unix_seconds(date_trunc('MINUTE', at)) AS minute, method, %2$s
                FROM (SELECT %1$s FROM lines) GROUP BY 1, 2;
                """.formatted(PARSED, COUNTED, delaySeconds);
    }

    /** The time of a line, in seconds since 1970-01-01. */
    static long seconds(String line) {
        Matcher time = TIME.matcher(line);
        if (!time.find()) {
            throw new IllegalArgumentException("a line without a time: " + line);
        }
        return OffsetDateTime.parse(time.group(1), FORMAT).toEpochSecond();
    }

    private static final class Minute {
        private long requests;
        private long characters;
        private long latest;
    }

    /** The rows of {@code per_minute}. */
    static Collection<String> perMinute(Collection<String> lines) {
        Map<String, Minute> minutes = new TreeMap<>();
        for (String line : lines) {
            long seconds = seconds(line);
            Matcher method = METHOD.matcher(line);
            Minute minute = minutes.computeIfAbsent(
                    seconds / 60 * 60 + "," + (method.find() ? method.group(1) : ""), key -> new Minute());
            minute.requests++;
            minute.characters += line.length();
            minute.latest = Math.max(minute.latest, seconds);
        }
        return minutes.entrySet().stream()
                .map(entry -> entry.getKey() + "," + entry.getValue().requests + "," + entry.getValue().characters + ","
                        + entry.getValue().latest)
                .toList();
    }

    /**
     * How far out of order the lines are.
     *
     * @param count of those that are earlier than one before them
     * @param secondsMost by how much at most
     */
    record Disorder(long count, long secondsMost) {}

    static Disorder disorder(List<String> lines) {
        long latest = Long.MIN_VALUE;
        long count = 0;
        long most = 0;
        for (String line : lines) {
            long seconds = seconds(line);
            if (seconds < latest) {
                count++;
                most = Math.max(most, latest - seconds);
            }
            latest = Math.max(latest, seconds);
        }
        return new Disorder(count, most);
    }
}
