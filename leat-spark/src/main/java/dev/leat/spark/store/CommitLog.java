package dev.leat.spark.store;

import dev.leat.error.Checks;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.type.EpochMicros;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * The log of commits: a file for each, numbered without gaps, that is made only if there is none of its number. To make it is the one
 * atomic act of a commit: it names the snapshots of all tables that changed.
 *
 * <p>A writer begins by taking the next number for an entry that changes nothing. So a writer before it that has been thought dead, say in
 * a long pause of its memory management, finds its number taken when it wakes up, and can commit nothing any more. Every so many commits
 * all that they have made together is written beside them, so that a start reads few files.
 *
 * <p>A state that was moved here brings the number of its last commit along. Its entry takes the next number like any other, so that only one
 * writer can make it; the numbers after it go on from the greater of the two, so that no number is used twice, here or elsewhere.
 */
public final class CommitLog implements AutoCloseable {
    private static final String FOLDER = "leat_commits";
    private static final Pattern ENTRY = Pattern.compile("([0-9]{12})\\.json");
    private static final Pattern CHECKPOINT = Pattern.compile("([0-9]{12})\\.checkpoint\\.json");
    private static final String ENTRY_FORMAT = "leat-commit";
    private static final String CHECKPOINT_FORMAT = "leat-checkpoint";
    private static final int CHECKPOINT_INTERVAL = 32;

    private final Warehouse warehouse;
    private final Optional<Lease> lease;
    private final String writer;
    private final Clock clock;
    private WarehouseState state;
    private boolean isBroken;

    private CommitLog(Warehouse warehouse, Optional<Lease> lease, String writer, Clock clock, WarehouseState state) {
        this.warehouse = warehouse;
        this.lease = lease;
        this.writer = writer;
        this.clock = clock;
        this.state = state;
    }

