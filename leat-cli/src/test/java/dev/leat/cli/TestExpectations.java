package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of datasets with constraints. */
final class TestExpectations {
    private static final String FILES =
            "CREATE TABLE files (id INT, shop STRING, amount DECIMAL(8,2)) USING csv OPTIONS (path 'in');\n";

    private static final String SALES = FILES + """
            CREATE STREAMING TABLE sales (
              CONSTRAINT shop EXPECT (length(shop) = 1),
              CONSTRAINT given EXPECT (id IS NOT NULL) ON VIOLATION DROP ROW,
              CONSTRAINT positive EXPECT (amount > 0) ON VIOLATION QUARANTINE
            ) AS SELECT * FROM STREAM(files);
            """;

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project(String sql) {
        return new ScratchProject(folder, sql);
    }

    /** The lines of the third table of a run that succeeds, blanks made one. */
    private static List<String> run(ScratchProject project) {
        Leat.Ended ended = project.run("--quiet");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        return expectations(ended);
    }

    private static List<String> expectations(Leat.Ended ended) {
        return ended.out()
                .lines()
                .dropWhile(line -> !line.matches("dataset +expectation .*"))
                .skip(2)
                .map(line -> line.replaceAll(" +", " "))
                .toList();
    }

    /** Name, result and rows out of each dataset. */
    private static List<String> results(Leat.Ended ended) {
        return ended.out()
                .lines()
                .skip(2)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.replaceAll("^(\\S+) +(\\S+) +(\\S+) +(\\S+) .*", "$1 $2 $4"))
                .toList();
    }

    private List<String> log(String sql) {
        return DuckDbFile.texts(folder.resolve(".leat/p/state.duckdb"), sql);
    }

    @Test
    void rowsAreKeptDroppedAndQuarantinedAndAllAreCounted() {
        ScratchProject project = project(SALES);
        project.file("in/1.csv", "1,a,1.00\n2,bb,2.00\n,c,3.00\n4,,4.00\n5,e,\n6,f,-1.00\n,gg,0.00\n");

        assertThat(run(project))
                .containsExactly(
                        "sales shop 4 3 keep row", "sales given 5 2 drop row", "sales positive 4 3 quarantine");
        assertThat(project.rows("SELECT id, shop FROM sales ORDER BY id")).containsExactly("1,a", "2,bb", "4,");
        assertThat(project.rows("SELECT * FROM sales_quarantine ORDER BY shop"))
                .containsExactly("5,e,,[positive]", "6,f,-1.00,[positive]", ",gg,0.00,\"[shop, given, positive]\"");
        assertThat(log("SELECT concat_ws(' ', commit, dataset, name, action, passed, violated) FROM leat.expectations"))
                .contains("1 spark_catalog.default.sales positive QUARANTINE 4 3")
                .hasSize(3);
    }

    /** What became of the records of each commit, for each source. */
    private List<String> fates() {
        return log("SELECT concat_ws(' ', commit, read, accepted, malformed, late, rejected) FROM leat.counts"
                + " ORDER BY commit, source");
    }

    @Test
    void rowsThatAreLeftOutAreRejectedRecordsOfTheirSource() throws IOException {
        ScratchProject project = project(SALES);
        project.file("in/1.csv", "1,a,1.00\n2,bb,2.00\n,c,3.00\n5,e,\n6,f,-1.00\n,gg,0.00\n");
        assertThat(project.run("--quiet").out().lines().filter(line -> line.startsWith("files ")))
                .containsExactly("files       1         2          0         4                  0");
        project.file("in/2.csv", "7,a,1.00\n8,b,-8.00\n");
        run(project);

        assertThat(fates()).containsExactly("1 6 2 0 0 4", "2 2 1 0 0 1");
        assertThat(Leat.run("status", project.path(), "--json").out())
                .contains("\"read\":8,\"accepted\":3,\"malformed\":0,\"late\":0,\"rejected\":5");
    }

    @Test
    void malformedRecordWhoseRowIsLeftOutStaysMalformed() throws IOException {
        ScratchProject project = project(SALES);
        project.file("in/1.csv", "1,a,1.00\nx,a,1.00\n3,c,wrong\n4,d,-4.00\ny,e,5.00\n,f,6.00\n");
        run(project);
        project.file("in/2.csv", "z,a,1.00\n8,b,-8.00\n9,c,9.00\n10,d,wro");
        run(project);
        assertThat(fates()).containsExactly("1 6 1 3 0 2", "2 4 1 2 0 1");

        // The last record was not complete: it is taken back, and is neither malformed nor rejected any more.
        project.file("in/2.csv", "z,a,1.00\n8,b,-8.00\n9,c,9.00\n10,d,wro\n11,e,1.00\n12,f,-1.00\n");
        run(project);
        assertThat(fates()).element(2).isEqualTo("3 2 1 0 0 1");
        project.file("in/3.csv", "13,d,-1");
        run(project);
        Files.writeString(folder.resolve("in/3.csv"), "3.00\n", StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("in/3.csv"), "14,d,x", StandardOpenOption.APPEND);
        run(project);
        Files.writeString(folder.resolve("in/3.csv"), "\n15,d,1", StandardOpenOption.APPEND);
        run(project);
        assertThat(fates().subList(3, 6)).containsExactly("4 1 0 0 0 1", "5 1 0 1 0 0", "6 1 1 0 0 0");
        assertThat(project.rows("SELECT id FROM sales ORDER BY id")).containsExactly("1", "9", "11", "15");
    }

    @Test
    void malformedRecordWhoseRowIsLeftOutIsTakenBackUnderAnotherNameOfItsFile() throws IOException {
        ScratchProject project = project(SALES);
        Path log = project.file("in/1.log", "1,a,1.00\n2,b,wro");
        run(project);
        Files.move(log, folder.resolve("in/1.log.1"));
        Files.writeString(folder.resolve("in/1.log.1"), "ng\n3,c,3.00\n", StandardOpenOption.APPEND);
        run(project);
        assertThat(fates()).containsExactly("1 2 1 1 0 0", "2 1 1 0 0 0");
        assertThat(log("SELECT parse_filename(part) || ' ' || decode(raw) FROM leat.errors"))
                .containsExactly("1.log.1 2,b,wrong");
    }

    @Test
    void whatIsNotMadeRowByRowIsCountedForTheDatasetAlone() {
        ScratchProject project = project(FILES + """
                CREATE STREAMING TABLE words (CONSTRAINT c EXPECT (word <> 'b') ON VIOLATION DROP ROW)
                AS SELECT id, explode(split(shop, ' ')) AS word FROM STREAM(files);
                """);
        project.file("in/1.csv", "1,a b b,1.00\n2,b,2.00\n");
        assertThat(run(project)).containsExactly("words c 1 3 drop row");
        assertThat(fates()).containsExactly("1 2 2 0 0 0");
    }

    @Test
    void streamJudgesNewRowsAlone() {
        ScratchProject project = project(SALES);
        project.file("in/1.csv", "1,a,1.00\n2,b,-2.00\n");
        run(project);
        project.file("in/2.csv", "3,c,-3.00\n4,d,4.00\n");

        Leat.Ended second = project.run("--quiet");

        assertThat(results(second)).containsExactly("sales updated 1");
        assertThat(expectations(second))
                .containsExactly(
                        "sales shop 2 0 keep row", "sales given 2 0 drop row", "sales positive 1 1 quarantine");
        assertThat(project.rows("SELECT id FROM sales ORDER BY id")).containsExactly("1", "4");
        assertThat(project.rows("SELECT id FROM sales_quarantine ORDER BY id")).containsExactly("2", "3");
        assertThat(expectations(project.run("--quiet"))).isEmpty();
        assertThat(project.rows("SELECT count(*) FROM sales_quarantine")).containsExactly("2");
    }

    @Test
    void violationGoesWithTheFileOrTheValueThatBroughtIt() throws IOException {
        ScratchProject project = project(FILES + """
                CREATE MATERIALIZED VIEW v (CONSTRAINT positive EXPECT (amount > 0) ON VIOLATION QUARANTINE)
                AS SELECT id, amount FROM files;
                """);
        project.file("in/1.csv", "1,a,1.00\n2,b,-2.00\n");
        project.file("in/2.csv", "3,c,-3.00\n");
        assertThat(run(project)).containsExactly("v positive 1 2 quarantine");

        Files.delete(folder.resolve("in/2.csv"));
        assertThat(run(project)).containsExactly("v positive 1 1 quarantine");
        assertThat(project.rows("SELECT id FROM v_quarantine")).containsExactly("2");

        project.file("in/1.csv", "1,a,1.00\n2,b,22.00\n");
        assertThat(run(project)).containsExactly("v positive 2 0 quarantine");
        assertThat(project.rows("SELECT * FROM v_quarantine")).isEmpty();
        assertThat(project.rows("SELECT id FROM v ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void violationIsRetractedByTheChangeOfAGroup() {
        ScratchProject project = project(FILES + """
                CREATE MATERIALIZED VIEW totals (CONSTRAINT positive EXPECT (total > 0) ON VIOLATION QUARANTINE)
                AS SELECT shop, sum(amount) AS total FROM files GROUP BY shop;
                CREATE MATERIALIZED VIEW known AS SELECT count(*) AS shops, sum(total) AS total FROM totals;
                """);
        project.file("in/1.csv", "1,a,-1.00\n2,b,2.00\n");
        run(project);
        assertThat(project.rows("SELECT * FROM known")).containsExactly("1,2.00");
        project.file("in/2.csv", "3,a,5.00\n4,b,-9.00\n5,c,1.00\n");

        Leat.Ended second = project.run("--quiet");

        // Of a and c rows come in, of b one goes.
        assertThat(results(second)).containsExactly("totals updated 3", "known updated 2");
        assertThat(expectations(second)).containsExactly("totals positive 2 1 quarantine");
        assertThat(project.rows("SELECT shop, total FROM totals ORDER BY shop")).containsExactly("a,4.00", "c,1.00");
        assertThat(project.rows("SELECT * FROM totals_quarantine")).containsExactly("b,-7.00,[positive]");
        assertThat(project.rows("SELECT * FROM known")).containsExactly("2,5.00");
    }

    @Test
    void failingUpdateLeavesEverythingAsItIs() {
        ScratchProject project = project(FILES + """
                CREATE STREAMING TABLE sales (
                  CONSTRAINT positive EXPECT (amount > 0) ON VIOLATION QUARANTINE,
                  CONSTRAINT short EXPECT (length(shop) < 3)
                    ON VIOLATION FAIL UPDATE)
                AS SELECT * FROM STREAM(files);
                CREATE MATERIALIZED VIEW per_shop AS SELECT shop, count(*) AS n FROM sales GROUP BY shop;
                """);
        project.file("in/1.csv", "1,a,1.00\n2,b,-2.00\n");
        assertThat(run(project)).containsExactly("sales positive 1 1 quarantine", "sales short 2 0 fail update");
        project.file("in/2.csv", "3,x\ty" + "z".repeat(100) + ",\n4,d,4.00\n5,e,-5.00\n");

        Leat.Ended failed = project.run("--quiet");

        assertThat(failed.exitCode()).isEqualTo(2);
        assertThat(failed.err())
                .startsWith("p.sql:4:14: error[EXPECTATION]: Cannot refresh spark_catalog.default.sales: 1 of 3 rows"
                        + " violates the constraint short, which expects (length(shop) < 3); one of them is (id = 3, shop ="
                        + " x\\tyzzz")
                .contains("zzz…, amount = NULL). Mend the data, or write ON VIOLATION DROP ROW or QUARANTINE\n")
                .contains("\n 4 |   CONSTRAINT short EXPECT (length(shop) < 3)\n   |              ^^^^^\n");
        assertThat(results(failed)).containsExactly("sales failed -", "per_shop skipped -");
        assertThat(expectations(failed)).isEmpty();
        assertThat(project.rows("SELECT id FROM sales")).containsExactly("1");
        assertThat(project.rows("SELECT id FROM sales_quarantine")).containsExactly("2");
        assertThat(project.rows("SELECT * FROM per_shop")).containsExactly("a,1");

        project.file("in/2.csv", "3,x,\n4,d,4.00\n5,e,-5.00\n");
        assertThat(run(project)).containsExactly("sales positive 1 2 quarantine", "sales short 3 0 fail update");
        assertThat(project.rows("SELECT id FROM sales_quarantine ORDER BY id")).containsExactly("2", "3", "5");
    }

    @Test
    void firstRunThatFailsLeavesNothing() {
        ScratchProject project = project(FILES + """
                CREATE MATERIALIZED VIEW v (CONSTRAINT nothing EXPECT (NULL = 1) ON VIOLATION FAIL UPDATE)
                AS SELECT id FROM files;
                """);
        project.file("in/1.csv", "1,a,1.00\n2,a,1.00\n");

        Leat.Ended failed = project.run("--quiet");

        assertThat(failed.exitCode()).isEqualTo(2);
        assertThat(failed.err()).contains("2 of 2 rows violate the constraint nothing, which expects (NULL = 1)");
        assertThat(project.query("SELECT * FROM v").exitCode()).isEqualTo(2);
        assertThat(log("SELECT table_name FROM duckdb_tables() WHERE schema_name <> 'leat'"))
                .isEmpty();
    }

    @Test
    void keyIsUniqueUntilItIsNotAndOnceItIsAgain() {
        ScratchProject project = project(FILES + """
                CREATE MATERIALIZED VIEW per_shop AS SELECT shop, sum(amount) AS total FROM files GROUP BY shop;
                CREATE MATERIALIZED VIEW ranks (
                  CONSTRAINT ties EXPECT UNIQUE (total) ON VIOLATION QUARANTINE,
                  CONSTRAINT counted EXPECT UNIQUE (total, total_known)
                ) AS SELECT shop, nullif(total, 0) AS total, total IS NOT NULL AS total_known FROM per_shop;
                CREATE MATERIALIZED VIEW kept (CONSTRAINT ties EXPECT UNIQUE (total))
                AS SELECT shop, nullif(total, 0) AS total FROM per_shop;
                """);
        project.file("in/1.csv", "1,a,1.00\n2,b,2.00\n3,c,0.00\n4,d,0.00\n");
        assertThat(run(project))
                .containsExactlyInAnyOrder(
                        "ranks ties 2 2 quarantine", "ranks counted 2 2 keep row", "kept ties 2 2 keep row");
        assertThat(project.rows("SELECT * FROM ranks_quarantine ORDER BY shop"))
                .containsExactly("c,,true,\"[ties, counted]\"", "d,,true,\"[ties, counted]\"");

        project.file("in/2.csv", "5,a,1.00\n"); // The second time all is computed and kept.
        run(project);
        assertThat(project.rows("SELECT shop FROM ranks")).isEmpty();
        project.file("in/3.csv", "6,c,7.00\n7,b,1.00\n");
        Leat.Ended third = project.run("--quiet");

        assertThat(results(third)).containsExactlyInAnyOrder("per_shop updated 4", "ranks updated 4", "kept updated 4");
        assertThat(project.rows("SELECT * FROM ranks_quarantine")).isEmpty();
        assertThat(project.rows("SELECT shop, total FROM ranks ORDER BY shop"))
                .containsExactly("a,2.00", "b,3.00", "c,7.00", "d,");
        assertThat(project.rows("SELECT shop, total FROM kept ORDER BY shop"))
                .containsExactly("a,2.00", "b,3.00", "c,7.00", "d,");

        project.file("in/4.csv", "8,d,3.00\n");
        Leat.Ended fourth = project.run("--quiet");

        // b's row is judged anew, but stays where it is.
        assertThat(results(fourth)).contains("kept updated 2");
        assertThat(expectations(fourth)).contains("kept ties 0 2 keep row", "ranks ties 0 2 quarantine");
        assertThat(project.rows("SELECT shop FROM ranks_quarantine ORDER BY shop"))
                .containsExactly("b", "d");
    }

    @Test
    void columnsAreThoseOfTheListAndNamesMayBeAny() {
        ScratchProject project = project(FILES + """
                CREATE MATERIALIZED VIEW v (
                  `$0` BIGINT, CONSTRAINT `it's "one"` EXPECT (`$0` <> 1 AND code = 'a') ON VIOLATION QUARANTINE,
                  code CHAR(3) COMMENT 'padded', note STRUCT<`$1`: INT, b: STRING>,
                  CONSTRAINT b EXPECT (note.b <> 'z') ON VIOLATION DROP ROW
                ) AS SELECT id AS `$0`, shop AS code, struct(id AS `$1`, shop AS b) AS note FROM files;
                """);
        project.file("in/1.csv", "1,a,1.00\n2,a,1.00\n3,b,1.00\n4,z,1.00\n");

        assertThat(run(project)).containsExactly("v it's \"one\" 1 3 quarantine", "v b 3 1 drop row");
        assertThat(project.rows("SELECT * FROM v")).containsExactly("2,a  ,\"{2, a}\"");
        assertThat(project.rows("SELECT `$0`, code, violated_expectations FROM v_quarantine ORDER BY ALL"))
                .containsExactly(
                        "1,a  ,\"[it's \"\"one\"\"]\"",
                        "3,b  ,\"[it's \"\"one\"\"]\"",
                        "4,z  ,\"[it's \"\"one\"\", b]\"");
    }

    @Test
    void changedConstraintIsAppliedToAllRows() {
        String view = FILES + "CREATE MATERIALIZED VIEW v (CONSTRAINT c EXPECT (id > 1) ON VIOLATION DROP ROW)"
                + " AS SELECT id FROM files;\n";
        ScratchProject project = project(view);
        project.file("in/1.csv", "1,a,1.00\n2,b,2.00\n");
        run(project);

        project.sql(view.replace("DROP ROW", "QUARANTINE"));
        assertThat(run(project)).containsExactly("v c 1 1 quarantine");
        assertThat(project.rows("SELECT id FROM v_quarantine")).containsExactly("1");

        project.sql(view.replace("id > 1", "id > 2"));
        assertThat(run(project)).containsExactly("v c 0 2 drop row");
        assertThat(project.query("SELECT id FROM v_quarantine").err())
                .contains("There is no table or view v_quarantine");
        assertThat(log("SELECT table_name FROM duckdb_tables() WHERE schema_name <> 'leat' ORDER BY 1"))
                .containsExactly("v");
    }

    @Test
    void datasetMayTakeTheNameThatAQuarantineHadAndBack() {
        String plain = FILES + "CREATE MATERIALIZED VIEW v_quarantine AS SELECT id FROM files;\n"
                + "CREATE MATERIALIZED VIEW v AS SELECT id FROM files;\n";
        String quarantined = FILES + "CREATE MATERIALIZED VIEW v (CONSTRAINT c EXPECT (id > 1) ON VIOLATION QUARANTINE)"
                + " AS SELECT id FROM files;\n";
        ScratchProject project = project(plain);
        project.file("in/1.csv", "1,a,1.00\n2,b,2.00\n");
        run(project);
        project.sql(quarantined);
        run(project);
        assertThat(project.rows("SELECT * FROM v_quarantine")).containsExactly("1,[c]");

        project.sql(plain);
        run(project);

        assertThat(project.rows("SELECT * FROM v_quarantine ORDER BY id")).containsExactly("1", "2");
        assertThat(project.rows("SELECT * FROM v ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void errorInAConditionIsSparksAtItsPlace() {
        ScratchProject project = project(FILES + """
                CREATE MATERIALIZED VIEW v (CONSTRAINT c EXPECT (amount > 0),
                  CONSTRAINT d EXPECT (10 / (id - 2) > 0))
                AS SELECT * FROM files;
                """);
        project.file("in/1.csv", "1,a,1.00\n2,b,2.00\n");

        Leat.Ended failed = project.run("--quiet");

        assertThat(failed.exitCode()).isEqualTo(2);
        assertThat(failed.err()).startsWith("p.sql:3:24: error[RUNTIME]: [DIVIDE_BY_ZERO]");
    }

    @Test
    void notNullOfAColumnIsRefusedWhereTheQueryMayGiveNull() {
        ScratchProject project = project(
                FILES
                        + "CREATE MATERIALIZED VIEW v (id INT NOT NULL, CONSTRAINT c EXPECT (id > 0)) AS SELECT id FROM files;\n");
        project.file("in/1.csv", "1,a,1.00\n");

        Leat.Ended failed = project.run("--quiet");

        assertThat(failed.exitCode()).isEqualTo(2);
        assertThat(failed.err()).contains("declared NOT NULL, but the query's may be NULL; write coalesce(…)");
    }

    @Test
    void flowsAreJudgedAlikeAndExplainedWithTheirConstraints() {
        ScratchProject project = project(FILES + """
                CREATE STREAMING TABLE t (id INT, label VARCHAR(4), CONSTRAINT c EXPECT (label <> 'b' AND id > 0)
                  ON VIOLATION QUARANTINE);
                CREATE FLOW one AS INSERT INTO t BY NAME SELECT id, shop AS label FROM STREAM(files);
                CREATE FLOW two AS INSERT INTO t BY NAME SELECT -id AS id FROM STREAM(files);
                """);
        project.file("in/1.csv", "1,a,1.00\n2,b,2.00\n");

        assertThat(run(project)).containsExactly("t c 1 3 quarantine");
        assertThat(project.rows("SELECT * FROM t_quarantine ORDER BY id"))
                .containsExactly("-2,,[c]", "-1,,[c]", "2,b,[c]");
        assertThat(Leat.run("explain", project.path()).out())
                .contains("  expectations\n    c (label <> 'b' AND id > 0), on violation quarantine\n")
                .contains("delta: each added row once; nothing is stored");
        assertThat(Leat.run("datasets", project.path()).out())
                .containsPattern("spark_catalog.default.t_quarantine +quarantine +3 ");
    }
}
