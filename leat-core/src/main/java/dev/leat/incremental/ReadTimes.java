package dev.leat.incremental;

import dev.leat.type.EpochMicros;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the event times of a read have come, that is, of the rows that come through one watermark.
 *
 * @param source the key of what is read
 * @param watermark rows of earlier times are late, microseconds since 1970-01-01; empty while none is
 * @param parts of the source, by name
 */
public record ReadTimes(String source, OptionalLong watermark, Map<String, Part> parts) {
    public ReadTimes {
        parts = Map.copyOf(parts);
    }

    /** The time before which rows of a source are late for one of its reads; empty where none are, or not yet. */
    public static Optional<Instant> watermark(Collection<ReadTimes> reads, String source) {
        return reads.stream()
                .filter(read -> read.source().equals(source))
                .map(ReadTimes::watermark)
                .flatMapToLong(OptionalLong::stream)
                .boxed()
                .min(Long::compare)
                .map(EpochMicros::instant);
    }

    /** The greater of two times; one that is absent is less than any. */
    public static OptionalLong later(OptionalLong one, OptionalLong other) {
        return one.isEmpty() || (other.isPresent() && other.getAsLong() > one.getAsLong()) ? other : one;
    }

    /**
     * A part of a source.
     *
     * @param latest the greatest time of its rows, microseconds since 1970-01-01; empty before the first
     * @param seen when it last had rows, microseconds since 1970-01-01 UTC by the clock of waits
     */
    public record Part(OptionalLong latest, long seen) {}
}