    /**
     * Becomes the writer of a warehouse.
     *
     * @param writer a name that no other writer has, ever
     * @param rest how long another writer has to show no sign of life to be taken for dead
     * @throws LeatException STATE_LOCKED while another writer lives
     */
    public static CommitLog open(Warehouse warehouse, String writer, Clock clock, Duration rest) {
        Lease lease = Lease.take(
                warehouse,
                new Lease.Holder(writer, host(), ProcessHandle.current().pid()),
                rest);
        try {
            CommitLog log = new CommitLog(warehouse, Optional.of(lease), writer, clock, read(warehouse));
            log.add(CommitEntry.takeover(log.state.number() + 1, EpochMicros.of(log.nextTime()), writer, log.state));
            return log;
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    /** Looks at the commits of a warehouse, of which another may be the writer at the same time. */
    public static CommitLog openToRead(Warehouse warehouse, Clock clock) {
        return new CommitLog(warehouse, Optional.empty(), "", clock, readBesideWriter(warehouse));
    }

    /** A list of files that is made while a writer adds some need not have each that is older than one it has. */
    private static WarehouseState readBesideWriter(Warehouse warehouse) {
        try {
            return read(warehouse);
        } catch (LeatException e) {
            if (e.code() != ErrorCode.STATE_DAMAGED) {
                throw e;
            }
            return read(warehouse);
        }
    }

    /**
     * Looks again.
     *
     * @return whether there are commits that were not seen before
     */
    public boolean lookAgain() {
        WarehouseState now = readBesideWriter(warehouse);
        boolean isNewer = now.number() > state.number();
        state = now;
        return isNewer;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            throw new UncheckedIOException("this machine does not know its name", e);
        }
    }

    /**
     * What the commits of a warehouse have made.
     *
     * @throws LeatException STATE_DAMAGED if one of them is missing or is not what was written
     */
    public static WarehouseState read(Warehouse warehouse) {
        List<String> names = warehouse.list(FOLDER);
        NavigableSet<Long> entries = numbers(names, ENTRY);
        NavigableSet<Long> checkpoints = numbers(names, CHECKPOINT);
        WarehouseState state = WarehouseState.EMPTY;
        if (!checkpoints.isEmpty()) {
            long last = checkpoints.last();
            String file = file(last, ".checkpoint");
            state = document(warehouse, file, CHECKPOINT_FORMAT, WarehouseState.class);
            requireNumber(last, state.number(), warehouse.path(file));
        }
        for (long number : entries.tailSet(state.number(), false)) {
            if (number != state.number() + 1) {
                throw new LeatException(
                        ErrorCode.STATE_DAMAGED,
                        "The warehouse " + warehouse.location() + " is damaged: there is no commit "
                                + (state.number() + 1)
                                + " before commit " + number + " in " + FOLDER
                                + ". Restore it from a copy, or remove the warehouse and run anew");
            }
            CommitEntry entry = document(warehouse, file(number, ""), ENTRY_FORMAT, CommitEntry.class);
            requireNumber(number, entry.number(), warehouse.path(file(number, "")));
            state = state.with(entry);
        }
        return state;
    }

    /** The entries after a number, in order. */
    public static List<CommitEntry> entries(Warehouse warehouse, long after) {
        return numbers(warehouse.list(FOLDER), ENTRY).tailSet(after, false).stream()
                .map(number -> document(warehouse, file(number, ""), ENTRY_FORMAT, CommitEntry.class))
                .toList();
    }

    private static void requireNumber(long expected, long found, Path file) {
        if (found != expected) {
            throw Documents.damaged(file.toString(), "it is that of commit " + found);
        }
    }

    private static NavigableSet<Long> numbers(List<String> names, Pattern pattern) {
        return names.stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(name -> Long.valueOf(name.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static <T> T document(Warehouse warehouse, String file, String format, Class<T> type) {
        byte[] content = warehouse
                .read(file)
                .orElseThrow(() -> new LeatException(
                        ErrorCode.IO, "Cannot read " + warehouse.path(file) + ": it is gone; run again"));
        return Documents.read(format, content, type, warehouse.path(file).toString());
    }

    private static String file(long number, String kind) {
        return FOLDER + "/" + String.format(Locale.ROOT, "%012d", number) + kind + ".json";
    }

    /** What all commits have made. */
    public WarehouseState state() {
        return state;
    }

    /** Who makes the commits. */
    public String writer() {
        return writer;
    }

    /** The time of the next commit: now, to the microsecond, but later than that of the last. */
    public Instant nextTime() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant last = EpochMicros.instant(state.micros());
        return now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
    }

    /**
     * Makes a commit.
     *
     * @throws LeatException STATE_LOCKED if another writer has taken the warehouse over: nothing was committed
     */
    public void add(CommitEntry entry) {
        Checks.verify(lease.isPresent(), "who looks at a warehouse makes no commits");
        if (isBroken) {
            throw new LeatException(
                    ErrorCode.IO,
                    "Nothing more can be committed to " + warehouse.location() + " by this run; run again");
        }
        isBroken = true;
        String file = file(entry.number(), "");
        byte[] content = Documents.write(ENTRY_FORMAT, entry);
        if (!isMade(file, content)) {
            throw new LeatException(
                    ErrorCode.STATE_LOCKED,
                    "Commit " + entry.number() + " of " + warehouse.location()
                            + " was made by another run, which has taken the warehouse over; this run has changed nothing. Run one"
                            + " at a time");
        }
        state = state.with(entry);
        isBroken = false;
        if (entry.number() % CHECKPOINT_INTERVAL == 0) {
            checkpoint();
        }
    }

    private void checkpoint() {
        byte[] content = Documents.write(CHECKPOINT_FORMAT, state);
        try {
            warehouse.create(file(state.number(), ".checkpoint"), content);
        } catch (LeatException e) {
            if (e.code() != ErrorCode.IO) {
                throw e;
            }
            // The commit is made, and must not be taken for one that is not; a start reads more files until the next
            // checkpoint.
        }
    }

    /**
     * Requires that no other writer has taken the warehouse over.
     *
     * @throws LeatException STATE_LOCKED if one has
     */
    public void requireWriter() {
        if (!isWriter()) {
            throw new LeatException(
                    ErrorCode.STATE_LOCKED,
                    "The warehouse " + warehouse.location()
                            + " has been taken over by another run, which delivers what this one has left. Run one at a time");
        }
    }

    /** Whether it was only opened to be looked at. */
    public boolean isToRead() {
        return lease.isEmpty();
    }

    /** Whether this writer may change tables: not once another may have taken the warehouse over, or a commit of its own may be made. */
    public boolean isWriter() {
        return lease.isPresent()
                && !isBroken
                && warehouse.read(file(state.number() + 1, "")).isEmpty();
    }

    /** Where the file system cannot tell what became of it, or tells of a second attempt of its own, the file does. */
    private boolean isMade(String file, byte[] content) {
        Optional<LeatException> failure = Optional.empty();
        try {
            if (warehouse.create(file, content)) {
                return true;
            }
        } catch (LeatException e) {
            failure = Optional.of(e);
        }
        Optional<byte[]> found = warehouse.read(file);
        if (found.isEmpty() && failure.isPresent()) {
            throw failure.get();
        }
        return found.filter(there -> Arrays.equals(there, content)).isPresent();
    }

    @Override
    public void close() {
        lease.ifPresent(Lease::close);
    }
}
