import dev.leat.cli.Main.Streams;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The workloads as Leat projects, run through the command line's entry in this process. Modes: batch (nothing is there
 * from before), cached (the plans of an earlier run are there, as for everyone but the first time; its results are
 * computed anew), stream and stream-cached (w1 only: a streaming table behind a watermark, in a run that stays up and gets the
 * next file of events after each commit; the result is written once it has all of them; cached means the plans here, too).
 */
public class Main {
    private static final String EVENTS = """
            CREATE TABLE events (ts TIMESTAMP, user INT, page STRING, ms INT, bytes INT)
            USING json OPTIONS (path '$DATA/$SET');
            CREATE SINK result USING csv OPTIONS (path '$OUT/r');
            CREATE FLOW f AS INSERT INTO result
            SELECT unix_timestamp(window.start) AS w, page, count(*) AS c, sum(bytes) AS b, max(ms) AS m
            FROM events GROUP BY window(ts, '10 seconds'), page;
            """;
    private static final String STREAM = """
            CREATE TABLE events (ts TIMESTAMP, user INT, page STRING, ms INT, bytes INT) USING json OPTIONS (path '$IN');
            CREATE STREAMING TABLE windows AS
            SELECT unix_timestamp(window.start) AS w, page, count(*) AS c, sum(bytes) AS b, max(ms) AS m
            FROM STREAM(events) WATERMARK ts DELAY OF INTERVAL 5 SECONDS GROUP BY window(ts, '10 seconds'), page;
            CREATE SINK result USING csv OPTIONS (path '$OUT/r');
            CREATE FLOW f AS INSERT INTO result SELECT * FROM windows;
            """;
    private static final String TRANSACTIONS = """
            CREATE TABLE customers (cust_id INT, segment STRING, country STRING)
            USING csv OPTIONS (path '$DATA/customers', header 'true');
            CREATE TABLE tx $TX;
            CREATE SINK result USING csv OPTIONS (path '$OUT/r');
            CREATE FLOW f AS INSERT INTO result
            SELECT segment, day, count(*) AS n, sum(cents) AS cents, count(DISTINCT merchant_id) AS merchants
            FROM tx JOIN customers USING (cust_id)
            GROUP BY segment, day;
            """;
    private static final String LOGS = """
            CREATE TABLE lines (line STRING) USING text OPTIONS (path '$DATA/access');
            CREATE MATERIALIZED VIEW hits AS
            SELECT regexp_extract(line, '$RE', 1) AS ip, substring(regexp_extract(line, '$RE', 2), 1, 17) AS minute,
                   regexp_extract(regexp_extract(line, '$RE', 4), '^/[^/?]*', 0) AS prefix,
                   CAST(regexp_extract(line, '$RE', 5) AS INT) AS st,
                   coalesce(try_cast(nullif(regexp_extract(line, '$RE', 6), '-') AS BIGINT), 0) AS sz
            FROM lines WHERE line RLIKE '$RE';
            CREATE SINK errors USING csv OPTIONS (path '$OUT/a');
            CREATE FLOW e AS INSERT INTO errors
            SELECT 'A' AS kind, minute, prefix, count(*) AS n FROM hits WHERE st >= 400 GROUP BY minute, prefix;
            CREATE SINK top USING csv OPTIONS (path '$OUT/b');
            CREATE FLOW t AS INSERT INTO top
            SELECT 'B' AS kind, ip, sum(sz) AS b FROM hits GROUP BY ip ORDER BY b DESC, ip LIMIT 20;
            """;
    private static final String SMALL = """
            CREATE TABLE small (id INT, name STRING, qty INT) USING csv OPTIONS (path '$DATA/small', header 'true');
            CREATE MATERIALIZED VIEW kept AS SELECT * FROM small WHERE qty >= 5;
            """;
    private static final String LINE =
            "^(\\\\S+) \\\\S+ \\\\S+ \\\\[([^\\\\]]+)\\\\] \"(\\\\S+) (\\\\S+)[^\"]*\" (\\\\d{3}) (\\\\d+|-) ";

