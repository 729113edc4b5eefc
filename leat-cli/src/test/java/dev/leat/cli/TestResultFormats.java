package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results as programs read them. */
final class TestResultFormats {
    private static final long SEED = 20_260_503;

    /** Every type, with values that are easily lost on the way. */
    private static final String TYPES = """
            SELECT id, flag, tiny, dec, f, d, day, ts, ntz, bytes, list, map, record, text FROM VALUES
            (1, true, 127Y, 12345678901234567890.12BD, float('NaN'), -0.0D, DATE'0001-01-01',
             TIMESTAMP'2024-02-29 23:59:59.999999', TIMESTAMP_NTZ'1969-12-31 23:59:59.000001', X'00FF',
             array(1, NULL), map('k', 1.5BD), named_struct('a', 1, 'b', 'x'), 'ü😀'),
            (2, false, -128Y, -0.01BD, float('-Infinity'), 1e300D, DATE'9999-12-31',
             TIMESTAMP'1582-10-15 00:00:00', TIMESTAMP_NTZ'9999-12-31 00:00:00', X'', array(), map(),
             named_struct('a', NULL, 'b', ''), ''),
            (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
            AS t(id, flag, tiny, dec, f, d, day, ts, ntz, bytes, list, map, record, text) ORDER BY id""";

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project = new ScratchProject(Path.of("target"), "");

    @BeforeEach
    void makeProject() {
        project = new ScratchProject(folder, "CREATE MATERIALIZED VIEW one AS SELECT 1 AS n;\n");
    }

    @Test
    void csvQuotesWhatRfc4180AsksForAndTellsNullFromEmpty() {
        Leat.Ended ended = project.query("""
                SELECT 'plain' AS `a,b`, 'say "hi"' AS `q"`, 'x,y' AS comma, 'l1\\nl2' AS lf, 'c\\rd' AS cr, '' AS empty,
                cast(NULL AS STRING) AS nothing, ' blank ' AS blank, 'ä' AS umlaut
                """, "--format", "csv");
        assertThat(ended)
                .isEqualTo(new Leat.Ended(
                        0,
                        "\"a,b\",\"q\"\"\",comma,lf,cr,empty,nothing,blank,umlaut\r\n"
                                + "plain,\"say \"\"hi\"\"\",\"x,y\",\"l1\nl2\",\"c\rd\",\"\",, blank ,ä\r\n",
                        ""));
        assertThat(project.query("SELECT 1 AS a WHERE false", "--format", "csv").out())
                .isEqualTo("a\r\n");
    }

