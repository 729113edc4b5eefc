package dev.leat.spark;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Has refreshes of a commit take turns, where several run side by side: what they share is used by the one whose turn it is. It gives its turn
 * away while Spark works for it, which is most of the time; so the cluster has work of several at once.
 */
final class Turns {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final SparkFailures failures;

    /**
     * Turns that nobody has yet.
     *
     * @param failures of what Spark does while they are given away
     */
    Turns(SparkFailures failures) {
        this.failures = failures;
    }

    /**
     * Does work in a turn of its own.
     *
     * @throws LeatException INTERRUPTED if the run ends before it has one
     */
    <T> T taken(Supplier<T> work) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw new LeatException(ErrorCode.INTERRUPTED, "Interrupted: refresh the datasets", e);
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has Spark do work that uses nothing that is shared, in nobody's turn; the same where no turn was taken.
     *
     * @param activity what it is for, as a verb in errors
     */
    <T> T givenAway(String activity, Supplier<T> work) {
        if (!lock.isHeldByCurrentThread()) {
            return failures.within(activity, work);
        }
        lock.unlock();
        try {
            return failures.within(activity, work);
        } finally {
            lock.lock();
        }
    }
}
