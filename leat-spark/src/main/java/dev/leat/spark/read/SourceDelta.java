package dev.leat.spark.read;

import dev.leat.spi.Position;
import dev.leat.spi.PositionRange;
import java.util.Map;

/** What a source has more, and less, than one of its readers has read of it; ranges are by the name of the part. */
public interface SourceDelta {
    /** Of which source, as far as it is read. */
    SparkSource source();

    /** What was read and is still there. */
    Map<String, PositionRange> old();

    /** What is to be read. */
    Map<String, PositionRange> added();

    /** What of the old is not complete, and is among the added as it is now, by the commit that read it. */
    Map<Long, Map<String, PositionRange>> tornByCommit();

    /** The same of all commits. */
    Map<String, PositionRange> torn();

    /** Whether something that was read by a view is gone or is another content. */
    boolean isReplaced();

    /** Whether nothing is added. */
    default boolean isNothing() {
        return added().isEmpty();
    }

    /** How far all is read once the added is; those of a commit still to be made have none. */
    Map<String, Position> positions();
}
