package dev.leat.conformance.soak;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * How things stand at a time.
 *
 * @param seconds since the beginning
 * @param fed rows of both sources
 * @param lag rows of the topic, and of the log, that have been fed and that not all have read
 * @param resident bytes of memory that the run has
 * @param state bytes of its folder
 * @param log bytes of the write-ahead log among them
 * @param commits times of the commits since the last sample, in milliseconds, in order of their length
 */
record Sample(long seconds, long fed, Lag lag, long resident, long state, long log, List<Long> commits) {
    private static final double MEGABYTE = 1 << 20;

    Sample {
        commits = List.copyOf(commits);
    }

    /** Rows that have been fed and that not all have read. */
    record Lag(long clicks, long lines) {
        long most() {
            return Math.max(clicks, lines);
        }
    }

    @Override
    public String toString() {
        String times = commits.isEmpty()
                ? "no commits"
                : "commits " + commits.size() + " p50 " + commits.get(commits.size() / 2) + " ms max "
                        + commits.get(commits.size() - 1) + " ms";
        return String.format(
                Locale.ROOT,
                "%d s: fed %d, lag %d and %d, RSS %.1f MB, state %.1f MB of which WAL %.1f MB, %s",
                seconds,
                fed,
                lag.clicks(),
                lag.lines(),
                resident / MEGABYTE,
                state / MEGABYTE,
                log / MEGABYTE,
                times);
    }

    /**
     * A size by thirds of the time.
     *
     * @param first the mean of the first third, in bytes
     */
    record Thirds(String what, double first, double second, double last) {
        private static final double RATIO_MAX = 1.1;

        static Thirds of(String what, List<Sample> samples, ToLongFunction<Sample> size) {
            int third = samples.size() / 3;
            return new Thirds(
                    what,
                    mean(samples.subList(0, third), size),
                    mean(samples.subList(third, 2 * third), size),
                    mean(samples.subList(2 * third, samples.size()), size));
        }

        private static double mean(List<Sample> samples, ToLongFunction<Sample> size) {
            return samples.stream().mapToLong(size).average().orElse(0);
        }

        /** Whether the last third has no more than a tenth, or some bytes, over the second. */
        boolean isFlat(long bytes) {
            return last <= Math.max(second * RATIO_MAX, second + bytes);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s first third %.1f MB, second %.1f MB, last %.1f MB (last to second %.3f)",
                    what,
                    first / MEGABYTE,
                    second / MEGABYTE,
                    last / MEGABYTE,
                    last / second);
        }
    }
}
