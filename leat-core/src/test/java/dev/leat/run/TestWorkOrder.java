package dev.leat.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.plan.RelationName;
import dev.leat.spi.Outcome;
import dev.leat.spi.RefreshResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Works of a commit side by side. */
@Timeout(60)
final class TestWorkOrder {
    private static final RefreshResult DONE = new RefreshResult(RefreshResult.Extent.WHOLE, 0, 0, Map.of());

    private final List<String> events = new ArrayList<>();

    private final class Listener implements RunListener {
        @Override
        public void started(RelationName name, int index, int count) {
            events.add("start " + name.simpleName() + " " + index + "/" + count);
        }

        @Override
        public void failed(RelationName name, LeatException failure) {
            events.add("fail " + name.simpleName());
        }

        @Override
        public void ended(Outcome outcome) {
            events.add("end " + outcome.name().simpleName());
        }
    }

    private static Work work(String name, Supplier<RefreshResult> refresh, String... reads) {
        return work(name, Work.Place.STATE, refresh, reads);
    }

    private static Work work(String name, Work.Place place, Supplier<RefreshResult> refresh, String... reads) {
        Set<String> keys =
                Stream.of(reads).map(read -> RelationName.of(read).key()).collect(Collectors.toSet());
        return new Work(RelationName.of(name), new SourcePosition("p.sql", 1, 1, 1), keys, place, refresh);
    }

    private List<String> perform(int atOnce, Work... works) {
        return new WorkOrder(List.of(works), new Listener())
                .perform(atOnce).stream()
                        .map(outcome -> outcome.name().simpleName() + " " + outcome.status())
                        .toList();
    }

    private static RefreshResult failing(ErrorCode code) {
        throw new LeatException(code, "told to fail");
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("nobody else is there", e);
        }
    }

    @Test
    void thoseThatDoNotReadEachOtherRunAtOnce() {
        CyclicBarrier both = new CyclicBarrier(2);
        Supplier<RefreshResult> meeting = () -> {
            meet(both);
            return DONE;
        };
        assertThat(perform(2, work("a", meeting), work("b", meeting))).containsExactly("a REFRESHED", "b REFRESHED");
        assertThat(events.subList(0, 2)).allMatch(event -> event.startsWith("start"));
    }

    @Test
    void noMoreRunAtOnceThanMay() {
        for (int atOnce = 1; atOnce <= 3; atOnce++) {
            List<Integer> seen = new ArrayList<>();
            int[] running = {0};
            Supplier<RefreshResult> counting = () -> {
                synchronized (seen) {
                    seen.add(++running[0]);
                }
                Thread.onSpinWait();
                synchronized (seen) {
                    running[0]--;
                }
                return DONE;
            };
            perform(
                    atOnce,
                    work("a", counting),
                    work("b", counting),
                    work("c", counting),
                    work("d", counting),
                    work("e", counting));
            int most = atOnce;
            assertThat(seen).hasSize(5).allMatch(count -> count <= most);
        }
    }

    @Test
    void eachComesAfterThoseItReads() {
        for (int i = 0; i < 100; i++) {
            events.clear();
            assertThat(perform(
                            3,
                            work("a", () -> DONE),
                            work("b", () -> DONE, "a"),
                            work("c", () -> DONE, "source"),
                            work("d", () -> DONE, "a", "b", "c"),
                            work("s", Work.Place.SINK, () -> DONE, "d")))
                    .containsExactly("a REFRESHED", "b REFRESHED", "c REFRESHED", "d REFRESHED", "s REFRESHED");
            List<String> names = events.stream()
                    .map(event -> event.substring(0, event.lastIndexOf(' ')).startsWith("start")
                            ? event.substring(0, event.lastIndexOf(' '))
                            : event)
                    .toList();
            assertThat(names.indexOf("start b")).isGreaterThan(names.indexOf("end a"));
            assertThat(names.indexOf("start d"))
                    .isGreaterThan(names.indexOf("end b"))
                    .isGreaterThan(names.indexOf("end c"));
            assertThat(names.indexOf("start s")).isGreaterThan(names.indexOf("end d"));
        }
    }

    @Test
    void whatReadsOneThatFailedIsSkipped() {
        assertThat(perform(
                        2,
                        work("a", () -> failing(ErrorCode.RUNTIME)),
                        work("b", () -> DONE, "a"),
                        work("c", () -> DONE),
                        work("d", () -> DONE, "b", "a")))
                .containsExactly("a FAILED", "b SKIPPED", "c REFRESHED", "d SKIPPED");
        assertThat(events).contains("fail a");
    }

    @Test
    void whatEndsTheRunStopsTheOthersAndIsThrownOnceTheyHaveEnded() {
        CyclicBarrier both = new CyclicBarrier(2);
        CountDownLatch never = new CountDownLatch(1);
        boolean[] hasEnded = {false};
        Work waiting = work("a", () -> {
            meet(both);
            try {
                never.await();
            } catch (InterruptedException e) {
                hasEnded[0] = true;
                throw new LeatException(ErrorCode.INTERRUPTED, "stopped", e);
            }
            return DONE;
        });
        Work damaged = work("b", () -> {
            meet(both);
            return failing(ErrorCode.STATE_DAMAGED);
        });
        assertThatThrownBy(() -> perform(2, waiting, damaged, work("c", () -> DONE, "b")))
                .isInstanceOf(LeatException.class)
                .hasMessage("told to fail");
        assertThat(hasEnded[0]).isTrue();
        assertThat(events).doesNotContain("start c 2/3");
    }

    @Test
    void runThatIsInterruptedStopsAllAndSaysSo() throws InterruptedException {
        CyclicBarrier all = new CyclicBarrier(3);
        CountDownLatch never = new CountDownLatch(1);
        List<String> ended = new ArrayList<>();
        Supplier<RefreshResult> waiting = () -> {
            meet(all);
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new LeatException(ErrorCode.INTERRUPTED, "stopped", e);
            }
            return DONE;
        };
        Thread run = new Thread(() -> {
            try {
                perform(2, work("a", waiting), work("b", waiting));
            } catch (LeatException e) {
                ended.add(e.code() + " " + Thread.currentThread().isInterrupted());
            }
        });
        run.start();
        meet(all);
        run.interrupt();
        run.join();
        assertThat(ended).containsExactly("INTERRUPTED false");
    }

    @Test
    void brokenInvariantIsThrownAsItIs() {
        assertThatThrownBy(() -> perform(
                        2,
                        work("a", () -> {
                            throw new IllegalStateException("odd");
                        }),
                        work("b", () -> DONE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("odd");
    }
}
