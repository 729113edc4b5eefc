package dev.leat.conformance.incremental;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Files of events that grow, as a writer with a buffer makes them; their times are in order up to some disorder. */
final class EventSource {
    private static final long MICROS_OF_SECOND = 1_000_000;

    private final SplittableRandom random;
    private final Path folder;
    private final String name;
    private final Format format;
    private final Times times;
    private final Idle idle;
    private final List<Event> written = new ArrayList<>();
    /** Where the complete lines of each file end. */
    private final Map<Path, Long> ends = new LinkedHashMap<>();

    private final Map<Path, Begun> begun = new LinkedHashMap<>();
    private long now;

    /** A line of which only some characters are written; it is no record before its end is. */
    private record Begun(Event event, int characters) {}

    /** How records are written. */
    enum Format {
        CSV("csv", ""),
        CSV_WITH_HEADER("csv", "t,k,v\n"),
        JSON("json", "");

        private final String name;
        private final String header;

        Format(String name, String header) {
            this.name = name;
            this.header = header;
        }
    }

    /**
     * What times there are.
     *
     * @param start the first, in seconds since 1970-01-01 UTC
     * @param step seconds from one event to the next, at most
     * @param disorder by how many seconds an event comes after a later one, at most
     * @param straying whether some events come any time later, and lines are ended later than they are begun
     */
    record Times(long start, long step, long disorder, boolean straying) {}

    /**
     * After which time without rows files are idle.
     *
     * @param option how the source says it, if it does
     * @param time empty where none ever is
     */
    record Idle(Optional<String> option, Optional<Duration> time) {}

    EventSource(SplittableRandom random, Path folder, String name, Format format, Times times, Idle idle) {
        this.random = random;
        this.folder = folder;
        this.name = name;
        this.format = format;
        this.times = times;
        this.idle = idle;
        this.now = times.start();
    }

    String name() {
        return name;
    }

    /** After which time without rows its files are idle; empty where none ever is. */
    Optional<Duration> idle() {
        return idle.time();
    }

    /** Whether no event comes so late. */
    boolean isOrderedWithin(long seconds) {
        return !times.straying() && times.disorder() <= seconds;
    }

    /** The statement that declares files like these in some folder. */
    String declaration(String source, Path files) {
        return declaration(source, files, "");
    }

    private String declaration(String source, Path files, String more) {
        return "CREATE TABLE " + source + " (t timestamp, k string, v int) USING " + format.name + " OPTIONS (path '"
                + files + "'" + (format.header.isEmpty() ? "" : ", header true")
                + idle.option().map(time -> ", idleTimeout '" + time + "'").orElse("") + more + ");";
    }

    String declaration() {
        return declaration(name, folder);
    }

    /** The same of a source with another option. */
    String declaration(String option) {
        return declaration(name, folder, ", " + option);
    }

    /** Adds to some files and makes others; the records that are complete since the last time. */
    List<Event> change() throws IOException {
        Files.createDirectories(folder);
        int before = written.size();
        for (Path file : List.copyOf(ends.keySet())) {
            if (random.nextInt(3) == 0) {
                write(file);
            }
        }
        if (ends.isEmpty() || random.nextInt(3) == 0) {
            write(folder.resolve("f" + ends.size() + "." + format.name));
        }
        return List.copyOf(written.subList(before, written.size()));
    }

    private void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        if (!ends.containsKey(file)) {
            text.append(format.header);
            ends.put(file, (long) format.header.length());
        }
        Optional<Begun> begin = Optional.ofNullable(begun.remove(file));
        if (begin.isPresent()) {
            text.append(begin.get().event().line().substring(begin.get().characters()));
            end(begin.get().event(), text);
        }
        for (int row = random.nextInt(1, 7); row > 0; row--) {
            Event event = event(file);
            text.append(event.line());
            end(event, text);
        }
        if (times.straying() && random.nextInt(3) == 0) {
            Event next = event(file);
            int characters = random.nextInt(1, next.line().length());
            text.append(next.line(), 0, characters);
            begun.put(file, new Begun(next, characters));
        }
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        // Not all that read files see more of a time than that.
        Files.setLastModifiedTime(
                file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis()));
    }

    private void end(Event event, StringBuilder text) {
        text.append('\n');
        written.add(event);
        ends.put(event.file(), event.position() + event.line().getBytes(StandardCharsets.UTF_8).length + 1);
    }

    private Event event(Path file) {
        OptionalLong time = time();
        int value = random.nextInt(-3, 9);
        return new Event(file, ends.getOrDefault(file, 0L), time, value, line(time, value));
    }

    private OptionalLong time() {
        if (random.nextInt(12) == 0) {
            return OptionalLong.empty();
        }
        now += random.nextLong(times.step() + 1);
        boolean strays = times.straying() && random.nextInt(5) == 0;
        long late = strays ? random.nextLong(1 + 200 * times.step()) : random.nextLong(times.disorder() + 1);
        long micros = random.nextInt(4) == 0 ? random.nextLong(MICROS_OF_SECOND) : 0;
        // Fractions only ever make an event later, by less than the second that is taken off.
        return OptionalLong.of((now - late) * MICROS_OF_SECOND + (late > 0 ? micros : 0));
    }

    private String line(OptionalLong time, int value) {
        String at = time.isPresent()
                ? Instant.EPOCH.plus(time.getAsLong(), ChronoUnit.MICROS).toString()
                : random.nextBoolean() ? "" : "bad";
        String key = List.of("a", "b", "ä", "").get(random.nextInt(4));
        if (format == Format.JSON) {
            String blank = random.nextInt(4) == 0 ? " " : "";
            String start = at.isEmpty() ? "{" : "{\"t\":" + blank + "\"" + at + "\",";
            return start + (key.isEmpty() ? "" : "\"k\":\"" + key + "\",") + "\"v\":" + value + "}";
        }
        // Quotes are for Spark's parser.
        String quote = random.nextInt(4) == 0 && !key.isEmpty() ? "\"" : "";
        return at + "," + quote + key + quote + "," + value;
    }

    /** Writes some of the records as files of their own. */
    void copy(Path target, List<Event> events) throws IOException {
        Files.createDirectories(target);
        StringBuilder text = new StringBuilder(format.header);
        events.forEach(event -> text.append(event.line()).append('\n'));
        Files.writeString(target.resolve("all." + format.name), text);
    }
}
