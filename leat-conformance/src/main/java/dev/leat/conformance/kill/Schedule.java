package dev.leat.conformance.kill;

import dev.leat.fault.FaultPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Says when the next run is killed: each fourth at a random instant, the others at each fault point and time in turn. */
final class Schedule {
    private static final int RANDOM = 4;

    /** Only the cluster engine comes by them, which leat-spark's own tests kill. */
    private static final Set<FaultPoint> OF_CLUSTERS = EnumSet.range(FaultPoint.WAREHOUSE_TAKEN, FaultPoint.MOVE_LEFT);

    private final Random random;
    private final Deque<Kill> next = new ArrayDeque<>();
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
        REFRESH("run", "--full-refresh", "--refresh", "files"),
        /** Only looks, at what the run that was killed before has left. */
        STATUS("status");

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
            List<Kill> kills = new ArrayList<>(
                    Stream.of(FaultPoint.values()).flatMap(Schedule::at).toList());
            Collections.shuffle(kills, random);
            next.addAll(kills);
        }
        return next.remove();
    }

    /** A run starts with what is left of an earlier commit, and ends three transactions and stages four results in each of its own. */
    private static Stream<Kill> at(FaultPoint point) {
        return switch (point) {
            case SINK_FILE_REMOVED -> at(point, Command.REFRESH, 2);
            // A run ends when it has read all, which takes too long where few rows make a commit and more come all the
            // time.
            case STATE_CLOSED -> Stream.concat(at(point, Command.RUN, 1), at(point, Command.STATUS, 1));
            case TOPIC_OPENED -> at(point, Command.WATCH, 1);
            case STAGING_NOTED,
                    SINK_FILE_MOVED,
                    SINK_FILES_MOVED,
                    STAGING_DROPPED,
                    COMMIT_ENDED,
                    TOPIC_ROWS_SENT,
                    TOPIC_NUMBER_SENT,
                    DELIVERED -> at(point, Command.WATCH, 2);
            case RESULT_STAGED -> at(point, Command.WATCH, 4);
            case TRANSACTION_WRITTEN, TRANSACTION_COMMITTED -> at(point, Command.WATCH, 5);
            case WAREHOUSE_TAKEN,
                    TABLE_TAKEN_BACK,
                    TABLE_WRITTEN,
                    MOVE_MARKED,
                    BUNDLE_TABLE_WRITTEN,
                    BUNDLE_WRITTEN,
                    BUNDLE_COPIED,
                    MOVE_ARRIVED,
                    MOVE_LEFT -> Stream.empty();
        };
    }

    private static Stream<Kill> at(FaultPoint point, Command command, int times) {
        return IntStream.rangeClosed(1, times).mapToObj(time -> new Kill(command, Optional.of(point), time));
    }

    void hit(FaultPoint point) {
        hits.merge(point, 1, Integer::sum);
    }

    /** A run did not come by its point; another after it may, and has to if none has yet. */
    void missed(Kill kill) {
        if (!hits.keySet().containsAll(kill.point().stream().toList())) {
            next.add(kill);
        }
    }

    /** The points, with how many runs were killed at each. */
    Map<FaultPoint, Integer> hits() {
        return hits;
    }

    Set<FaultPoint> unreached() {
        Set<FaultPoint> unreached = EnumSet.allOf(FaultPoint.class);
        unreached.removeAll(OF_CLUSTERS);
        unreached.removeAll(hits.keySet());
        return unreached;
    }
}
