package dev.leat.conformance.realdata;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** An hour at a station; what was not measured is the text {@code NA}. */
record StationHour(String station, long at, String pm25) {
    /** A line of the station's file. */
    static StationHour parse(String line) {
        List<String> values = CsvFields.of(line);
        long at = LocalDateTime.of(number(values, 1), number(values, 2), number(values, 3), number(values, 4), 0)
                .toEpochSecond(ZoneOffset.UTC);
        return new StationHour(values.get(17), at, values.get(5));
    }

    private static int number(List<String> values, int index) {
        return Integer.parseInt(values.get(index));
    }

    /** The topic of the station. */
    String topic() {
        return "air-" + station;
    }

    /** The value of a record. */
    byte[] json() {
        String value = pm25.equals("NA") ? "null" : pm25;
        String time = LocalDateTime.ofEpochSecond(at, 0, ZoneOffset.UTC) + ":00";
        return ("{\"station\": \"" + station + "\", \"at\": \"" + time + "\", \"pm25\": " + value + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
