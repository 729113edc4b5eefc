package dev.leat.reading;

import dev.leat.spi.Position;
import dev.leat.spi.ReadPart;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What earlier commits have read. */
public interface ReadLog {
    /** How far each dataset that has read a source has read each part of it. */
    List<Map<String, Position>> readers(String source);

    /** What all datasets together have read of each part of a source, by its name. */
    default Map<String, ReadPart> read(String source) {
        Map<String, ReadPart> parts = new TreeMap<>();
        for (Map<String, Position> reader : readers(source)) {
            reader.forEach((part, position) ->
                    parts.merge(part, new ReadPart(position.start(), position.end(), position.tag()), ReadLog::both));
        }
        return parts;
    }

    private static ReadPart both(ReadPart one, ReadPart other) {
        ReadPart further = one.end() >= other.end() ? one : other;
        return new ReadPart(Math.min(one.start(), other.start()), further.end(), further.tag());
    }
}
