package dev.leat.conformance.incremental;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Random projects over files that come, go and change: after each commit every maintained result must equal the result
 * computed as a whole, of streams below watermarks over the records that were not late. Of some projects the results of the last
 * commit are compared with what Spark answers.
 */
public final class IncrementalOracle {
    private IncrementalOracle() {}

    /**
     * The command: a folder for scratch, {@code --seed S}, {@code --minutes M} and {@code --spark N}, for each Nth project to be compared
     * with Spark, 20 if not given; the last line is the figure.
     */
    public static void main(String[] arguments) throws IOException {
        List<String> options = List.of(arguments);
        long seed = number(options, "--seed", 1);
        long end = System.nanoTime()
                + Duration.ofMinutes(number(options, "--minutes", 5)).toNanos();
        long spark = number(options, "--spark", 20);
        MaintenanceTally tally = new MaintenanceTally();
        while (System.nanoTime() < end) {
            check(seed, Path.of(arguments[0]), seed % spark == 0, tally);
            seed++;
        }
        System.out.println(tally);
        System.exit(tally.differences() == 0 ? 0 : 1);
    }

    /** Whatever a project ends by is a difference of that project; the others are checked all the same. */
    private static void check(long seed, Path scratch, boolean asksSpark, MaintenanceTally tally) throws IOException {
        try {
            new RandomProject(seed, scratch, asksSpark).run(tally);
            new RandomStreams(seed, scratch, tally).run();
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
