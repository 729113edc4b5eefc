package dev.leat.conformance.incremental;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * A query of events in groups.
 *
 * @param sql with {@code <s0>} for the first source that is read, {@code <w0>} for its watermark, and so on
 * @param reads what is read
 */
record TimedQuery(String sql, List<Read> reads) {
    private static final String FILTER = "WHERE v > 1";

    TimedQuery {
        reads = List.copyOf(reads);
    }

    /**
     * One read of a source.
     *
     * @param source its index
     * @param delay of the watermark, in seconds; empty if it does nothing
     */
    record Read(int source, OptionalLong delay) {}

    /** Whether an event is among the rows that watermarks are found from. Filters of other columns go before them. */
    boolean reads(Event event) {
        return !sql.contains(FILTER) || event.value() > 1;
    }

    /** The query over streams. */
    String ofStreams(List<EventSource> sources) {
        String text = sql;
        for (int i = 0; i < reads.size(); i++) {
            text = text.replace(
                            "<s" + i + ">",
                            "STREAM " + sources.get(reads.get(i).source()).name())
                    .replace("<w" + i + ">", watermark(reads.get(i)));
        }
        return text;
    }

    private static String watermark(Read read) {
        return "WATERMARK t DELAY OF INTERVAL " + read.delay().orElse(0) + " SECONDS";
    }

    /** The query over tables, of which the first is named by a prefix and 0. */
    String ofTables(String prefix) {
        String text = sql;
        for (int i = 0; i < reads.size(); i++) {
            text = text.replace("<s" + i + ">", prefix + i).replace("<w" + i + ">", "");
        }
        return text;
    }

    /** A random one. */
    static TimedQuery random(SplittableRandom random, int sources, long step) {
        return new Choice(random, sources, step).query();
    }

    /** Makes queries whose windows and delays are some steps long. */
    private record Choice(SplittableRandom random, int sources, long step) {
        private static final String READ = "<s0> <w0>";

        TimedQuery query() {
            return switch (random.nextInt(16)) {
                case 0, 1 -> of(groups(READ + " AS e", List.of(window())));
                case 2 -> of(groups(READ + " AS e", List.of("k", window())));
                case 3 -> of(groups(READ + " AS e " + FILTER + " AND t IS NOT NULL", List.of("t", "k")));
                case 4 -> of(groups(READ + " AS e", List.of(local(), "t")));
                case 5 -> of("SELECT DISTINCT k, t FROM " + READ + " AS e");
                case 6 -> of(groups(READ + " AS e JOIN dim ON e.k = dim.id", List.of("name", window())));
                case 7 ->
                    of(groups("(SELECT t, k, explode(array(v, v + 1)) AS v FROM <s0>) <w0> AS e", List.of(window())));
                case 8 ->
                    ofTwo(groups(
                            "(SELECT t, k, v FROM <s0> <w0> UNION ALL SELECT t, 'x', v FROM <s1> <w1>) AS e",
                            List.of(window(), "k")));
                case 9 ->
                    ofTwo("SELECT a.t, count(*) AS n, sum(b.v) AS v FROM <s0> <w0> AS a JOIN <s1> <w1> AS b"
                            + " ON a.k = b.k GROUP BY a.t");
                case 10 -> nested();
                case 11 ->
                    of("SELECT session_window AS s, k, count(*) AS n, sum(v) AS v FROM " + READ
                            + " AS e GROUP BY session_window(t, '" + seconds() + " seconds'), k");
                case 12 ->
                    of("SELECT session_window.end AS s, max(v) AS v, percentile(v, 0.5) AS m FROM " + READ
                            + " AS e GROUP BY session_window(t, '" + seconds() + " seconds')");
                case 13 ->
                    of("SELECT " + window() + " AS w, percentile(v, 0.5) AS m, sort_array(collect_list(k)) AS k FROM "
                            + READ + " AS e GROUP BY w");
                case 14 ->
                    ofTwoSources("SELECT a.k, a.t, a.v, b.t AS u, b.v AS w FROM <s0> <w0> AS a " + pickJoin()
                            + " <s1> <w1> AS b ON a.k = b.k AND b.t >= a.t - INTERVAL " + seconds()
                            + " SECONDS AND b.t <= a.t + INTERVAL " + seconds() + " SECONDS");
                default -> ofGroupsAndStream();
            };
        }

        private String pickJoin() {
            return random.nextBoolean() ? "JOIN" : "LEFT JOIN";
        }

        private long seconds() {
            return step * (1 + random.nextInt(5));
        }

        private TimedQuery of(String sql) {
            return new TimedQuery(sql, List.of(read()));
        }

        private TimedQuery ofTwo(String sql) {
            return new TimedQuery(sql, List.of(read(), read()));
        }

        /** Reads of one source that are alike are one, and count once. */
        private TimedQuery ofTwoSources(String sql) {
            Read first = read();
            return new TimedQuery(sql, List.of(first, new Read((first.source() + 1) % sources, read().delay())));
        }

        private Read read() {
            return new Read(random.nextInt(sources), OptionalLong.of(random.nextInt(4) * 4L * step));
        }

        private String groups(String from, List<String> keys) {
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                columns.add(keys.get(i) + " AS g" + i);
            }
            for (int i = random.nextInt(4); i >= 0; i--) {
                columns.add(List.of("count(*)", "count(v)", "sum(v)", "avg(v)", "min(v)", "max(t)", "min(e.k)")
                                .get(random.nextInt(7))
                        + " AS a" + i);
            }
            return "SELECT " + String.join(", ", columns) + " FROM " + from + " GROUP BY " + String.join(", ", keys);
        }

        private String window() {
            long size = step * (1 + random.nextInt(9));
            long slide = random.nextBoolean() ? size : step * (1 + random.nextLong(size / step));
            long offset = random.nextLong(slide) - slide / 2;
            return "window(t, '" + size + " seconds', '" + slide + " seconds', '" + offset + " seconds')";
        }

        private String local() {
            return List.of(
                            "date_trunc('MINUTE', t)",
                            "date_trunc('HOUR', t)",
                            "date_trunc('DAY', t)",
                            "date_trunc('WEEK', t)",
                            "CAST(t AS DATE)",
                            "CAST(CAST(t AS DATE) AS TIMESTAMP)")
                    .get(random.nextInt(6));
        }

        private TimedQuery nested() {
            long size = step * (1 + random.nextInt(4));
            String inner = "(SELECT window(t, '" + size + " seconds') AS w, k, count(*) AS n FROM " + READ
                    + " AS e GROUP BY window(t, '" + size + " seconds'), k)";
            String outer = "window(w, '" + size * 3 + " seconds')";
            String value = List.of("sum(n)", "max(n)", "count(*)", "min(k)").get(random.nextInt(4));
            return of("SELECT " + outer + " AS g, " + value + " AS a FROM " + inner + " GROUP BY " + outer);
        }

        private TimedQuery ofGroupsAndStream() {
            String window = window();
            String sql = "SELECT a.w, a.n, b.v FROM (SELECT " + window + " AS w, k, count(*) AS n FROM " + READ
                    + " AS e GROUP BY " + window + ", k) AS a JOIN <s1> <w1> AS b ON a.k = b.k";
            return ofTwo(sql);
        }
    }
}
