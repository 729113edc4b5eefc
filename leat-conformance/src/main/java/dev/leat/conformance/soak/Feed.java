package dev.leat.conformance.soak;

import dev.leat.conformance.load.Pace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Feeds a source with rows at a rate, by a thread of its own, and tallies them. */
final class Feed {
    private final Target target;
    private final Tally tally;
    private final int rate;
    private final Thread thread = new Thread(this::run, "feed");
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private volatile boolean hasWatermark;
    private volatile long count;
    private volatile Optional<RuntimeException> failure = Optional.empty();

    /** Where rows go. */
    interface Target extends AutoCloseable {
        /** Writes one. */
        void write(String text) throws IOException;

        /** Has all that was written arrive. */
        @Override
        void close() throws IOException;
    }

    Feed(Target target, Tally tally, int rate) {
        this.target = target;
        this.tally = tally;
        this.rate = rate;
    }

    void start() {
        thread.start();
    }

    /** From now on some rows are late. */
    void setHasWatermark() {
        hasWatermark = true;
    }

    private void run() {
        Pace pace = new Pace(rate);
        try (target) {
            while (!isStopped.get()) {
                SoakRow row = SoakRow.of(count, pace.await(count), hasWatermark);
                target.write(row.text());
                tally.add(row);
                count = row.id() + 1;
            }
        } catch (IOException e) {
            failure = Optional.of(new UncheckedIOException(e));
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
    }

    /** How many rows have been fed. */
    long count() {
        failure.ifPresent(e -> {
            throw e;
        });
        return count;
    }

    /** Ends it; the tally is whole then. */
    void stop() throws InterruptedException {
        isStopped.set(true);
        thread.join();
    }
}
