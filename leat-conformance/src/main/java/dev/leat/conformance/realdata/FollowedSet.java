package dev.leat.conformance.realdata;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A set of real data that comes bit by bit. After each commit Leat's results are compared with what plain Java makes of all
 * rows so far.
 */
interface FollowedSet {
    /** All of them. */
    List<FollowedSet> ALL = List.of(
            new AccessLogSet(AccessLogSet.Way.GROWING),
            new AccessLogSet(AccessLogSet.Way.FILES),
            new AccessLogSet(AccessLogSet.Way.AT_ONCE),
            new LateRequestSet(),
            new TickSet(),
            new RetailSet(),
            new AirTopicSet());

    /** How much of the data is taken. */
    enum Extent {
        SAMPLE,
        ALL
    }

    /**
     * What there is to work with.
     *
     * @param data the folder of all sets
     * @param scratch an empty folder
     * @param random decides how the data are split
     */
    record Input(Path data, Path scratch, Extent extent, SplittableRandom random) {}

    /** The name, which begins with the word followed. */
    String name();

    /** Gives the data to Leat, and takes down what is found. */
    void follow(Input input, Findings findings) throws IOException;
}
