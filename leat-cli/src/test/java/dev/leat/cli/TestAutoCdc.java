package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of tables that AUTO CDC keeps: of each key the latest change. */
final class TestAutoCdc {
    private static final String FEED =
            "CREATE TABLE feed (id INT, name STRING, score DOUBLE, op STRING, at INT) USING csv OPTIONS (path 'in');\n";

    private static final String PEOPLE = FEED + """
            CREATE STREAMING TABLE people;
            CREATE FLOW changes AS AUTO CDC INTO people FROM STREAM(feed)
            KEYS (id) APPLY AS DELETE WHEN op = 'D' SEQUENCE BY at COLUMNS * EXCEPT (op, at) STORED AS SCD TYPE 1;
            CREATE MATERIALIZED VIEW names AS SELECT name, count(*) AS n FROM people GROUP BY name;
            """;

    private static final long SEED = 20_261_126;
    private static final int RUNS = 6;
    private static final int CHANGES = 40;

    @TempDir
    private Path folder = Path.of("");

    private static List<String> results(Leat.Ended ended) {
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        return ended.out()
                .lines()
                .skip(2)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.replaceAll("^(\\S+) +(\\S+) +(\\S+) +(\\S+) .*", "$1 $2 $3 $4"))
                .toList();
    }

    @Test
    void latestChangeOfEachKeyCounts() {
        ScratchProject project = new ScratchProject(folder, PEOPLE);
        project.file("in/1.csv", "1,ann,1.5,I,1\n2,bob,2.0,I,1\n1,anne,1.5,U,3\n3,cid,0,I,5\n3,,,D,6\n");
        assertThat(results(project.run("--quiet"))).containsExactly("people refreshed 5 2", "names refreshed 2 2");
        assertThat(project.rows("SELECT * FROM people ORDER BY id")).containsExactly("1,anne,1.5", "2,bob,2.0");

        // Late, deleted, come before what it deletes, new.
        project.file("in/2.csv", "1,ann,9.0,U,2\n2,,,D,2\n3,cid,7.0,U,5\n4,,,D,9\n5,eve,5.0,I,1\n");
        assertThat(results(project.run("--quiet"))).containsExactly("people updated 5 2", "names updated 2 2");
        assertThat(project.rows("SELECT * FROM people ORDER BY id")).containsExactly("1,anne,1.5", "5,eve,5.0");
        assertThat(project.rows("SELECT * FROM names ORDER BY name")).containsExactly("anne,1", "eve,1");

        project.file("in/3.csv", "4,dan,4.0,I,8\n2,bob,2.0,I,3\n5,eve,5.0,I,1\n");
        assertThat(results(project.run("--quiet"))).containsExactly("people updated 3 1", "names updated 1 1");
        assertThat(project.rows("SELECT * FROM people ORDER BY id"))
                .containsExactly("1,anne,1.5", "2,bob,2.0", "5,eve,5.0");
        assertThat(results(project.run("--quiet"))).containsExactly("people unchanged 0 0", "names unchanged 0 0");
    }

    private record Change(int id, String name, String op, int at) {
        String line() {
            return id + "," + name + "," + (name.isEmpty() ? "" : name.length() + ".0") + "," + op + "," + at;
        }
    }

    /** Of two changes at one time a deletion counts, then the greater name, NULL the least. */
    private static final Comparator<Change> LATER = Comparator.comparingInt(Change::at)
            .thenComparing(change -> change.op().equals("D"))
            .thenComparing(Change::name);

    @Test
    void resultDependsNeitherOnOrderNorOnRepetitionNorOnTheSplit() {
        Random random = new Random(SEED);
        ScratchProject project = new ScratchProject(folder, PEOPLE);
        List<Change> all = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < CHANGES; i++) {
                String name = random.nextInt(6) == 0 ? "" : "n".repeat(1 + random.nextInt(4));
                changes.add(new Change(
                        random.nextInt(12), name, random.nextInt(4) == 0 ? "D" : "U", random.nextInt(5 + 5 * run)));
            }
            all.addAll(changes);
            changes.addAll(List.of(all.get(random.nextInt(all.size())), changes.get(0)));
            Collections.shuffle(changes, random);
            int half = random.nextInt(changes.size());
            project.file("in/a" + run + ".csv", text(changes.subList(0, half)));
            project.file("in/b" + run + ".csv", text(changes.subList(half, changes.size())));

            Leat.Ended ended = project.run("--quiet");

            assertThat(results(ended).get(0)).startsWith(run == 0 ? "people refreshed 42 " : "people updated 42 ");
            assertThat(project.rows("SELECT id, name, score FROM people ORDER BY id"))
                    .as("run %s of seed %s", run, SEED)
                    .isEqualTo(latest(all));
        }
        List<String> maintained = project.rows("SELECT * FROM people ORDER BY id");
        assertThat(project.run("--quiet", "--full-refresh").exitCode()).isZero();
        assertThat(project.rows("SELECT * FROM people ORDER BY id")).isEqualTo(maintained);
    }

    private static String text(List<Change> changes) {
        StringBuilder text = new StringBuilder();
        changes.forEach(change -> text.append(change.line()).append('\n'));
        return text.toString();
    }

    private static List<String> latest(List<Change> all) {
        Map<Integer, Change> latest = new TreeMap<>();
        for (Change change : all) {
            latest.merge(change.id(), change, (one, other) -> LATER.compare(one, other) >= 0 ? one : other);
        }
        return latest.values().stream()
                .filter(change -> !change.op().equals("D"))
                .map(change -> change.id() + "," + change.name() + ","
                        + (change.name().isEmpty() ? "" : change.name().length() + ".0"))
                .toList();
    }

    @Test
    void tableMayDeclareItsColumnsItsFlowAndItsConstraints() {
        ScratchProject project = new ScratchProject(folder, FEED + """
                CREATE OR REFRESH STREAMING TABLE people (
                  code BIGINT, name VARCHAR(8), note STRING,
                  CONSTRAINT named EXPECT (name IS NOT NULL) ON VIOLATION QUARANTINE)
                COMMENT 'the latest'
                FLOW AUTO CDC FROM (SELECT id AS code, name, op, at FROM STREAM feed WHERE id > 0)
                KEYS (code, op) SEQUENCE BY struct(at, name) COLUMNS (name, code);
                """);
        project.file("in/1.csv", "0,zoe,1.5,I,1\n1,ann,1.5,I,1\n1,bob,2.0,I,1\n1,cid,1.5,U,3\n2,,0,I,5\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        assertThat(project.rows("SELECT * FROM people ORDER BY name")).containsExactly("1,bob,", "1,cid,");
        assertThat(project.rows("SELECT code, violated_expectations FROM people_quarantine"))
                .containsExactly("2,[named]");

        project.file("in/2.csv", "2,eve,0,I,6\n1,,0,U,4\n");
        assertThat(project.run("--quiet").out()).contains("people   named             1         1  quarantine");
        assertThat(project.rows("SELECT * FROM people ORDER BY name")).containsExactly("1,bob,", "2,eve,");
        assertThat(project.rows("SELECT code, violated_expectations FROM people_quarantine"))
                .containsExactly("1,[named]");
    }

    @Test
    void changeWithoutKeyOrTimeFailsAndNothingChanges() {
        ScratchProject project = new ScratchProject(folder, PEOPLE);
        project.file("in/1.csv", "1,ann,1.5,I,1\n");
        assertThat(project.run("--quiet").exitCode()).isZero();
        for (List<String> wrong : List.of(
                List.of("2,bob,1.0,I,\n", "id = 2, SEQUENCE BY NULL"),
                List.of(",bob,1.0,I,2\n", "id = NULL, SEQUENCE BY 2"))) {
            project.file("in/2.csv", wrong.get(0) + "1,anne,1.5,U,2\n");

            Leat.Ended failed = project.run("--quiet");

            assertThat(failed.exitCode()).isEqualTo(2);
            assertThat(failed.err())
                    .startsWith(
                            "p.sql:4:53: error[RUNTIME]: [USER_RAISED_EXCEPTION] AUTO CDC: KEYS and SEQUENCE BY must not be"
                                    + " NULL, but a change has " + wrong.get(1));
            assertThat(project.rows("SELECT name FROM people")).containsExactly("ann");
        }
        project.file("in/2.csv", "2,bob,1.0,I,2\n1,anne,1.5,U,2\n");
        assertThat(results(project.run("--quiet")).get(0)).isEqualTo("people updated 2 3");
        assertThat(project.rows("SELECT name FROM people ORDER BY id")).containsExactly("anne", "bob");
    }

    @Test
    void explainSaysThatARowForEachKeyIsKept() {
        ScratchProject project = new ScratchProject(folder, PEOPLE);
        project.file("in/1.csv", "1,ann,1.5,I,1\n");

        assertThat(Leat.run("explain", project.path(), "people").out())
                .contains("    delta, merged: Aggregate ")
                .contains("    delta: each added row once\n");
    }
}
