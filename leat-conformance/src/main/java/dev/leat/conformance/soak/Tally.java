package dev.leat.conformance.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What plain Java makes of the rows of a source while they are fed. */
final class Tally {
    private final long windowMicros;
    private final int keys;
    private final Map<Long, List<Group>> windows = new HashMap<>();
    private final Map<SoakRow.Fate, Long> fates = new EnumMap<>(SoakRow.Fate.class);
    private final List<Long> latest = new ArrayList<>(Collections.nCopies(SoakRow.USERS, -1L));

    private Tally(long windowMicros, int keys) {
        this.windowMicros = windowMicros;
        this.keys = keys;
    }

    /** With windows of ten seconds by class. */
    static Tally byClass() {
        return new Tally(TimeUnit.SECONDS.toMicros(10), SoakRow.CLASSES);
    }

    /** With windows of a day by user. */
    static Tally byUser() {
        return new Tally(TimeUnit.DAYS.toMicros(1), SoakRow.USERS);
    }

    /**
     * The rows in time of a window that have a key.
     *
     * @param start of the window, in microseconds
     * @param last the number of the last
     */
    record Group(long start, int key, long rows, long amount, long last) {
        private Group with(long id) {
            return new Group(start, key, rows + 1, amount + SoakRow.amount(id), id);
        }
    }

    /** Adds the next row. */
    void add(SoakRow row) {
        fates.merge(row.fate(), 1L, Long::sum);
        if (row.fate() == SoakRow.Fate.MALFORMED) {
            return;
        }
        int user = SoakRow.user(row.id());
        latest.set(user, row.id());
        if (row.fate() == SoakRow.Fate.ACCEPTED) {
            long start = row.micros() - Math.floorMod(row.micros(), windowMicros);
            List<Group> groups = windows.computeIfAbsent(start, this::empty);
            int key = user % keys;
            groups.set(key, groups.get(key).with(row.id()));
        }
    }

    private List<Group> empty(long start) {
        List<Group> groups = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            groups.add(new Group(start, key, 0, 0, -1));
        }
        return groups;
    }

    Stream<Group> groups() {
        return windows.values().stream().flatMap(List::stream).filter(group -> group.rows() > 0);
    }

    /** The number of the last row of each user, malformed ones aside; −1 if there is none. */
    List<Long> latest() {
        return Collections.unmodifiableList(latest);
    }

    /** How many rows have met a fate. */
    long count(SoakRow.Fate fate) {
        return fates.getOrDefault(fate, 0L);
    }

    /** How many rows there are. */
    long count() {
        return fates.values().stream().mapToLong(Long::longValue).sum();
    }
}
