package dev.leat.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.spi.SourceProgress;
import dev.leat.spi.SourceProgress.Cut;
import dev.leat.spi.SourceProgress.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Commits of a made-up engine, which takes a fixed time and one for each byte or record, settle at the time that is wanted. */
final class TestCommitPace {
    private final Random random = new Random(7);
    private double noise = 0.1;
    private final Map<String, Long> left = new LinkedHashMap<>();
    private final List<Double> times = new ArrayList<>();
    private long read = 1;

    /** Milliseconds of a commit that reads this. */
    private double commit(CommitPace pace, double fixed, double each, Unit unit) {
        Map<String, SourceProgress> progress = new LinkedHashMap<>();
        long all = 0;
        for (Map.Entry<String, Long> allowance : pace.allowances().entrySet()) {
            long there = left.getOrDefault(allowance.getKey(), 0L);
            long taken = Math.min(there, allowance.getValue());
            all += taken;
            left.put(allowance.getKey(), there - taken);
            Cut cut = taken < there ? Cut.ALLOWANCE : Cut.NOTHING;
            progress.put(allowance.getKey(), new SourceProgress(read, taken, there - taken, cut, unit, Map.of()));
            read += taken;
        }
        double millis = (fixed + each * all) * Math.exp(noise * random.nextGaussian());
        times.add(millis);
        pace.committed(progress, Duration.ofNanos((long) (millis * 1e6)));
        return millis;
    }

    private static long allowance(CommitPace pace, String source) {
        return pace.allowances().getOrDefault(source, 0L);
    }

    private long left(String source) {
        return left.getOrDefault(source, 0L);
    }

    private static CommitPace pace(int millis, String... sources) {
        return new CommitPace(Duration.ofMillis(millis), List.of(sources));
    }

    @Test
    void theFirstCommitIsSmallAndLaterOnesTakeAFewTimesTheTargetWhileMuchIsLeft() {
        left.put("a", 100_000_000_000L);
        CommitPace pace = pace(200, "a");
        assertThat(allowance(pace, "a")).isLessThan(100_000);
        for (int i = 0; i < 40; i++) {
            long before = allowance(pace, "a");
            commit(pace, 20, 1e-4, Unit.BYTES);
            assertThat(allowance(pace, "a")).isLessThan(6 * before);
        }
        assertThat(times.subList(20, 40))
                .allSatisfy(millis -> assertThat(millis).isBetween(250.0, 1200.0));
    }

    @Test
    void theTargetIsMetWhereLittleIsLeft() {
        CommitPace pace = pace(200, "a");
        for (int i = 0; i < 60; i++) {
            left.put("a", allowance(pace, "a") * 2);
            commit(pace, 20, 1e-4, Unit.BYTES);
        }
        assertThat(times.subList(20, 60))
                .allSatisfy(millis -> assertThat(millis).isBetween(60.0, 300.0));
    }

    @Test
    void aTargetBelowTheFixedTimeCostsLittleOfTheRateWhileMuchIsLeft() {
        left.put("a", 1_000_000_000_000L);
        CommitPace pace = pace(20, "a");
        double all = 0;
        long before = 0;
        for (int i = 0; i < 60; i++) {
            if (i == 30) {
                before = left("a");
            }
            double millis = commit(pace, 300, 1e-4, Unit.RECORDS);
            all += i >= 30 ? millis : 0;
        }
        double rate = (before - left("a")) / all;
        assertThat(rate).isGreaterThan(0.6 / 1e-4);
        assertThat(times.subList(20, 60))
                .allSatisfy(millis -> assertThat(millis).isBetween(250.0, 2400.0));
    }

    @Test
    void commitsThatTakeTwiceAsLongAtTimesDoNotMakeAllOfThemSmall() {
        noise = 0.5;
        for (int run = 0; run < 20; run++) {
            left.put("a", 1_000_000_000_000L);
            CommitPace pace = pace(20, "a");
            double all = 0;
            long before = left("a");
            for (int i = 0; i < 300; i++) {
                all += commit(pace, 150, 0.02, Unit.RECORDS);
            }
            // At once, the noise would make it a seventh slower, too.
            assertThat((before - left("a")) / all).as("run " + run).isGreaterThan(0.4 / 0.02);
        }
    }

    @Test
    void workThatBecomesDearerShrinksAtOnce() {
        left.put("a", 1_000_000_000_000L);
        CommitPace pace = pace(100, "a");
        for (int i = 0; i < 30; i++) {
            commit(pace, 5, 1e-5, Unit.BYTES);
        }
        for (int i = 0; i < 12; i++) {
            commit(pace, 5, 1e-3, Unit.BYTES);
        }
        assertThat(times.get(times.size() - 1)).isBetween(50.0, 800.0);
    }

    @Test
    void aSourceWithLittleIsNotHeldUpByOneWithMuch() {
        left.put("much", 100_000_000_000L);
        CommitPace pace = pace(100, "much", "little", "none");
        for (int i = 0; i < 50; i++) {
            left.merge("little", 1_000L, Long::sum);
            commit(pace, 10, 1e-4, Unit.BYTES);
            if (i > 5) {
                assertThat(left("little")).isZero();
            }
        }
        assertThat(times.subList(30, 50))
                .allSatisfy(millis -> assertThat(millis).isBetween(100.0, 650.0));
    }

    @Test
    void somethingIsAlwaysAllowed() {
        left.put("a", 1_000_000_000L);
        CommitPace pace = pace(20, "a", "b");
        for (int i = 0; i < 50; i++) {
            commit(pace, 1, 1e6, Unit.RECORDS);
            assertThat(allowance(pace, "a")).isPositive();
            assertThat(allowance(pace, "b")).isPositive();
        }
    }
}
