package dev.leat.conformance.kill;

import dev.leat.fault.FaultPoint;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Says when the next run is killed: each fourth at a random instant, the others at one fault point after another. */
final class Schedule {
    private static final int RANDOM = 4;

    /** A commit stages four results, and ends so many transactions with those that end the deliveries of the one before. */
    private static final int TIMES_MAX = 4;

    private final Random random;
    private final Deque<FaultPoint> next = new ArrayDeque<>();
    private final Map<FaultPoint, Integer> hits = new EnumMap<>(FaultPoint.class);
    private int count;

    Schedule(Random random) {
        this.random = random;
    }

    /** What is run to be killed. */
    enum Command {
        /** Follows the sources. */
        WATCH("run", "--watch", "--interval", "20"),
        /** Ends by itself. */
        RUN("run"),
        /** Gives the sink of files all rows again. */
        REFRESH("run", "--full-refresh", "--refresh", "files");

        private final List<String> arguments;

        Command(String... arguments) {
            this.arguments = List.of(arguments);
        }

        List<String> arguments() {
            return arguments;
        }
    }

    /**
     * A run and its end.
     *
     * @param point where it is killed; if there is none, at a random instant
     * @param time which time the point is reached
     */
    record Kill(Command command, Optional<FaultPoint> point, int time) {}

    Kill next() {
        if (count++ % RANDOM == 0) {
            Command command =
                    random.nextBoolean() ? Command.WATCH : random.nextBoolean() ? Command.RUN : Command.REFRESH;
            return new Kill(command, Optional.empty(), 0);
        }
        if (next.isEmpty()) {
            List<FaultPoint> points = Arrays.asList(FaultPoint.values());
            Collections.shuffle(points, random);
            next.addAll(points);
        }
        return at(next.remove());
    }

    private Kill at(FaultPoint point) {
        return switch (point) {
            case SINK_FILE_REMOVED -> at(point, Command.REFRESH, 2);
            case STATE_CLOSED -> at(point, Command.RUN, 1);
            case TOPIC_OPENED -> at(point, Command.WATCH, 1);
            case STAGING_NOTED,
                    SINK_FILE_MOVED,
                    SINK_FILES_MOVED,
                    STAGING_DROPPED,
                    COMMIT_ENDED,
                    TOPIC_ROWS_SENT,
                    TOPIC_NUMBER_SENT,
                    DELIVERED -> at(point, Command.WATCH, 2);
            case TRANSACTION_WRITTEN, TRANSACTION_COMMITTED, RESULT_STAGED -> at(point, Command.WATCH, TIMES_MAX);
        };
    }

    private Kill at(FaultPoint point, Command command, int timesMax) {
        return new Kill(command, Optional.of(point), 1 + random.nextInt(timesMax));
    }

    void hit(FaultPoint point) {
        hits.merge(point, 1, Integer::sum);
    }

    /** A run did not come by its point; others after it may. */
    void missed(FaultPoint point) {
        next.add(point);
    }

    /** The points, with how many runs were killed at each. */
    Map<FaultPoint, Integer> hits() {
        return hits;
    }

    Set<FaultPoint> unreached() {
        Set<FaultPoint> unreached = EnumSet.allOf(FaultPoint.class);
        unreached.removeAll(hits.keySet());
        return unreached;
    }
}