    /** Any text comes back from a reader that follows RFC 4180. */
    @Test
    void csvOfRandomTextsIsReadBack() {
        Random random = new Random(SEED);
        List<List<Optional<String>>> rows = new ArrayList<>();
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            List<Optional<String>> row = List.of(Optional.of(Integer.toString(i)), text(random), text(random));
            rows.add(row);
            values.append(i == 0 ? "" : ", ").append('(').append(i);
            row.subList(1, 3)
                    .forEach(text -> values.append(", ")
                            .append(text.map(TestResultFormats::literal).orElse("NULL")));
            values.append(')');
        }
        Leat.Ended ended =
                project.query("SELECT * FROM VALUES " + values + " AS t(i, a, b) ORDER BY i", "--format", "csv");
        assertThat(ended.err()).isEmpty();
        List<List<Optional<String>>> read = parse(ended.out());
        assertThat(read.subList(1, read.size())).as("seed %s", SEED).isEqualTo(rows);
    }

    private static Optional<String> text(Random random) {
        String alphabet = "\",\n\r'ab ;\tü";
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return random.nextInt(8) == 0 ? Optional.empty() : Optional.of(text.toString());
    }

    private static String literal(String text) {
        return "'"
                + text.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r") + "'";
    }

    /** RFC 4180, where an empty field without quotes is NULL. */
    private static List<List<Optional<String>>> parse(String csv) {
        List<List<Optional<String>>> rows = new ArrayList<>();
        List<Optional<String>> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    field.append(c);
                }
            } else if (c == '"') {
                assertThat(field).as("a quote begins a field").isEmpty();
                quoted = true;
                wasQuoted = true;
            } else if (c == ',' || c == '\r') {
                row.add(field.isEmpty() && !wasQuoted ? Optional.empty() : Optional.of(field.toString()));
                field.setLength(0);
                wasQuoted = false;
                if (c == '\r') {
                    assertThat(csv.charAt(++i)).isEqualTo('\n');
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                field.append(c);
            }
        }
        assertThat(row).as("the last line has its end").isEmpty();
        return rows;
    }

    @Test
    void jsonIsWhatSparkWrites() {
        Leat.Ended ended = project.query(TYPES, "--format", "json");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualTo("""
                {"id":1,"flag":true,"tiny":127,"dec":12345678901234567890.12,"f":"NaN","d":-0.0,"day":"0001-01-01",\
                "ts":"2024-02-29T23:59:59.999Z","ntz":"1969-12-31T23:59:59.000","bytes":"AP8=","list":[1,null],"map":{"k":1.5},\
                "record":{"a":1,"b":"x"},"text":"ü😀"}
                {"id":2,"flag":false,"tiny":-128,"dec":-0.01,"f":"-Infinity","d":1.0E300,"day":"9999-12-31",\
                "ts":"1582-10-15T00:00:00.000Z","ntz":"9999-12-31T00:00:00.000","bytes":"","list":[],"map":{},\
                "record":{"b":""},"text":""}
                {"id":3}
                """);
    }

    @Test
    void parquetIsReadBackByBothReaders() throws IOException {
        Path file = folder.resolve("types.parquet");
        assertThat(project.query(TYPES, "--format", "parquet", "--output", file))
                .isEqualTo(new Leat.Ended(0, "", ""));
        List<String> expected = project.rows(TYPES);
        assertThat(project.rows("SELECT * FROM parquet.`" + file + "` ORDER BY id"))
                .isEqualTo(expected);
        assertThat(project.rows(
                        "SELECT * FROM parquet.`" + file + "` WHERE _metadata.file_name = 'types.parquet' ORDER BY id"))
                .isEqualTo(expected);
        assertThat(project.rows(
                        "SELECT typeof(dec), typeof(ts), typeof(ntz), typeof(list), typeof(record) FROM parquet.`"
                                + file + "` LIMIT 1"))
                .containsExactly("\"decimal(22,2)\",timestamp,timestamp_ntz,array<int>,\"struct<a:int,b:string>\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NULL AS x                            | the column x of type VOID
            INTERVAL '3' MONTH AS x              | the column x of type INTERVAL MONTH
            array(INTERVAL '1' DAY) AS x         | the column x of type INTERVAL DAY
            make_interval(1) AS x                | the column x of type INTERVAL
            named_struct('y', NULL) AS x         | the column y of type VOID
            1 AS x, 2 AS X                       | two columns X
            named_struct('y', 1, 'Y', 2) AS x    | two columns Y
            1 AS ``                              | a column without a name
            """)
    void whatParquetWouldNotKeepIsRefused(String columns, String what) {
        Path file = folder.resolve("x.parquet");
        Leat.Ended ended = project.query("SELECT " + columns, "--format", "parquet", "--output", file);
        assertThat(ended.err()).startsWith("error[NOT_SUPPORTED]: Cannot write " + what + " to Parquet; ");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(file).doesNotExist();
    }

    @Test
    void instantsWithinNestedValuesStayInstants() {
        Path file = folder.resolve("nested.parquet");
        String sql = "SELECT array(t, NULL) AS a, map(t, named_struct('at', t)) AS m, named_struct('n', CAST(NULL AS"
                + " TIMESTAMP)) AS s FROM VALUES (TIMESTAMP'2024-02-29 23:59:59.999999') AS v(t)";
        assertThat(project.query(sql, "--format", "parquet", "--output", file).exitCode())
                .isZero();
        String read = "SELECT *, typeof(a), typeof(m), typeof(s) FROM ";
        assertThat(project.rows(read + "parquet.`" + file + "`")).isEqualTo(project.rows(read + "(" + sql + ")"));
    }

    @Test
    void fileHasWhatStandardOutputHas() throws IOException {
        for (String format : new String[] {"table", "csv", "json"}) {
            Path file = folder.resolve("out." + format);
            Files.writeString(file, "before");
            assertThat(project.query(TYPES, "--format", format, "--output", file))
                    .isEqualTo(new Leat.Ended(0, "", ""));
            assertThat(Files.readString(file))
                    .isEqualTo(project.query(TYPES, "--format", format).out());
        }
    }

    @Test
    void resultsAloneGoToStandardOutput() {
        Leat.Ended run = project.run();
        assertThat(run.out()).startsWith("dataset  result ").contains("one      refreshed");
        assertThat(run.err()).matches("\\[1/1] one: 1 rows in \\d+\\.\\d\\d s\n");
        Leat.Ended quiet = project.run("--quiet");
        assertThat(quiet.out()).contains("one      unchanged");
        assertThat(quiet.err()).isEmpty();
        assertThat(project.query("SELECT n FROM one")).isEqualTo(new Leat.Ended(0, "n\n-\n1\n(1 row)\n", ""));
        for (String command : new String[] {"check", "explain", "datasets"}) {
            assertThat(Leat.run(command, project.path(), "--quiet").err()).isEmpty();
        }
    }
}
