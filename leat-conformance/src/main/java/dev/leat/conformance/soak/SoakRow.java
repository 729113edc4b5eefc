package dev.leat.conformance.soak;

import java.util.concurrent.TimeUnit;

/**
 * A row that is fed. All but its time follows from its number, so that whoever meets it again knows what it was.
 *
 * @param id counts from 0 in each source
 * @param micros its time, since 1970
 * @param fate what is to become of it
 */
record SoakRow(long id, long micros, Fate fate) {
    static final int USERS = 1000;
    static final int CLASSES = 7;

    /** One row in so many is malformed, one is late, and one is an alert. */
    static final int PERIOD = 5000;

    private static final int MALFORMED = 17;
    private static final int LATE = 29;
    private static final long LATE_MICROS = TimeUnit.HOURS.toMicros(2);
    private static final int AMOUNTS = 1000;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    enum Fate {
        ACCEPTED,
        LATE,
        MALFORMED
    }

    /** A row of which a source that has a watermark already knows that it is late, if it is one of those. */
    static SoakRow of(long id, long due, boolean hasWatermark) {
        if (isMalformed(id)) {
            return new SoakRow(id, due, Fate.MALFORMED);
        }
        return id % PERIOD == LATE && hasWatermark
                ? new SoakRow(id, due - LATE_MICROS, Fate.LATE)
                : new SoakRow(id, due, Fate.ACCEPTED);
    }

    static boolean isMalformed(long id) {
        return id % PERIOD == MALFORMED;
    }

    static boolean isAlert(long id) {
        return id % PERIOD == 0;
    }

    static int user(long id) {
        return (int) ((id * MIX >>> 33) % USERS);
    }

    static int amount(long id) {
        return (int) (((id + 1) * MIX >>> 43) % AMOUNTS);
    }

    static String classOf(int user) {
        return "g" + user % CLASSES;
    }

    /** What a sink gets of a row. */
    static String enriched(char source, long id) {
        return source + "" + id + "," + amount(id) + "," + classOf(user(id));
    }

    /** As a line of JSON. */
    String text() {
        return fate == Fate.MALFORMED
                ? "row " + id + " is not JSON"
                : "{\"id\": " + id + ", \"t\": " + micros + ", \"user\": \"u" + user(id) + "\", \"amount\": "
                        + amount(id) + "}";
    }
}
