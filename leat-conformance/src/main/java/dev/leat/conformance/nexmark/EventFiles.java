package dev.leat.conformance.nexmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Events as files of NDJSON, in a folder for each of their sources, with the side input beside them. */
public final class EventFiles {
    /** Of the published runs; the seed may be any number. */
    static final long SEED = 42;

    private static final int SIDE_INPUT_ROWS = 10_000;

    private final EventGenerator generator;
    private final Path folder;

    /** Makes the folders, and writes the side input. */
    EventFiles(EventGenerator generator, Path folder) throws IOException {
        this.generator = generator;
        this.folder = folder;
        for (Event.Kind kind : Event.Kind.values()) {
            Files.createDirectories(folder.resolve(kind.source()));
        }
        Files.writeString(
                folder.resolve("side_input.csv"),
                IntStream.range(0, SIDE_INPUT_ROWS)
                        .mapToObj(key -> key + "," + key + "\n")
                        .collect(Collectors.joining()));
    }

    /** Takes a folder and a number of events; files that are there are replaced. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        EventFiles files = new EventFiles(new EventGenerator(SEED, EventGenerator.EVENTS_PER_SECOND), folder);
        files.remove("events");
        files.append(0, Long.parseLong(arguments[1]), "events");
        System.out.println(folder.getFileName());
    }

    /** Removes the files of this name. */
    void remove(String name) throws IOException {
        for (Event.Kind kind : Event.Kind.values()) {
            Files.deleteIfExists(file(kind, name));
        }
    }

    /** Appends the events at places from one up to another to the files of this name. */
    void append(long from, long to, String name) throws IOException {
        Map<Event.Kind, BufferedWriter> writers = new EnumMap<>(Event.Kind.class);
        try {
            for (Event.Kind kind : Event.Kind.values()) {
                writers.put(
                        kind,
                        Files.newBufferedWriter(
                                file(kind, name),
                                StandardCharsets.US_ASCII,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND));
            }
            for (long place = from; place < to; place++) {
                Event event = generator.event(place);
                BufferedWriter writer = Objects.requireNonNull(writers.get(event.kind()));
                writer.write(event.json());
                writer.write('\n');
            }
        } finally {
            for (BufferedWriter writer : writers.values()) {
                writer.close();
            }
        }
    }

    /** The file of one source's events. */
    Path file(Event.Kind kind, String name) {
        return folder.resolve(kind.source()).resolve(name + ".ndjson");
    }
}
