package dev.leat.duckdb.store;

import dev.leat.incremental.ReadTimes;
import dev.leat.incremental.ReadTimes.Part;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the event times of reads have come: {@code leat.watermarks} has a row for each part of a source that a dataset reads by
 * a watermark, and one without a part for the watermark itself.
 */
public final class WatermarkLog {
    private final Database database;

    /** The log in a database that has a {@link CommitLog}. */
    public WatermarkLog(Database database) {
        this.database = database;
    }

    /** The reads of a dataset, by the index of the watermark. */
    public Map<Integer, ReadTimes> find(String dataset) throws SQLException {
        Map<Integer, OptionalLong> watermarks = new HashMap<>();
        Map<Integer, String> sources = new HashMap<>();
        Map<Integer, Map<String, Part>> parts = new HashMap<>();
        try (PreparedStatement select = database.connection()
                .prepareStatement("SELECT read, source, part, time, seen FROM leat.watermarks WHERE dataset = ?")) {
            select.setString(1, dataset);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long micros = row.getLong(4);
                    OptionalLong time = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(micros);
                    sources.put(row.getInt(1), row.getString(2));
                    Optional<String> part = Optional.ofNullable(row.getString(3));
                    if (part.isPresent()) {
                        parts.computeIfAbsent(row.getInt(1), key -> new HashMap<>())
                                .put(part.get(), new Part(time, row.getLong(5)));
                    } else {
                        watermarks.put(row.getInt(1), time);
                    }
                }
            }
        }
        Map<Integer, ReadTimes> reads = new HashMap<>();
        watermarks.forEach((read, time) -> reads.put(
                read, new ReadTimes(sources.getOrDefault(read, ""), time, parts.getOrDefault(read, Map.of()))));
        return reads;
    }

    /** Sets the reads of a dataset. */
    public void put(String dataset, Map<Integer, ReadTimes> reads) throws SQLException {
        remove(dataset);
        List<String> rows = new ArrayList<>();
        reads.forEach((index, read) -> {
            String begin = "(" + RowBuffer.text(dataset) + ", " + index + ", " + RowBuffer.text(read.source()) + ", ";
            rows.add(begin + "NULL, " + sql(read.watermark()) + ", NULL)");
            read.parts()
                    .forEach((name, part) -> rows.add(
                            begin + RowBuffer.text(name) + ", " + sql(part.latest()) + ", " + part.seen() + ")"));
        });
        database.insert("leat.watermarks", rows);
    }

    private static String sql(OptionalLong time) {
        return time.isPresent() ? Long.toString(time.getAsLong()) : "NULL";
    }

    /** Forgets the reads of a dataset. */
    public void remove(String dataset) throws SQLException {
        try (PreparedStatement delete =
                database.connection().prepareStatement("DELETE FROM leat.watermarks WHERE dataset = ?")) {
            delete.setString(1, dataset);
            delete.executeUpdate();
        }
    }
}