    private static String project(String work) {
        return switch (work) {
            case "w1" -> EVENTS.replace("$SET", "events");
            case "w1-200k" -> EVENTS.replace("$SET", "events-200k");
            case "w2" -> LOGS.replace("$RE", LINE);
            case "w3" -> TRANSACTIONS.replace("$TX", "USING parquet OPTIONS (path '$DATA/tx-parquet')");
            case "w3-csv" -> TRANSACTIONS.replace(
                    "$TX",
                    "(tx_id BIGINT, cust_id INT, merchant_id INT, day DATE, cents BIGINT)"
                            + " USING csv OPTIONS (path '$DATA/tx', header 'true')");
            case "w4" -> SMALL;
            default -> throw new IllegalArgumentException("no workload " + work);
        };
    }

    public static void main(String[] a) throws IOException {
        String work = a[0];
        Path data = Path.of(a[1]);
        Path scratch = Path.of(a[4]);
        mark("ready", "");
        Path folder = a[3].endsWith("cached") ? Files.createDirectories(data.resolve("leat")) : scratch;
        int code = a[3].startsWith("stream")
                ? stream(data.resolve(work.equals("w1") ? "events" : "events-200k"), scratch, folder, a[2])
                : batch(work, data, folder, a[2]);
        mark("done", "");
        System.exit(code);
    }

    private static int batch(String work, Path data, Path folder, String out) throws IOException {
        Path file = folder.resolve(work + ".sql");
        String sql = project(work).replace("$DATA", data.toString()).replace("$OUT", out);
        if (!Files.exists(file) || !Files.readString(file).equals(sql)) {
            Files.writeString(file, sql);
        }
        if (!work.equals("w4")) {
            return leat(new StringWriter(), "run", file.toString(), "--quiet", "--full-refresh");
        }
        StringWriter rows = new StringWriter();
        int code = leat(rows, "query", file.toString(), "SELECT * FROM small WHERE qty >= 5", "--format", "csv");
        rows.toString().lines().skip(1).forEach(row -> mark("row", " " + row));
        return code;
    }

    private static int stream(Path events, Path scratch, Path folder, String out) throws IOException {
        // The plans stay, the state of an earlier run does not; the files are read through a link, whose path is in the plans.
        Files.deleteIfExists(folder.resolve(".leat/stream/state.duckdb"));
        Path in = Files.createDirectories(scratch.resolve("in"));
        Path link = folder.resolve("stream-in");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, in);
        String sql = STREAM.replace("$IN", link.toString()).replace("$OUT", out);
        String project = Files.writeString(folder.resolve("stream.sql"), sql).toString();
        List<Path> files;
        try (Stream<Path> listed = Files.list(events)) {
            files = listed.sorted().toList();
        }
        Feed feed = new Feed(files, in, Thread.currentThread());
        feed.next();
        Streams streams = new Streams(new PrintWriter(new StringWriter()), new PrintWriter(feed, true));
        int code = dev.leat.cli.Main.run(List.of("run", project, "--watch", "--refresh", "windows"), streams);
        Thread.interrupted();
        mark("note", "commits=" + feed.commits);
        return code == 0 ? leat(new StringWriter(), "run", project, "--quiet", "--refresh", "result") : code;
    }

    /** Gives the next file once a run that stays up tells of a commit, and ends the run after the last one. */
    private static final class Feed extends StringWriter {
        private final Iterator<Path> files;
        private final Path in;
        private final Thread run;
        private int commits;

        Feed(List<Path> files, Path in, Thread run) {
            this.files = files.iterator();
            this.in = in;
            this.run = run;
        }

        void next() throws IOException {
            Path file = files.next();
            Files.createSymbolicLink(in.resolve(file.getFileName()), file);
        }

        @Override
        public void flush() {
            String told = toString();
            getBuffer().setLength(0);
            System.err.print(told);
            if (!told.startsWith("commit ")) {
                return;
            }
            commits++;
            try {
                if (files.hasNext()) {
                    next();
                } else {
                    run.interrupt();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static int leat(StringWriter out, String... command) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return dev.leat.cli.Main.run(List.of(command), new Streams(new PrintWriter(out), err));
    }

    /** What run-peer reads from standard output; times are epoch milliseconds. */
    private static void mark(String what, String value) {
        System.out.println("@@" + what + " " + (what.equals("note") ? value : System.currentTimeMillis() + value));
        System.out.flush();
    }
}
