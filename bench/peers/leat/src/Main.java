import dev.leat.cli.Leat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The workloads as Leat projects, run through the command line's own entry in this process. */
public class Main {
    private static final String EVENTS = """
            CREATE TABLE events (ts TIMESTAMP, user INT, page STRING, ms INT, bytes INT)
            USING json OPTIONS (path '$DATA/$SET', pathGlobFilter '*.ndjson');
            CREATE SINK w1 USING csv OPTIONS (path '$OUT/w1');
            CREATE FLOW f AS INSERT INTO w1
            SELECT CAST(unix_seconds(window.start) AS BIGINT) AS w, page, count(*) AS c, sum(bytes) AS b, max(ms) AS m
            FROM STREAM(events) GROUP BY window(ts, '10 seconds'), page;
            """;
    private static final String TRANSACTIONS = """
            CREATE TABLE customers (cust_id INT, segment STRING$MORE)
            USING csv OPTIONS (path '$DATA/customers', header 'true');
            CREATE TABLE tx $TX;
            CREATE SINK w3 USING csv OPTIONS (path '$OUT/w3');
            CREATE FLOW f AS INSERT INTO w3
            SELECT c.segment, t.day, count(*) AS n, sum(t.cents) AS cents, count(DISTINCT t.merchant_id) AS merchants
            FROM STREAM(tx) t JOIN customers c ON t.cust_id = c.cust_id
            GROUP BY c.segment, t.day;
            """;
    private static final String LOGS = """
            CREATE TABLE lines (line STRING) USING text OPTIONS (path '$DATA/access', pathGlobFilter '*.log');
            CREATE MATERIALIZED VIEW hits AS
            SELECT regexp_extract(line, '$RE', 1) AS ip, substring(regexp_extract(line, '$RE', 2), 1, 17) AS minute,
                   regexp_extract(regexp_extract(line, '$RE', 4), '^/[^/?]*', 0) AS prefix,
                   CAST(regexp_extract(line, '$RE', 5) AS INT) AS st,
                   CASE regexp_extract(line, '$RE', 6) WHEN '-' THEN 0L ELSE CAST(regexp_extract(line, '$RE', 6) AS BIGINT) END AS sz
            FROM lines WHERE line RLIKE '$RE';
            CREATE MATERIALIZED VIEW errors AS
            SELECT 'A' AS kind, minute, prefix, count(*) AS n FROM hits WHERE st >= 400 GROUP BY minute, prefix;
            CREATE MATERIALIZED VIEW top AS
            SELECT 'B' AS kind, ip, sum(sz) AS b FROM hits GROUP BY ip ORDER BY b DESC, ip LIMIT 20;
            CREATE SINK errors_out USING csv OPTIONS (path '$OUT/errors');
            CREATE FLOW e AS INSERT INTO errors_out SELECT * FROM errors;
            CREATE SINK top_out USING csv OPTIONS (path '$OUT/top');
            CREATE FLOW t AS INSERT INTO top_out SELECT * FROM top;
            """;
    private static final String SMALL = """
            CREATE TABLE small (id INT, name STRING, qty INT) USING csv OPTIONS (path '$DATA/small', header 'true');
            """;
    private static final String LINE =
            "^(\\\\S+) \\\\S+ \\\\S+ \\\\[([^\\\\]]+)\\\\] \"(\\\\S+) (\\\\S+)[^\"]*\" (\\\\d{3}) (\\\\d+|-) ";

    public static void main(String[] a) throws Exception {
        String work = a[0];
        Path scratch = Path.of(a[4]);
        String sql = project(work)
                .replace("$DATA", a[1])
                .replace("$OUT", a[2])
                .replace("$SET", work.equals("w1-200k") ? "events-200k" : "events")
                .replace("$RE", LINE);
        // "cached": a plan of an earlier run is there, as it is for everyone but the first time.
        Path project = a[3].equals("cached") ? Path.of(a[1], work + ".sql") : scratch.resolve(work + ".sql");
        if (!Files.exists(project) || !Files.readString(project).equals(sql)) {
            Files.writeString(project, sql);
        }
        String state = scratch.resolve("state").toString();
        Mark.ready();
        StringWriter out = new StringWriter();
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        List<String> arguments = work.equals("w4")
                ? List.of("query", project.toString(), "SELECT id, name, qty FROM small WHERE qty >= 5", "--format", "csv", "--quiet")
                : List.of("run", project.toString(), "--state", state, "--quiet");
        int code = Leat.run(arguments, new PrintWriter(out), err);
        if (work.equals("w4")) {
            out.toString().lines().skip(1).forEach(Mark::row);
        }
        Mark.done();
        System.exit(code);
    }

    private static String project(String work) {
        return Map.of(
                        "w1", EVENTS,
                        "w1-200k", EVENTS,
                        "w2", LOGS,
                        "w3", TRANSACTIONS.replace("$TX", "USING parquet OPTIONS (path '$DATA/tx-parquet')").replace("$MORE", ""),
                        "w3-csv", TRANSACTIONS.replace("$TX", "(tx_id BIGINT, cust_id INT, merchant_id INT, day DATE, cents BIGINT) USING csv OPTIONS (path '$DATA/tx', header 'true')").replace("$MORE", ""),
                        "w4", SMALL)
                .get(work);
    }
}
