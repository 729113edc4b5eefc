package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.fault.FaultPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A streaming table whose flows give more columns than before keeps its rows, with NULL for what they have not. */
final class TestAddedColumns {
    private static final String SOURCE =
            "CREATE TABLE log (id INT, a STRING, b INT, c STRING) USING csv OPTIONS (path 'in');\n";

    private static final String READERS = """
            CREATE STREAMING TABLE copies AS SELECT * FROM STREAM(events);
            CREATE MATERIALIZED VIEW alls AS SELECT * FROM events;
            CREATE MATERIALIZED VIEW ids AS SELECT count(*) AS n, max(id) AS id FROM events;
            CREATE SINK out USING json OPTIONS (path 'out');
            CREATE FLOW f AS INSERT INTO out BY NAME SELECT * FROM STREAM(events);
            """;

    @TempDir
    private Path folder = Path.of("");

    private static String events(String columns) {
        return SOURCE + "CREATE STREAMING TABLE events AS SELECT " + columns + " FROM STREAM(log);\n" + READERS;
    }

    private static List<String> plan(ScratchProject project) {
        Leat.Ended ended = Leat.run("plan", project.path());
        assertThat(ended.err()).isEmpty();
        return ended.out()
                .lines()
                .skip(2)
                .map(line -> line.replaceAll(" {2,}", " | "))
                .toList();
    }

    @Test
    void rowsStayWithNullInNewColumnsAndWhatReadsThemFollows() {
        ScratchProject project = new ScratchProject(folder, events("id, a"));
        project.file("in/1.csv", "1,x,10,u\n2,y,20,v\n");
        project.assertRun(
                "events refreshed 2 2",
                "copies refreshed 2 2",
                "alls refreshed 2 2",
                "ids refreshed 2 1",
                "out refreshed 2 2");
        project.sql(events("b + 1 AS b1, id, a, 'k' AS kind"));
        project.file("in/2.csv", "3,z,30,w\n");
        String kept =
                " | updated | its rows stay with NULL for what is new (b1, kind), and its flows as they are now take new"
                        + " records; by the change of ";
        assertThat(plan(project))
                .containsExactlyInAnyOrder(
                        "events" + kept + "log",
                        "copies" + kept + "events",
                        "alls | refreshed | its definition, or an option or setting it depends on, has changed",
                        "ids | updated | by the change of events",
                        "out | updated | f adds the change of events");
        project.assertRun(
                "events updated 1 1", "copies updated 1 1", "alls refreshed 3 3", "ids updated 1 2", "out updated 1 1");
        String[] rows = {",1,x,", ",2,y,", "31,3,z,k"};
        for (String table : List.of("events", "copies", "alls")) {
            assertThat(project.rows("SELECT * FROM " + table + " ORDER BY id")).containsExactly(rows);
        }
        assertThat(project.rows("SELECT * FROM ids")).containsExactly("3,3");
        assertThat(project.rows("SELECT count(kind), count_if(kind IS NULL) FROM events"))
                .containsExactly("1,2");
        assertThat(project.lines(folder.resolve("out/part-00000-000002.json")))
                .containsExactly("{\"b1\":31,\"id\":3,\"a\":\"z\",\"kind\":\"k\"}");
        project.assertRun(
                "events unchanged 0 0",
                "copies unchanged 0 0",
                "alls unchanged 0 0",
                "ids unchanged 0 0",
                "out unchanged 0 0");
    }

