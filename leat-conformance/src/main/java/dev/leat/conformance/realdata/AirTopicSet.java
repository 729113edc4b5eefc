package dev.leat.conformance.realdata;

import dev.leat.conformance.command.FollowedProject;
import dev.leat.testkit.kafka.KafkaBroker;
import dev.leat.testkit.kafka.TopicFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Hourly measurements of stations, each in a topic of its own; some stations are far ahead of others. */
record AirTopicSet() implements FollowedSet {
    private static final int SAMPLE_HOURS = 1_000;
    private static final int COMMITS = 4;
    private static final long SECONDS_OF_DAY = 86_400;

    private static final String SQL = """
            CREATE TABLE measured (station STRING, at TIMESTAMP, pm25 DECIMAL(6, 1)) USING kafka
            OPTIONS ('kafka.bootstrap.servers' '%s', subscribePattern 'air-.*', 'value.format' 'json', mode 'FAILFAST');

            CREATE STREAMING TABLE hours AS
            SELECT station, unix_seconds(window.start) AS hour, avg(pm25) AS mean, count(pm25) AS measured, count(*) AS rows
            FROM STREAM(measured) WATERMARK at DELAY OF INTERVAL 1 HOUR
            GROUP BY station, window(at, '1 hour');

            CREATE STREAMING TABLE days AS
            SELECT unix_seconds(window.start) AS day, avg(pm25) AS mean, count(pm25) AS measured, count(*) AS rows
            FROM STREAM(measured) WATERMARK at DELAY OF INTERVAL 1 HOUR
            GROUP BY window(at, '1 day');
            """;

    @Override
    public String name() {
        return "followed topics of air quality";
    }

    /** What is expected, by station and hour, and by day. */
    private record Means(Map<String, MeanValue> hours, Map<String, MeanValue> days) {
        void add(StationHour hour) {
            hours.computeIfAbsent(hour.station() + "," + hour.at(), key -> new MeanValue())
                    .add(hour.pm25());
            days.computeIfAbsent(Long.toString(hour.at() / SECONDS_OF_DAY * SECONDS_OF_DAY), key -> new MeanValue())
                    .add(hour.pm25());
        }
    }

    @Override
    public void follow(Input input, Findings findings) throws IOException {
        List<List<StationHour>> stations = stations(input);
        try (KafkaBroker broker = KafkaBroker.start(input.scratch().resolve("broker"));
                TopicFixture topics = new TopicFixture(broker)) {
            stations.forEach(station -> topics.create(station.get(0).topic(), 1));
            try (FollowedProject project = FollowedProject.of(input.scratch(), SQL.formatted(broker.servers()))) {
                Means expected = new Means(new TreeMap<>(), new TreeMap<>());
                int[] given = new int[stations.size()];
                for (long left = stations.stream().mapToLong(List::size).sum(); left > 0; ) {
                    List<StationHour> rows = next(stations, given, input);
                    topics.send(rows.stream()
                            .map(hour -> new ProducerRecord<byte[], byte[]>(hour.topic(), hour.json()))
                            .toList());
                    rows.forEach(expected::add);
                    left -= rows.size();
                    project.commit();
                    findings.committed(rows.size());
                    check(project, expected, findings);
                }
                project.commitAnew();
                findings.committed(0);
                check(project, expected, findings);
                findings.late(List.of(), project.rejected());
            }
        }
    }

    private static List<List<StationHour>> stations(Input input) throws IOException {
        long hours = input.extent() == Extent.ALL ? Long.MAX_VALUE : SAMPLE_HOURS;
        List<List<StationHour>> stations = new ArrayList<>();
        try (var files = Files.list(input.data().resolve("iot/beijing_air"))) {
            for (Path file : files.sorted().toList()) {
                try (var lines = Files.lines(file)) {
                    stations.add(
                            lines.skip(1).limit(hours).map(StationHour::parse).toList());
                }
            }
        }
        return stations;
    }

    private static void check(FollowedProject project, Means expected, Findings findings) {
        findings.compare(
                "hours", rows(expected.hours()), project.rows("SELECT station, hour, mean, measured, rows FROM hours"));
        findings.compare("days", rows(expected.days()), project.rows("SELECT day, mean, measured, rows FROM days"));
    }

    /**
     * Rows of stations in a random order, of each in the order of its own. In the first commit each station has some, since a
     * partition holds the watermark up from its first row on.
     */
    private static List<StationHour> next(List<List<StationHour>> stations, int[] given, Input input) {
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            int size = stations.get(i).size();
            ends.add(Math.min(size, given[i] + input.random().nextInt(given[i] == 0 ? 1 : 0, 2 * size / COMMITS)));
        }
        List<StationHour> rows = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            if (given[i] < ends.get(i)) {
                open.add(i);
            }
        }
        while (!open.isEmpty()) {
            int at = input.random().nextInt(open.size());
            int station = open.get(at);
            rows.add(stations.get(station).get(given[station]++));
            if (given[station] == ends.get(station)) {
                open.remove(at);
            }
        }
        return rows;
    }

    private static List<String> rows(Map<String, MeanValue> means) {
        return means.entrySet().stream()
                .map(entry -> entry.getKey() + "," + entry.getValue())
                .toList();
    }
}
