package dev.leat.conformance.realdata;

import dev.leat.conformance.command.FollowedProject;
import dev.leat.conformance.realdata.Ticks.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Trades and quotes of exchanges, each symbol's in a file that grows at its own pace: bars, VWAP, spreads. */
record TickSet() implements FollowedSet {
    /** The files of a commit begin day by day; those of the day before are idle then. */
    private static final Duration BETWEEN_DAYS = Duration.ofMinutes(2);

    private static final int COMMITS_OF_DAY = 6;
    private static final int SAMPLE_LINES = 12_000;
    private static final String QUOTED = "ibm";

    private static final String SQL = """
            CREATE TABLE trade_lines (
              millisecond BIGINT, price BIGINT, size BIGINT, exchange STRING, conditions STRING, suspicious INT, symbol STRING, day DATE
            ) USING csv OPTIONS (path 'trades', mode 'FAILFAST');
            CREATE TABLE quote_lines (
              millisecond BIGINT, bid BIGINT, bid_size BIGINT, ask BIGINT, ask_size BIGINT, exchange STRING, conditions STRING,
              suspicious INT, symbol STRING, day DATE
            ) USING csv OPTIONS (path 'quotes', mode 'FAILFAST');

            CREATE TEMPORARY VIEW ticks AS
            SELECT symbol, day, millisecond, price, size, timestamp_millis(unix_date(day) * 86400000L + millisecond) AS at
            FROM STREAM(trade_lines);

            CREATE STREAMING TABLE trades AS SELECT symbol, day, millisecond, price, size, at FROM STREAM(ticks);
            CREATE STREAMING TABLE quotes AS
            SELECT symbol, day, millisecond, nullif(bid, 0) AS bid, nullif(ask, 0) AS ask FROM STREAM(quote_lines);

            CREATE STREAMING TABLE bars AS
            SELECT symbol, unix_seconds(window.start) AS minute, min(struct(at, price)).price AS open, max(price) AS high,
                   min(price) AS low, max(struct(at, price)).price AS close, sum(size) AS volume,
                   sum(price * size) AS notional, count(*) AS trades
            FROM STREAM(ticks) WATERMARK at DELAY OF INTERVAL 60 SECONDS
            GROUP BY symbol, window(at, '1 minute');

            CREATE MATERIALIZED VIEW bars_as_batch AS
            SELECT symbol, unix_seconds(date_trunc('MINUTE', at)) AS minute, min_by(price, struct(at, price)) AS open,
                   max(price) AS high, min(price) AS low, max_by(price, struct(at, price)) AS close, sum(size) AS volume,
                   sum(price * size) AS notional, count(*) AS trades
            FROM trades GROUP BY 1, 2;

            CREATE MATERIALIZED VIEW vwap AS SELECT symbol, minute, notional / volume AS price FROM bars;

            CREATE MATERIALIZED VIEW spreads AS
            SELECT day, millisecond, price, ask - bid AS spread
            FROM (
              SELECT day, millisecond, price, last_value(bid) IGNORE NULLS OVER quoted AS bid,
                     last_value(ask) IGNORE NULLS OVER quoted AS ask
              FROM (
                SELECT symbol, day, millisecond, 0 AS kind, price, NULL :: BIGINT AS bid, NULL :: BIGINT AS ask
                FROM trades WHERE symbol = 'ibm'
                UNION ALL
                SELECT symbol, day, millisecond, 1 AS kind, NULL AS price, bid, ask FROM quotes)
              WINDOW quoted AS (PARTITION BY symbol, day ORDER BY millisecond, kind, bid, ask
                                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))
            WHERE price IS NOT NULL;
            """;

    @Override
    public String name() {
        return "followed trades and quotes";
    }

    @Override
    public void follow(Input input, Findings findings) throws IOException {
        Map<String, Map<Stream, List<String>>> days = days(input);
        for (Stream stream : days.values().iterator().next().keySet()) {
            Files.createDirectories(input.scratch().resolve(stream.path()).resolveSibling("."));
        }
        Ticks expected = new Ticks();
        try (FollowedProject project = FollowedProject.of(input.scratch(), SQL)) {
            for (Map<Stream, List<String>> day : days.values()) {
                project.pass(BETWEEN_DAYS);
                follow(day, project, input, expected, findings);
            }
            project.commitAnew();
            findings.committed(0);
            check(project, expected, findings);
            findings.late(List.of(), project.rejected());
        }
    }

    /** The lines of each file, by the day. */
    private static Map<String, Map<Stream, List<String>>> days(Input input) throws IOException {
        Map<String, Map<Stream, List<String>>> days = new TreeMap<>();
        for (Path archive : archives(input.data().resolve("finance/equity_tick_trades"))) {
            List<String> words = List.of(archive.getFileName().toString().split("_", -1));
            add(days, new Stream("trades", words.get(0), day(words.get(1))), archive);
        }
        for (Path archive : archives(input.data().resolve("finance/ibm_quotes"))) {
            String day = day(archive.getFileName().toString().substring(0, 8));
            add(days, new Stream("quotes", QUOTED, day), archive);
        }
        if (input.extent() == Extent.SAMPLE) {
            days.keySet().retainAll(Set.of(days.keySet().iterator().next()));
            days.values()
                    .forEach(day ->
                            day.replaceAll((stream, lines) -> lines.subList(0, Math.min(lines.size(), SAMPLE_LINES))));
        }
        return days;
    }

    private static List<Path> archives(Path folder) throws IOException {
        try (var archives = Files.list(folder)) {
            return archives.sorted().toList();
        }
    }

    private static String day(String digits) {
        return LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE).toString();
    }

    private static void add(Map<String, Map<Stream, List<String>>> days, Stream stream, Path archive)
            throws IOException {
        days.computeIfAbsent(stream.day(), day -> new LinkedHashMap<>()).put(stream, ZippedLines.read(archive));
    }

    private static void follow(
            Map<Stream, List<String>> day, FollowedProject project, Input input, Ticks expected, Findings findings)
            throws IOException {
        Map<Stream, Integer> given = new LinkedHashMap<>();
        while (day.entrySet().stream()
                .anyMatch(file ->
                        given.getOrDefault(file.getKey(), 0) < file.getValue().size())) {
            long rows = 0;
            for (Map.Entry<Stream, List<String>> file : day.entrySet()) {
                List<String> lines = file.getValue();
                int from = given.getOrDefault(file.getKey(), 0);
                int to = Math.min(lines.size(), from + input.random().nextInt(1, 2 * lines.size() / COMMITS_OF_DAY));
                append(input.scratch().resolve(file.getKey().path()), lines.subList(from, to));
                lines.subList(from, to).forEach(line -> expected.add(file.getKey(), line));
                given.put(file.getKey(), to);
                rows += to - from;
            }
            project.commit();
            findings.committed(rows);
            check(project, expected, findings);
        }
    }

    private static void append(Path file, List<String> lines) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(
                file,
                lines.stream().map(line -> line + "\n").collect(Collectors.joining()),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static void check(FollowedProject project, Ticks expected, Findings findings) {
        String bars = "SELECT symbol, minute, open, high, low, close, volume, notional, trades FROM ";
        findings.compare("bars", expected.bars(), project.rows(bars + "bars"));
        findings.compare("bars as batch", expected.bars(), project.rows(bars + "bars_as_batch"));
        findings.compare("vwap", expected.vwap(), project.rows("SELECT symbol, minute, price FROM vwap"));
        findings.compare(
                "spreads",
                expected.spreads(QUOTED),
                project.rows("SELECT day :: STRING, millisecond, price, spread FROM spreads"));
    }
}
