package dev.leat.conformance.soak;

import dev.leat.testkit.kafka.KafkaBroker;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stops the broker now and then, as {@code kill -9} does and in good order in turn, and starts it again some seconds later. */
final class Outages {
    private static final int SECONDS_DOWN_MAX = 8;

    private final KafkaBroker broker;
    private final Span up;
    private final Random random;
    private final Thread thread = new Thread(this::run, "outages");
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger count = new AtomicInteger();
    private volatile Optional<RuntimeException> failure = Optional.empty();

    Outages(KafkaBroker broker, Span up, long seed) {
        this.broker = broker;
        this.up = up;
        this.random = new Random(seed);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopped.await(up.seconds(random), TimeUnit.SECONDS)) {
                if (count.get() % 2 == 0) {
                    broker.kill();
                } else {
                    broker.stop();
                }
                pause();
                broker.start();
                count.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
    }

    @SuppressWarnings("ResultOfMethodCallIgnored") // The broker is started whether this is the last pause or not.
    private void pause() throws InterruptedException {
        stopped.await(1 + random.nextInt(SECONDS_DOWN_MAX), TimeUnit.SECONDS);
    }

    /** How often the broker was stopped. */
    int count() {
        failure.ifPresent(e -> {
            throw e;
        });
        return count.get();
    }

    /** Leaves the broker as it is, which is up. */
    void stop() throws InterruptedException {
        stopped.countDown();
        thread.join();
    }
}
