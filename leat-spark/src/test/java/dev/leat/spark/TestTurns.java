package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may use what refreshes share, and when. */
final class TestTurns {
    private static final long SECONDS_MAX = 30;

    private final Turns turns = new Turns(new SparkFailures());
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        other.shutdownNow();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody ends this wait", e);
        }
    }

    private static void assertWaits(Future<?> future) {
        assertThatThrownBy(() -> future.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void turnIsForOneUntilItIsGivenAway() throws InterruptedException, ExecutionException {
        CountDownLatch hasTurn = new CountDownLatch(1);
        Future<Boolean> taken = turns.taken(() -> {
            Future<Boolean> second = other.submit(() -> turns.taken(() -> {
                hasTurn.countDown();
                return true;
            }));
            assertWaits(second);
            turns.givenAway("wait for the other", () -> {
                await(hasTurn);
                return true;
            });
            return second;
        });

        assertThat(taken.get()).isTrue();
    }

    @Test
    void turnThatWasGivenAwayIsTakenAgainAfterAFailure() {
        turns.taken(() -> {
            LeatException failure = catchThrowableOfType(
                    LeatException.class,
                    () -> turns.givenAway("do it", () -> {
                        throw new IllegalStateException("cannot be done");
                    }));
            assertThat(failure).hasMessageContaining("do it").hasMessageContaining("cannot be done");
            assertWaits(other.submit(() -> turns.taken(() -> true)));
            return true;
        });
    }

    @Test
    void workOfNobodysTurnHasNoneAfterIt() throws InterruptedException, ExecutionException {
        assertThat(turns.givenAway("do it", () -> 1)).isEqualTo(1);

        assertThat(other.submit(() -> turns.taken(() -> 2)).get()).isEqualTo(2);
    }

    @Test
    void waitForATurnEndsWithTheRun() throws InterruptedException {
        AtomicBoolean isInterrupted = new AtomicBoolean();
        turns.taken(() -> {
            Thread waits = new Thread(() -> {
                LeatException end = catchThrowableOfType(LeatException.class, () -> turns.taken(() -> true));
                isInterrupted.set(end != null && end.code() == ErrorCode.INTERRUPTED);
            });
            waits.start();
            waits.interrupt();
            try {
                waits.join(TimeUnit.SECONDS.toMillis(SECONDS_MAX));
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody ends this wait", e);
            }
            return true;
        });

        assertThat(isInterrupted).isTrue();
    }
}
