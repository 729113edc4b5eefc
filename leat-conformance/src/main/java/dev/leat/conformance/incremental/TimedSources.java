package dev.leat.conformance.incremental;

import dev.leat.conformance.incremental.EventSource.Format;
import dev.leat.conformance.incremental.EventSource.Idle;
import dev.leat.conformance.incremental.EventSource.Times;
import dev.leat.pipeline.Pipeline;
import dev.leat.sql.project.CompiledProject;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Random sources of events, and the settings of a project of them.
 *
 * @param step seconds from one event to the next, at most
 * @param settings statements
 */
record TimedSources(Path folder, List<EventSource> sources, long step, String settings) {
    static final TimedSources NONE = new TimedSources(Path.of(""), List.of(), 0, "");

    /** Times around which clocks change, or the sign of a time does. */
    private static final List<String> STARTS = List.of(
            "2026-03-28T22:00:00Z",
            "2026-10-24T22:00:00Z",
            "1969-12-31T22:00:00Z",
            "2011-12-29T22:00:00Z",
            "1890-01-01T00:00:00Z");

    private static final List<Long> STEPS = List.of(1L, 60L, 3600L, 7L * 3600);

    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia");

    private static final List<Idle> IDLE = List.of(
            new Idle(Optional.empty(), Optional.of(Duration.ofMinutes(1))),
            new Idle(Optional.of("2 seconds"), Optional.of(Duration.ofSeconds(2))),
            new Idle(Optional.of("1 minute 45 seconds"), Optional.of(Duration.ofSeconds(105))),
            new Idle(Optional.of("never"), Optional.empty()));

    TimedSources {
        sources = List.copyOf(sources);
    }

    static TimedSources random(SplittableRandom random, Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        Idle setting = pick(random, IDLE);
        String settings = "SET spark.sql.session.timeZone = " + pick(random, ZONES) + ";"
                + setting.option()
                        .map(time -> "\nSET leat.watermark.idleTimeout = " + time + ";")
                        .orElse("");
        long step = pick(random, STEPS);
        long start = Instant.parse(pick(random, STARTS)).getEpochSecond();
        List<EventSource> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Format format = pick(random, List.of(Format.values()));
            Times times = new Times(start, step, random.nextLong(3) * 4 * step, random.nextBoolean());
            sources.add(new EventSource(
                    random.split(), folder.resolve("e" + i), "e" + i, format, times, idle(random, setting)));
        }
        return new TimedSources(folder, sources, step, settings);
    }

    /** That of a source, which does without the project's where it has one of its own. */
    private static Idle idle(SplittableRandom random, Idle setting) {
        Idle own = pick(random, IDLE);
        return own.option().isPresent() ? own : new Idle(Optional.empty(), setting.time());
    }

    private static <T> T pick(SplittableRandom random, List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** Adds records; those that are complete since the last time, by source. */
    List<List<Event>> change() throws IOException {
        List<List<Event>> added = new ArrayList<>();
        for (EventSource source : sources) {
            added.add(source.change());
        }
        return added;
    }

    /** The settings, and a table to be joined with. */
    List<String> declarations() throws IOException {
        Path file = folder.resolve("dim.csv");
        Files.writeString(file, "a,one\nb,two\nb,three\n");
        return new ArrayList<>(List.of(
                settings, "CREATE TABLE dim (id string, name string) USING csv OPTIONS (path '" + file + "');"));
    }

    /** A project of some lines. */
    Pipeline compile(String name, List<String> lines) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, String.join("\n", lines) + "\n");
        CompiledProject compiled =
                new ProjectCompiler(new SparkFileReaders()).compile(ProjectTexts.read(ProjectLocation.of(file)));
        return compiled.require();
    }
}
