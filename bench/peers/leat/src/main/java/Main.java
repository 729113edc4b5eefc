import dev.leat.cli.Main.Streams;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The workloads as Leat projects, run through the command line's entry in this process. Modes: batch (nothing is there
 * from before), cached (the plans of an earlier run are there, as for everyone but the first time; its results are
 * computed anew).
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
        boolean cached = a[3].equals("cached");
        Path folder = cached ? Files.createDirectories(data.resolve("leat")) : Path.of(a[4]);
        Path file = folder.resolve(work + ".sql");
        String sql = project(work).replace("$DATA", data.toString()).replace("$OUT", a[2]);
        if (!Files.exists(file) || !Files.readString(file).equals(sql)) {
            Files.writeString(file, sql);
        }
        mark("ready", "");
        StringWriter out = new StringWriter();
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        List<String> command = work.equals("w4")
                ? List.of("query", file.toString(), "SELECT * FROM small WHERE qty >= 5", "--format", "csv")
                : List.of("run", file.toString(), "--quiet", "--full-refresh");
        int code = dev.leat.cli.Main.run(command, new Streams(new PrintWriter(out), err));
        if (work.equals("w4")) {
            out.toString().lines().skip(1).forEach(row -> mark("row", " " + row));
        }
        mark("done", "");
        System.exit(code);
    }

    /** What run-peer reads from standard output; times are epoch milliseconds. */
    private static void mark(String what, String value) {
        System.out.println("@@" + what + " " + System.currentTimeMillis() + value);
        System.out.flush();
    }
}
