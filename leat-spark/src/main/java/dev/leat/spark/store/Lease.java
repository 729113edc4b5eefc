package dev.leat.spark.store;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says that a warehouse has a writer, as long as that lives: a file whose content changes. Who finds it at rest takes the warehouse over.
 * It only keeps writers from disturbing each other; that one alone can commit is seen to by {@link CommitLog}.
 */
final class Lease implements AutoCloseable {
    private static final String FILE = "leat_writer";
    private static final Duration BEAT = Duration.ofSeconds(3);
    private static final int LINES = 4;

    private final Warehouse warehouse;
    private final Holder holder;
    private final AtomicLong beats = new AtomicLong();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "leat-lease");
        thread.setDaemon(true);
        return thread;
    });

    private Optional<ScheduledFuture<?>> beating = Optional.empty();

    /**
     * Who writes.
     *
     * @param host of its process
     * @param pid of its process there
     */
    record Holder(String writer, String host, long pid) {}

    private Lease(Warehouse warehouse, Holder holder) {
        this.warehouse = warehouse;
        this.holder = holder;
    }

    /**
     * Takes the lease.
     *
     * @param rest how long the file of another writer has to stay as it is for that writer to be taken for dead
     * @throws LeatException STATE_LOCKED while another writer lives
     */
    static Lease take(Warehouse warehouse, Holder holder, Duration rest) {
        Optional<String> found = content(warehouse);
        if (found.isPresent() && !isOfDeadProcess(found.get(), holder)) {
            long end = System.nanoTime() + rest.toNanos();
            while (System.nanoTime() < end) {
                pause(BEAT.dividedBy(2));
                Optional<String> now = content(warehouse);
                if (now.isPresent() && !now.equals(found)) {
                    throw locked(warehouse, now.get());
                }
            }
        }
        Lease lease = new Lease(warehouse, holder);
        lease.beat();
        lease.beating = Optional.of(
                lease.clock.scheduleAtFixedRate(lease::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS));
        return lease;
    }

    private static LeatException locked(Warehouse warehouse, String content) {
        List<String> lines = content.lines().toList();
        String who = lines.size() == LINES ? ": process " + lines.get(2) + " on " + lines.get(1) : "";
        return new LeatException(
                ErrorCode.STATE_LOCKED,
                "The warehouse " + warehouse.location() + " is being written by another run" + who
                        + ". Wait until it ends, or end it");
    }

    private static boolean isOfDeadProcess(String content, Holder holder) {
        List<String> lines = content.lines().toList();
        return lines.size() == LINES
                && lines.get(1).equals(holder.host())
                && lines.get(2).matches("[0-9]{1,18}")
                && ProcessHandle.of(Long.parseLong(lines.get(2)))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty();
    }

    private static Optional<String> content(Warehouse warehouse) {
        return warehouse.read(FILE).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static void pause(Duration time) {
        try {
            if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeatException(
                    ErrorCode.INTERRUPTED, "The run was interrupted while it waited for another writer", e);
        }
    }

    private void beat() {
        try {
            String text = holder.writer() + "\n" + holder.host() + "\n" + holder.pid() + "\n" + beats.incrementAndGet()
                    + "\n";
            warehouse.replace(FILE, text.getBytes(StandardCharsets.UTF_8));
        } catch (LeatException e) {
            if (beats.get() <= 1) {
                throw e;
            }
            // The next beat may do better; whoever takes over meanwhile is noticed at the next commit.
        }
    }

    @Override
    public void close() {
        beating.ifPresent(beats -> beats.cancel(false));
        clock.shutdown();
        try {
            if (clock.awaitTermination(BEAT.toMillis(), TimeUnit.MILLISECONDS)
                    && content(warehouse)
                            .filter(text -> text.startsWith(holder.writer() + "\n"))
                            .isPresent()) {
                warehouse.remove(FILE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
