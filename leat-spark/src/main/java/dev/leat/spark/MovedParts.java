package dev.leat.spark;

import dev.leat.spi.Position;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Positions as each engine has them: the embedded one names files of the machine by paths, this one by locations, and knows milliseconds. */
final class MovedParts {
    private static final String LOCAL = "file:";
    private static final long MICROS_PER_MILLI = 1000;

    private MovedParts() {}

    /** Those of the embedded engine as those of this one. */
    static Map<String, Map<String, Map<String, Position>>> here(
            Map<String, Map<String, Map<String, Position>>> positions) {
        return mapped(positions, MovedParts::here);
    }

    /** The name of a part of the embedded engine as this one has it. */
    static String here(String part) {
        return part.startsWith("/") ? LOCAL + part : part;
    }

    /** Those of this engine as those of the embedded one. */
    static Map<String, Map<String, Map<String, Position>>> embedded(
            Map<String, Map<String, Map<String, Position>>> positions) {
        return mapped(positions, MovedParts::embedded);
    }

    /** The name of a part of this engine as the embedded one has it. */
    static String embedded(String part) {
        return part.startsWith(LOCAL + "/") ? part.substring(LOCAL.length()) : part;
    }

    private static Map<String, Map<String, Map<String, Position>>> mapped(
            Map<String, Map<String, Map<String, Position>>> positions, UnaryOperator<String> names) {
        Map<String, Map<String, Map<String, Position>>> readers = new TreeMap<>();
        positions.forEach((reader, sources) -> {
            Map<String, Map<String, Position>> mapped = new TreeMap<>();
            sources.forEach((source, parts) -> {
                Map<String, Position> named = new TreeMap<>();
                parts.forEach((part, position) -> named.put(names.apply(part), inMillis(position)));
                mapped.put(source, named);
            });
            readers.put(reader, mapped);
        });
        return readers;
    }

    private static Position inMillis(Position position) {
        return new Position(
                position.start(),
                position.end(),
                Math.floorDiv(position.modifiedMicros(), MICROS_PER_MILLI) * MICROS_PER_MILLI,
                position.identity(),
                position.tag(),
                position.commit());
    }
}
