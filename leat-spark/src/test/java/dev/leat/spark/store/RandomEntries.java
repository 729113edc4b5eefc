package dev.leat.spark.store;

import dev.leat.incremental.ReadTimes;
import dev.leat.spi.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Entries of a log with names and texts of all kinds. */
final class RandomEntries {
    private static final List<String> NAMES = List.of(
            "a", "b", "spark_catalog.default.orders", "größe", "with \"quotes\"", "line\nbreak", "\uD83D\uDE00", "");

    /** Some time in the year 2255, since a log goes on from the time of its last commit. */
    private static final long MICROS_MAX = 9_000_000_000_000_000L;

    private final SplittableRandom random;

    /** Entries of a seed. */
    RandomEntries(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The entry of a number. */
    CommitEntry next(long number, String writer) {
        return new CommitEntry(
                number,
                random.nextLong(MICROS_MAX),
                writer,
                map(this::table),
                list(),
                map(this::dataset),
                map(() -> map(() -> map(this::position))),
                some(this::outcome),
                name(),
                0,
                List.of(),
                map(this::times),
                new SinkChanges(
                        map(() -> new FlowVersion(name(), number())),
                        some(this::folder),
                        some(() -> new RowsDelivery(number(), number(), name(), name(), list())),
                        some(() -> new SinkChanges.Delivered(number(), name()))));
    }

    private Map<Integer, ReadTimes> times() {
        Map<Integer, ReadTimes> all = new TreeMap<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            all.put(
                    random.nextInt(20),
                    new ReadTimes(name(), micros(), map(() -> new ReadTimes.Part(micros(), random.nextLong()))));
        }
        return all;
    }

    private OptionalLong micros() {
        return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong());
    }

    private FolderDelivery folder() {
        return new FolderDelivery(
                number(),
                name(),
                name(),
                name(),
                some(() -> new FolderDelivery.Move(name(), name(), name())),
                list(),
                random.nextBoolean());
    }

    private TableVersion table() {
        return new TableVersion(
                random.nextLong(), random.nextLong(), random.nextLong(), random.nextInt(40), random.nextBoolean());
    }

    private DatasetVersion dataset() {
        return new DatasetVersion(
                name(), name(), name(), name(), number(), number(), number(), random.nextLong(), name(), list());
    }

    private Position position() {
        return new Position(number(), number(), random.nextLong(), name(), name(), number());
    }

    private CommitEntry.OutcomeEntry outcome() {
        return new CommitEntry.OutcomeEntry(
                name(),
                name(),
                name(),
                number(),
                number(),
                number(),
                name(),
                map(() -> new CommitEntry.ReadEntry(number(), number(), number(), number(), number())));
    }

    private long number() {
        return random.nextInt(4) == 0 ? random.nextLong() : random.nextLong(100);
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private List<String> list() {
        return some(this::name);
    }

    private <T> List<T> some(java.util.function.Supplier<T> element) {
        List<T> all = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            all.add(element.get());
        }
        return all;
    }

    private <T> Map<String, T> map(java.util.function.Supplier<T> value) {
        Map<String, T> all = new TreeMap<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            all.put(name(), value.get());
        }
        return all;
    }
}
