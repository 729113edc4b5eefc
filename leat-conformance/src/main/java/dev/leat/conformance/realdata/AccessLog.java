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

    private AccessLog() {}

    /** The file, byte by byte; all of it is ASCII. */
    static byte[] bytes(Path data) throws IOException {
        return Files.readAllBytes(data.resolve("logs/web/apache_access.log"));
    }

    /** Definitions of what reads the logs in the folder {@code in}, the requests per minute as a stream, and the same as a batch. */
    static String sql(int delaySeconds) {
        return """
                CREATE TABLE lines (line STRING) USING text OPTIONS (path 'in', pathGlobFilter '*.log');
                CREATE TEMPORARY VIEW requests AS
                SELECT to_timestamp(regexp_extract(line, '\\\\[([^\\\\]]+)\\\\]', 1), 'dd/MMM/yyyy:HH:mm:ss Z') AS at,
                       regexp_extract(line, '"(\\\\w+) ', 1) AS method, length(line) AS characters
                FROM STREAM(lines) WHERE line RLIKE '\\\\[[^\\\\]]+\\\\]';
                CREATE STREAMING TABLE per_minute AS
                SELECT unix_seconds(window.start) AS minute, method, count(*) AS requests, sum(characters) AS characters,
                       max(at) AS latest
                FROM STREAM(requests) WATERMARK at DELAY OF INTERVAL %d SECONDS
                GROUP BY window(at, '1 minute'), method;
                CREATE MATERIALIZED VIEW batch AS
                SELECT unix_seconds(date_trunc('MINUTE', at)) AS minute, method, count(*) AS requests,
                       sum(characters) AS characters, max(at) AS latest
                FROM (SELECT to_timestamp(regexp_extract(line, '\\\\[([^\\\\]]+)\\\\]', 1), 'dd/MMM/yyyy:HH:mm:ss Z') AS at,
                             regexp_extract(line, '"(\\\\w+) ', 1) AS method, length(line) AS characters
                      FROM lines WHERE line RLIKE '\\\\[[^\\\\]]+\\\\]')
                GROUP BY 1, 2;
                """.formatted(delaySeconds);
    }

    /** A line's time in seconds since 1970-01-01; a line that is cut off before has none. */
    static boolean hasTime(String line) {
        return TIME.matcher(line).find();
    }

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
            if (hasTime(line)) {
                long seconds = seconds(line);
                Matcher method = METHOD.matcher(line);
                Minute minute = minutes.computeIfAbsent(
                        seconds / 60 * 60 + "," + (method.find() ? method.group(1) : ""), key -> new Minute());
                minute.requests++;
                minute.characters += line.length();
                minute.latest = Math.max(minute.latest, seconds);
            }
        }
        return minutes.entrySet().stream()
                .map(entry -> entry.getKey() + "," + entry.getValue().requests + "," + entry.getValue().characters + ","
                        + entry.getValue().latest + "000000")
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
