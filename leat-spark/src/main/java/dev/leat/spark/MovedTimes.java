package dev.leat.spark;

import dev.leat.incremental.ReadTimes;
import dev.leat.move.RecordTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * How far event times have come, as a table of the embedded engine has it, {@link RecordTable#WATERMARKS}: a row for each part of a source,
 * and one without a part for the watermark.
 */
final class MovedTimes {
    private MovedTimes() {}

    /** The rows of the table, by the dataset and the index of the watermark. */
    static Map<String, Map<Integer, ReadTimes>> here(List<Row> rows) {
        Map<String, Map<Integer, ReadTimes>> times = new TreeMap<>();
        for (Row row : rows) {
            times.computeIfAbsent(row.getString(0), dataset -> new TreeMap<>())
                    .merge(row.getInt(1), read(row), MovedTimes::merged);
        }
        return times;
    }

    private static ReadTimes read(Row row) {
        OptionalLong time = row.isNullAt(4) ? OptionalLong.empty() : OptionalLong.of(row.getLong(4));
        return row.isNullAt(3)
                ? new ReadTimes(row.getString(2), time, Map.of())
                : new ReadTimes(
                        row.getString(2),
                        OptionalLong.empty(),
                        Map.of(MovedParts.here(row.getString(3)), new ReadTimes.Part(time, row.getLong(5))));
    }

    private static ReadTimes merged(ReadTimes one, ReadTimes other) {
        Map<String, ReadTimes.Part> parts = new HashMap<>(one.parts());
        parts.putAll(other.parts());
        return new ReadTimes(one.source(), one.watermark().isPresent() ? one.watermark() : other.watermark(), parts);
    }

    /** The rows of the table. */
    static List<Row> rows(Map<String, Map<Integer, ReadTimes>> times) {
        List<Row> rows = new ArrayList<>();
        new TreeMap<>(times)
                .forEach((dataset, reads) -> new TreeMap<>(reads).forEach((index, read) -> {
                    rows.add(row(dataset, index, read.source(), null, read.watermark(), null));
                    new TreeMap<>(read.parts())
                            .forEach((name, part) -> rows.add(row(
                                    dataset,
                                    index,
                                    read.source(),
                                    MovedParts.embedded(name),
                                    part.latest(),
                                    part.seen())));
                }));
        return rows;
    }

    private static Row row(
            String dataset, int index, String source, @Nullable String part, OptionalLong time, @Nullable Long seen) {
        Optional<Long> micros = time.isPresent() ? Optional.of(time.getAsLong()) : Optional.empty();
        return RowFactory.create(dataset, index, source, part, micros.orElse(null), seen);
    }
}
