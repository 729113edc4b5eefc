package dev.leat.spark.read;

import dev.leat.incremental.Reader;
import dev.leat.reading.ReadingEnd;
import dev.leat.reading.SourceChange;
import dev.leat.spi.Position;
import dev.leat.spi.PositionRange;
import dev.leat.spi.SourceScan;
import java.util.Map;
import java.util.TreeMap;

/**
 * What topics have more than one of their readers has read. A record of a topic is whole once it is there, so that none is torn.
 *
 * @param isReplaced whether a view has read what is gone
 */
record TopicDelta(
        SparkSource source,
        Map<String, PositionRange> old,
        Map<String, PositionRange> added,
        boolean isReplaced,
        Map<String, Position> positions)
        implements SourceDelta {
    TopicDelta {
        old = Map.copyOf(old);
        added = Map.copyOf(added);
        positions = Map.copyOf(positions);
    }

    static TopicDelta find(
            SparkSource source, SourceScan scan, ReadingEnd.Parts parts, Map<String, Position> before, Reader reader) {
        SourceChange change = SourceChange.find(scan, parts, before, reader);
        Map<String, Position> positions = new TreeMap<>(before);
        positions.keySet().removeAll(change.superseded());
        positions.putAll(change.positions());
        boolean isReplaced = !reader.isStream() && change.isReplaced();
        return new TopicDelta(source, change.old(), change.added(), isReplaced, positions);
    }

    @Override
    public Map<Long, Map<String, PositionRange>> tornByCommit() {
        return Map.of();
    }

    @Override
    public Map<String, PositionRange> torn() {
        return Map.of();
    }
}
