package dev.leat.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.conformance.suite.QueryOutcome.Answer;
import dev.leat.conformance.suite.Verdict.Kind;
import dev.leat.pipeline.Settings;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.Test;

final class TestChance {
    private static final String ROWS = "FROM VALUES (1, 'a'), (1, 'b'), (2, 'c'), (2, 'd') AS t (k, v)";
    private static final SparkSession SPARK =
            (SparkSession) SparkOracle.start().session(Settings.DEFAULT).spark();

    private static boolean allows(String sql, String... rows) {
        SparkAnswers spark = new SparkAnswers(SPARK);
        List<List<String>> lines =
                Stream.of(rows).map(row -> List.of(row.split(" "))).toList();
        return TopRows.of(spark.analyzed(sql)).allows(lines, spark);
    }

    @Test
    void rowsWithEqualKeysMayBeExchangedAlsoIfTheKeyIsNotSelected() {
        String sql = "SELECT v " + ROWS + " ORDER BY k";

        assertThat(allows(sql, "a", "b", "c", "d")).isTrue();
        assertThat(allows(sql, "b", "a", "d", "c")).isTrue();
        assertThat(allows(sql, "a", "c", "b", "d")).isFalse();
        assertThat(allows(sql, "a", "a", "c", "d")).isFalse();
        assertThat(allows(sql, "a", "b", "c")).isFalse();
    }

    @Test
    void limitTakesAnyRowsOfTheLastKey() {
        String sql = "SELECT k, v " + ROWS + " ORDER BY k DESC LIMIT 3";

        assertThat(allows(sql, "2 c", "2 d", "1 a")).isTrue();
        assertThat(allows(sql, "2 d", "2 c", "1 b")).isTrue();
        assertThat(allows(sql, "2 d", "1 a", "1 b")).isFalse();
        assertThat(allows(sql, "2 c", "2 d", "1 x")).isFalse();
    }

    @Test
    void offsetLeavesOutAnyRowsOfTheFirstKey() {
        String sql = "SELECT v " + ROWS + " ORDER BY k LIMIT 2 OFFSET 1";

        assertThat(allows(sql, "a", "c")).isTrue();
        assertThat(allows(sql, "b", "d")).isTrue();
        assertThat(allows(sql, "c", "b")).isFalse();
        assertThat(allows(sql, "a", "b")).isFalse();
    }

    @Test
    void limitWithoutOrderTakesAnyRowsButNoneTwice() {
        String sql = "SELECT * FROM (SELECT k " + ROWS + ") LIMIT 3";

        assertThat(allows(sql, "2", "1", "2")).isTrue();
        assertThat(allows(sql, "2", "2", "2")).isFalse();
        assertThat(allows(sql, "2", "1")).isFalse();
    }

    private static Kind settle(Chance chance, String sql, String... values) {
        GoldenQuery golden = new GoldenQuery(sql, "struct<first(v):string>", "a");
        Answer answer = new Answer(
                "struct<first(v):string>",
                List.of("first(v)"),
                List.of("string"),
                Stream.of(values).map(List::of).toList());
        Chance.Case statement = new Chance.Case("f.sql", 7, golden, SortOrder.NONE);
        return chance.settle(statement, answer, new Verdict(Kind.DIFFERENT, "rows"), SPARK)
                .kind();
    }

    @Test
    void listedQueryMustGiveWhatSparkGivesInAnotherOrder() {
        Chance listed = Chance.parse("# comment\nf.sql #7: the first row");
        String sql = "SELECT first(v) " + ROWS;

        assertThat(settle(listed, sql, "d")).isEqualTo(Kind.EQUAL);
        assertThat(settle(listed, sql, "e")).isEqualTo(Kind.DIFFERENT);
        assertThat(settle(listed, "SELECT min(v) AS `first(v)` " + ROWS, "d")).isEqualTo(Kind.DIFFERENT);
    }

    @Test
    void queryThatIsNotListedIsNotExcused() {
        assertThat(settle(Chance.parse("f.sql #6: the first row"), "SELECT first(v) " + ROWS, "d"))
                .isEqualTo(Kind.DIFFERENT);
    }

    @Test
    void everyEntryOfTheListNamesAStatementOfTheSuite() {
        List<SuiteFile> files = SuiteFiles.load();

        assertThat(Chance.load().keys())
                .isNotEmpty()
                .allSatisfy(key -> assertThat(files)
                        .anySatisfy(file ->
                                assertThat(key).matches(java.util.regex.Pattern.quote(file.name()) + " #\\d+")));
        assertThatThrownBy(() -> Chance.parse("no reason")).isInstanceOf(IllegalArgumentException.class);
    }
}
