package dev.leat.spark;

import dev.leat.incremental.ReadTimes;
import dev.leat.incremental.Stored;
import dev.leat.spark.read.RecordPlaces;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The times of a watermark's rows. The last columns of the rows are their part, their place there, and their time in microseconds.
 *
 * @param latest the greatest time of each part that has rows, by the name of the part; empty where none has a time
 * @param lateRows those of an earlier time than a watermark
 * @param lateRecords how many records that are not malformed made them; of a row without a place one
 */
record TimeTally(Map<String, OptionalLong> latest, long lateRows, long lateRecords) {
    private static final long NONE = RecordPlaces.NONE;

    TimeTally {
        latest = Map.copyOf(latest);
    }

    /**
     * Looks at rows.
     *
     * @param micros the index of the time's column
     * @param watermark before which a row is late, if any is
     */
    static TimeTally of(Staged rows, int micros, OptionalLong watermark) {
        return rows.few().isPresent() ? ofFew(rows.few().get(), micros, watermark) : ofMany(rows, micros, watermark);
    }

    private static TimeTally ofFew(List<Row> rows, int micros, OptionalLong watermark) {
        Map<String, OptionalLong> latest = new HashMap<>();
        Set<List<Object>> places = new HashSet<>();
        long lateRows = 0;
        long withoutPlace = 0;
        for (Row row : rows) {
            String part = row.getString(micros - 2);
            OptionalLong time = row.isNullAt(micros) ? OptionalLong.empty() : OptionalLong.of(row.getLong(micros));
            latest.merge(part, time, ReadTimes::later);
            if (watermark.isPresent() && time.isPresent() && time.getAsLong() < watermark.getAsLong()) {
                long place = row.getLong(micros - 1);
                lateRows++;
                if (place > NONE) {
                    places.add(List.of(part, place));
                } else if (place == NONE) {
                    withoutPlace++;
                }
            }
        }
        return new TimeTally(named(latest), lateRows, places.size() + withoutPlace);
    }

    private static TimeTally ofMany(Staged rows, int micros, OptionalLong watermark) {
        Column part = functions.col(Stored.field(micros - 2));
        Column place = functions.col(Stored.field(micros - 1));
        Column time = functions.col(Stored.field(micros));
        Column isLate = watermark.isPresent()
                ? functions.coalesce(time.lt(watermark.getAsLong()), functions.lit(false))
                : functions.lit(false);
        List<Row> parts = rows.rows()
                .groupBy(part)
                .agg(
                        functions.max(time),
                        functions.count(functions.when(isLate, 1)),
                        functions.count(functions.when(isLate.and(place.equalTo(NONE)), 1)),
                        functions.countDistinct(functions.when(isLate.and(place.gt(NONE)), place)))
                .collectAsList();
        Map<String, OptionalLong> latest = new HashMap<>();
        long lateRows = 0;
        long records = 0;
        for (Row row : parts) {
            latest.put(row.getString(0), row.isNullAt(1) ? OptionalLong.empty() : OptionalLong.of(row.getLong(1)));
            lateRows += row.getLong(2);
            records += row.getLong(3) + row.getLong(4);
        }
        return new TimeTally(named(latest), lateRows, records);
    }

    /** By the names of files instead of what Spark tells of them: ranges of a file are one part. A partition of a topic has a plain name. */
    private static Map<String, OptionalLong> named(Map<String, OptionalLong> told) {
        Map<String, OptionalLong> named = new HashMap<>();
        told.forEach((part, latest) ->
                named.merge(part.indexOf(':') < 0 ? part : RecordPlaces.file(part), latest, ReadTimes::later));
        return named;
    }
}
