package dev.leat.reading;

import dev.leat.spi.ReadWait;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When this process last read each source on, by a clock that measures waits. As in Spark, what is there when it starts is not
 * waited for.
 */
public final class ReadDelays {
    private final Clock waits;
    private final Map<String, Instant> last = new HashMap<>();

    /** Nothing is read yet. */
    public ReadDelays(Clock waits) {
        this.waits = waits;
    }

    /** Whether so much more of a source is left to a later commit; where there was nothing first, later records wait. */
    public boolean holds(String source, ReadWait wait, long more) {
        if (more == 0) {
            last.putIfAbsent(source, waits.instant());
        }
        return more > 0
                && more < wait.unitsMin()
                && Optional.ofNullable(last.get(source))
                        .filter(read -> waits.instant().isBefore(read.plus(wait.delayMax())))
                        .isPresent();
    }

    /** Takes note that a commit has read a source on. */
    public void read(String source) {
        last.put(source, waits.instant());
    }
}
