package dev.leat.conformance.latency;

import java.util.Arrays;
import java.util.Locale;

/** Times that results took, in microseconds, by the time at which their records were to be sent. */
final class Latencies {
    private static final int FIRST = 1 << 16;

    private long[] sent = new long[FIRST];
    private long[] micros = new long[FIRST];
    private int count;

    void add(long sentMicros, long latencyMicros) {
        if (count == sent.length) {
            sent = Arrays.copyOf(sent, 2 * count);
            micros = Arrays.copyOf(micros, 2 * count);
        }
        sent[count] = sentMicros;
        micros[count] = latencyMicros;
        count++;
    }

    int count() {
        return count;
    }

    /** Those of records from one time on, before another. */
    Latencies between(long from, long to) {
        Latencies some = new Latencies();
        for (int i = 0; i < count; i++) {
            if (from <= sent[i] && sent[i] < to) {
                some.add(sent[i], micros[i]);
            }
        }
        return some;
    }

    @Override
    public String toString() {
        if (count == 0) {
            return "no results";
        }
        long[] sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                sorted[count / 2] / 1e3,
                sorted[(int) (count * 0.99)] / 1e3,
                sorted[count - 1] / 1e3);
    }
}