    @Test
    void columnsAreAddedBeforeRowsCome() {
        ScratchProject project = new ScratchProject(folder, events("id"));
        project.file("in/1.csv", "1,x,10,u\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        project.sql(events("id, c"));
        project.assertRun(
                "events unchanged 0 0",
                "copies unchanged 0 0",
                "alls refreshed 1 1",
                "ids unchanged 0 0",
                "out unchanged 0 0");
        assertThat(project.rows("SELECT * FROM copies")).containsExactly("1,");
        project.file("in/2.csv", "2,y,20,v\n");
        project.assertRun(
                "events updated 1 1", "copies updated 1 1", "alls updated 1 1", "ids updated 1 2", "out updated 1 1");
        assertThat(project.rows("SELECT * FROM alls ORDER BY id")).containsExactly("1,", "2,v");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id|a is missing",
                "id, CAST(a AS INT) AS a|a is INT, not STRING",
                "id, c AS a2|a is missing",
            })
    void columnsThatAreGoneOrHaveAnotherTypeAreRefused(String columns, String problem) {
        ScratchProject project = new ScratchProject(folder, events("id, a"));
        project.file("in/1.csv", "1,7,10,u\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        project.sql(events(columns));
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains(
                        "error[PROJECT]: Cannot keep the rows of the streaming table events",
                        problem,
                        "--full-refresh");
        assertThat(project.rows("SELECT id FROM events")).containsExactly("1");
        assertThat(project.run("--quiet", "--full-refresh").exitCode()).isZero();
    }

    @Test
    void columnsThatNoRunHasMadeYetCannotBeQueried() {
        ScratchProject project = new ScratchProject(folder, events("id, a"));
        project.file("in/1.csv", "1,7,10,u\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        project.sql(events("id, a, b"));
        String problem =
                "error[PROJECT]: Cannot read the column b of events: its definition has it as INT, and the results"
                        + " of the last run have [id INT, a STRING]; run the project, without --refresh, first";
        assertThat(project.query("SELECT * FROM events").err()).contains(problem);
        assertThat(project.run("--quiet", "--refresh", "alls").err()).contains(problem);
        assertThat(project.rows("SELECT a FROM events")).containsExactly("7");
        assertThat(project.rows("SELECT id FROM ids")).containsExactly("1");
    }

    @Test
    void newColumnsThatAreDeclaredNotNullAreRefused() {
        String declared =
                "CREATE STREAMING TABLE events (id INT, kind STRING%s) AS SELECT id, 'k' AS kind FROM STREAM(log);\n";
        ScratchProject project = new ScratchProject(folder, events("id"));
        project.file("in/1.csv", "1,x,10,u\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        project.sql(SOURCE + String.format(declared, " NOT NULL"));
        assertThat(project.run("--quiet").err())
                .contains("kind is NOT NULL, which the rows that are there need not be");
        project.sql(SOURCE + String.format(declared, ""));
        project.assertRun("events unchanged 0 0");
    }

    @Test
    void groupsAreComputedAnew() {
        String groups = SOURCE + "CREATE STREAMING TABLE sums AS SELECT at, count(*) AS n%s"
                + " FROM (SELECT make_timestamp(2024, 1, id, 0, 0, 0) AS at, b FROM STREAM(log))"
                + " WATERMARK at DELAY OF INTERVAL 1 DAY GROUP BY at;\n";
        ScratchProject project = new ScratchProject(folder, String.format(groups, ""));
        project.file("in/1.csv", "1,x,10,u\n");
        project.assertRun("sums refreshed 1 1");
        project.sql(String.format(groups, ", sum(b) AS b"));
        assertThat(plan(project))
                .containsExactly(
                        "sums | refreshed | its definition, or an option or setting it depends on, has changed");
        project.assertRun("sums refreshed 1 1");
        assertThat(project.rows("SELECT n, b FROM sums")).containsExactly("1,10");
    }

    @Test
    void quarantinesAndFurtherFlowsGetTheColumns() {
        String table =
                SOURCE + "CREATE STREAMING TABLE events (CONSTRAINT small EXPECT (b < 100) ON VIOLATION QUARANTINE);\n"
                        + "CREATE FLOW one AS INSERT INTO events BY NAME SELECT id, b%s FROM STREAM(log) WHERE id %% 2 = 0;\n"
                        + "CREATE FLOW two AS INSERT INTO events BY NAME SELECT b, id FROM STREAM(log) WHERE id %% 2 = 1;\n";
        ScratchProject project = new ScratchProject(folder, String.format(table, ""));
        project.file("in/1.csv", "1,x,10,u\n2,y,200,v\n");
        project.assertRun("events refreshed 4 1");
        project.sql(String.format(table, ", c, a"));
        project.file("in/2.csv", "3,z,300,w\n4,z,400,w\n5,z,50,w\n6,z,60,w\n");
        project.assertRun("events updated 8 2");
        assertThat(project.rows("SELECT * FROM events ORDER BY id")).containsExactly("1,10,,", "5,50,,", "6,60,w,z");
        assertThat(project.rows("SELECT id, b, c, a, violated_expectations[0] FROM events_quarantine ORDER BY id"))
                .containsExactly("2,200,,,small", "3,300,,,small", "4,400,w,z,small");
    }

    @Test
    void quarantineHasTheColumnsBeforeRowsCome() {
        String table =
                SOURCE + "CREATE STREAMING TABLE events (CONSTRAINT small EXPECT (b < 100) ON VIOLATION QUARANTINE)"
                        + " AS SELECT id, b%s FROM STREAM(log);\n";
        ScratchProject project = new ScratchProject(folder, String.format(table, ""));
        project.file("in/1.csv", "1,x,10,u\n2,y,200,v\n");
        project.assertRun("events refreshed 2 1");
        project.sql(String.format(table, ", c"));
        project.assertRun("events unchanged 0 0");
        assertThat(project.rows("SELECT id, b, c FROM events_quarantine")).containsExactly("2,200,");
        project.file("in/2.csv", "3,z,300,w\n");
        project.assertRun("events updated 1 0");
        assertThat(project.rows("SELECT id, b, c FROM events_quarantine ORDER BY id"))
                .containsExactly("2,200,", "3,300,w");
    }

    @Test
    void newFieldOfOneSourceIsNotThatOfAnother() {
        ScratchProject project = new ScratchProject(folder, """
                CREATE TABLE log USING json OPTIONS (path 'in');
                CREATE TABLE users (id INT, name STRING) USING csv OPTIONS (path 'users.csv');
                CREATE STREAMING TABLE counts AS SELECT window.start AS at, name, count(*) AS n
                FROM (SELECT timestamp_seconds(l.user) AS at, u.name FROM STREAM(log) AS l JOIN users AS u ON l.user = u.id)
                WATERMARK at DELAY OF INTERVAL 1 DAY GROUP BY window(at, '1 hour'), name;
                """);
        project.file("users.csv", "1,ann\n2,bob\n");
        project.file("in/1.json", "{\"user\": 1}\n{\"user\": 2}\n");
        project.assertRun("counts refreshed 4 2");
        project.file("in/2.json", "{\"user\": 2, \"name\": \"x\"}\n");
        project.assertRun("counts updated 3 2");
        assertThat(project.rows("SELECT name, n FROM counts ORDER BY name")).containsExactly("ann,1", "bob,2");
    }

    private static final String INFERRED = """
            CREATE TABLE log USING %s;
            CREATE STREAMING TABLE events AS SELECT * FROM STREAM(log);
            CREATE STREAMING TABLE copies AS SELECT * FROM STREAM(events);
            CREATE STREAMING TABLE sums AS SELECT at, sum(id) AS ids FROM (
              SELECT make_timestamp(2024, 1, 1, 0, CAST(id AS INT), 0) AS at, id FROM STREAM(log))
            WATERMARK at DELAY OF INTERVAL 1 DAY GROUP BY at;
            CREATE MATERIALIZED VIEW alls AS SELECT * FROM log;
            CREATE MATERIALIZED VIEW ids AS SELECT max(id) AS id FROM log;
            """;

    /** What does not read new fields goes on by the change. */
    private static void assertFollowed(ScratchProject project) {
        project.assertRun(
                "events updated 1 1",
                "copies updated 1 1",
                "sums updated 1 1",
                "alls refreshed 2 2",
                "ids updated 1 2");
        for (String table : List.of("events", "copies", "alls")) {
            assertThat(project.rows("SELECT id, m, b FROM " + table + " ORDER BY id"))
                    .containsExactly("1,x,", "2,y,true");
        }
        assertThat(project.rows("SELECT ids FROM sums ORDER BY at")).containsExactly("1", "2");
    }

    @Test
    void newFieldsOfJsonAreColumnsFromTheNextStart() {
        ScratchProject project = new ScratchProject(folder, String.format(INFERRED, "json OPTIONS (path 'in')"));
        project.file("in/1.json", "{\"id\": 1, \"m\": \"x\"}\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        project.file("in/2.json", "{\"b\": true, \"id\": 2, \"m\": \"y\"}\n");
        assertThat(plan(project))
                .contains(
                        "events | updated | its rows stay with NULL for what is new (b), and its flows as they are now take"
                                + " new records; by the change of log");
        assertFollowed(project);

        project.file("in/3.json", "{\"id\": \"three\"}\n");
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains("Cannot keep the rows of the streaming table events", "(id is STRING, not BIGINT)");
        assertThat(project.rows("SELECT count(*) FROM copies")).containsExactly("2");
    }

    @Test
    void newColumnsOfParquetAreColumnsFromTheNextStartWhereSchemasAreMerged() {
        String source = "parquet OPTIONS (path 'in', mergeSchema true)";
        ScratchProject project = new ScratchProject(folder, String.format(INFERRED, source));
        DuckDbFile.writeParquet(folder.resolve("in/1.parquet"), "SELECT 1 AS id, 'x' AS m");
        assertThat(project.run("--quiet").exitCode()).isZero();
        DuckDbFile.writeParquet(folder.resolve("in/2.parquet"), "SELECT true AS b, 2 AS id, 'y' AS m");
        assertFollowed(project);
    }

    /** New fields that come at random: what followed them is what a batch makes of all files, with NULL for what a record has not. */
    @ParameterizedTest
    @CsvSource({"1, json", "2, json", "1, parquet"})
    void streamsOfFieldsThatComeAtRandomEqualABatch(long seed, String format) {
        Random random = new Random(seed);
        String source = format + " OPTIONS (path 'in'" + (format.equals("json") ? "" : ", mergeSchema true") + ")";
        ScratchProject project = new ScratchProject(folder, String.format(INFERRED, source));
        List<String> known = new ArrayList<>();
        int id = 0;
        for (int step = 0; step < 7; step++) {
            if (random.nextBoolean()) {
                known.add(random.nextInt(known.size() + 1), "f" + random.nextInt(1000) + "_" + step);
            }
            List<String> rows = new ArrayList<>();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                List<String> fields = new ArrayList<>(List.of(++id % 50 + " AS id"));
                known.stream()
                        .filter(name -> format.equals("parquet") || random.nextBoolean())
                        .forEach(name -> fields.add("'" + name + "' AS " + name));
                Collections.shuffle(fields, format.equals("parquet") ? new Random(step) : random);
                rows.add("SELECT " + String.join(", ", fields));
            }
            if (format.equals("parquet")) {
                DuckDbFile.writeParquet(
                        folder.resolve("in/" + step + ".parquet"), String.join(" UNION ALL BY NAME ", rows));
            } else {
                project.file(
                        "in/" + step + ".json",
                        rows.stream().map(TestAddedColumns::json).collect(Collectors.joining()));
            }
            assertThat(project.run("--quiet").err()).isEmpty();
            List<String> batch = project.rows("SELECT * FROM log ORDER BY ALL");
            for (String table : List.of("events", "copies", "alls")) {
                assertThat(project.rows("SELECT * FROM " + table + " ORDER BY ALL"))
                        .as("step %d of seed %d: %s", step, seed, table)
                        .isEqualTo(batch);
            }
            assertThat(project.rows("SELECT * FROM sums ORDER BY ALL"))
                    .isEqualTo(project.rows(
                            "SELECT make_timestamp(2024, 1, 1, 0, CAST(id AS INT), 0) AS at, sum(id) AS ids"
                                    + " FROM log GROUP BY ALL ORDER BY ALL"));
        }
    }

    private static String json(String row) {
        return Stream.of(row.substring("SELECT ".length()).split(", "))
                        .map(field -> field.split(" AS "))
                        .map(field -> "\"" + field[1] + "\": " + field[0].replace('\'', '"'))
                        .collect(Collectors.joining(", ", "{", "}"))
                + "\n";
    }

    @ParameterizedTest
    @EnumSource(names = {"RESULT_STAGED", "TRANSACTION_WRITTEN", "TRANSACTION_COMMITTED"})
    void aRunThatIsKilledLeavesTheColumnsAsTheyWereOrAsTheyAre(FaultPoint point) {
        ScratchProject project = new ScratchProject(folder, events("id, a"));
        project.file("in/1.csv", "1,x,10,u\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        project.sql(events("id, a, c"));
        project.file("in/2.csv", "2,y,20,v\n");
        try (LeatProcess killed = LeatProcess.startToBeKilled(point, "run", project.path())) {
            assertThat(killed.end().exitCode()).isEqualTo(FaultPoint.EXIT_CODE);
        }
        assertThat(project.rows("SELECT id FROM events")).contains("1");
        assertThat(project.run("--quiet").exitCode()).isZero();
        for (String copy : List.of("events", "copies", "alls")) {
            assertThat(project.rows("SELECT * FROM " + copy + " ORDER BY id")).containsExactly("1,x,", "2,y,v");
        }
    }

    /** Each row has the columns that its flow gave when it came. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anyEditsAndSplitsGiveTheRowsOfTheirTime(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> pool = new ArrayList<>(List.of("a", "b", "c", "b * 2 AS d", "concat(a, c) AS e", "true AS f"));
        Collections.shuffle(pool, random);
        List<String> given = new ArrayList<>(List.of("id"));
        List<Map<String, String>> expected = new ArrayList<>();
        ScratchProject project = new ScratchProject(folder, events("id"));
        int id = 0;
        for (int step = 0; step < 8; step++) {
            while (!pool.isEmpty() && random.nextInt(3) == 0) {
                given.add(pool.remove(0));
            }
            Collections.shuffle(given, random);
            project.sql(events(String.join(", ", given)));
            StringBuilder lines = new StringBuilder();
            for (int i = random.nextInt(4); i > 0; i--) {
                id++;
                lines.append(id + ",a" + id + "," + id % 5 + ",c" + id + "\n");
                expected.add(row(id, given));
            }
            Path file = folder.resolve("in/" + random.nextInt(3) + ".csv");
            project.file("in/" + file.getFileName(), (Files.exists(file) ? Files.readString(file) : "") + lines);
            assertThat(project.run("--quiet").err()).isEmpty();
            List<String> names = given.stream().map(TestAddedColumns::name).toList();
            String[] rows = expected.stream()
                    .map(row -> names.stream()
                            .map(name -> row.getOrDefault(name, ""))
                            .collect(Collectors.joining(",")))
                    .toArray(String[]::new);
            for (String table : List.of("events", "copies", "alls")) {
                assertThat(project.rows("SELECT * FROM " + table + " ORDER BY id"))
                        .as("step %d of seed %d: %s", step, seed, table)
                        .containsExactly(rows);
            }
        }
    }

    private static String name(String item) {
        return item.substring(item.lastIndexOf(' ') + 1);
    }

    private static Map<String, String> row(int id, List<String> given) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "id", "" + id,
                "a", "a" + id,
                "b", "" + id % 5,
                "c", "c" + id,
                "d", "" + id % 5 * 2,
                "e", "a" + id + "c" + id,
                "f", "true"));
        all.keySet().retainAll(given.stream().map(TestAddedColumns::name).toList());
        return all;
    }
}
