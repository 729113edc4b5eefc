package dev.leat.duckdb;

import dev.leat.spi.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Positions from an engine that knows the times of files to the millisecond only: a file whose time is the same to that precision is taken
 * for the one that was read, as it is there.
 */
final class MovedPositions {
    private static final long MICROS_PER_MILLI = 1000;

    private final Map<String, Map<String, Map<String, Position>>> moved;

    MovedPositions(Map<String, Map<String, Map<String, Position>>> moved) {
        this.moved = moved;
    }

    /** Those of a reader, by source and part. */
    Map<String, Map<String, Position>> of(String reader) {
        Map<String, Map<String, Position>> sources = new TreeMap<>();
        moved.getOrDefault(reader, Map.of()).forEach((source, parts) -> {
            Map<String, Position> exact = new TreeMap<>();
            parts.forEach((part, position) -> exact.put(part, exact(part, position)));
            sources.put(source, exact);
        });
        return sources;
    }

    private static Position exact(String part, Position position) {
        if (!part.startsWith("/") || position.modifiedMicros() % MICROS_PER_MILLI != 0) {
            return position;
        }
        Path file = Path.of(part);
        try {
            if (!Files.isRegularFile(file)) {
                return position;
            }
            long now = Files.getLastModifiedTime(file).to(TimeUnit.MICROSECONDS);
            boolean isSame = Math.floorDiv(now, MICROS_PER_MILLI) * MICROS_PER_MILLI == position.modifiedMicros();
            return isSame
                    ? new Position(
                            position.start(),
                            position.end(),
                            now,
                            position.identity(),
                            position.tag(),
                            position.commit())
                    : position;
        } catch (IOException e) {
            // Who reads it next tells what is wrong with it.
            return position;
        }
    }
}
