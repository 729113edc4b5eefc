package dev.leat.conformance.incremental;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Random projects, and streams below watermarks, on both engines: after each commit their datasets must be equal. */
public final class Equivalence {
    private static final int COMMITS = 5;
    private static final int STREAMS = 4;

    private Equivalence() {}

    /** The command: a folder for scratch, {@code --seed S}, {@code --minutes M}; the last line is the figure. */
    public static void main(String[] arguments) throws IOException {
        List<String> options = List.of(arguments);
        long seed = number(options, "--seed", 1);
        long end = System.nanoTime()
                + Duration.ofMinutes(number(options, "--minutes", 5)).toNanos();
        MaintenanceTally tally = new MaintenanceTally();
        while (System.nanoTime() < end) {
            check(seed, Path.of(arguments[0]), tally);
            System.err.println("seed " + seed);
            seed++;
        }
        System.out.println(tally);
        System.exit(tally.differences() == 0 ? 0 : 1);
    }

    private static void check(long seed, Path scratch, MaintenanceTally tally) throws IOException {
        try {
            new SparkEquivalence(seed, scratch, COMMITS).run(tally);
            new StreamEquivalence(seed, scratch, tally, STREAMS, COMMITS).run();
        } catch (RuntimeException e) {
            tally.difference("seed " + seed + ": " + e);
            e.printStackTrace();
        }
    }

    private static long number(List<String> options, String name, long otherwise) {
        int at = options.indexOf(name);
        return at < 0 ? otherwise : Long.parseLong(options.get(at + 1));
    }
}
