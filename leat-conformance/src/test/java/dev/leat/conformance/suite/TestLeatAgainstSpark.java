package dev.leat.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.pipeline.Settings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Queries whose answer or error depended on where they ran, on both sides. */
final class TestLeatAgainstSpark {
    private static Fixtures fixtures;
    private static LeatRunner leat;
    private static SparkRunner spark;

    @BeforeAll
    static void prepare() {
        fixtures = new Fixtures(SparkOracle.start());
        fixtures.begin(Settings.DEFAULT);
        leat = new LeatRunner(fixtures);
        leat.begin(Settings.DEFAULT);
        spark = new SparkRunner(fixtures);
        fixtures.run("CREATE TABLE numbers USING parquet AS SELECT * FROM VALUES (0), (1), (2) AS t (a)");
        fixtures.run("CREATE TABLE none (a INT, m MAP<BIGINT, DOUBLE>) USING parquet");
        define("CREATE TEMPORARY VIEW one AS SELECT 1 AS a, CAST(NULL AS INT) AS n");
        define("CREATE TEMPORARY VIEW pairs (x, y) AS VALUES (0, 1), (1, 2)");
        define("CREATE TEMPORARY VIEW failing AS SELECT a, 1 / 0 AS bad FROM numbers");
    }

    private static void define(String view) {
        fixtures.run(view);
        assertThat(leat.define(view)).isInstanceOf(QueryOutcome.Answer.class);
    }

    @AfterAll
    static void close() {
        leat.close();
    }

    @TestFactory
    Stream<DynamicTest> outcomeIsSparks() {
        return Stream.of("""
                        SELECT 1 AS one FROM numbers WHERE 1 / a = 1 HAVING 1 < 2
                        SELECT 1 AS one FROM numbers WHERE a > 5 HAVING 1 < 2
                        SELECT CAST('x' AS INT) FROM none
                        SELECT m.field FROM none
                        SELECT CASE WHEN a > 0 THEN 1 / 0 END FROM none
                        SELECT coalesce(a, 1 / 0) FROM numbers
                        SELECT transform(array(), x -> 1 / 0)
                        SELECT count(*) FROM (SELECT a FROM numbers WHERE a >= 0 LIMIT 2) x WHERE a = (SELECT max(a) FROM numbers y WHERE y.a = x.a)
                        SELECT a FROM numbers x WHERE a > 0 AND 1 >= (SELECT count(*) FROM numbers y WHERE y.a + 1 = x.a)
                        SELECT a, (SELECT sum(y.a) FROM numbers y WHERE y.a * 2 = x.a) FROM numbers x WHERE a < 2
                        SELECT x.a, g.n FROM (SELECT nullif(a, 1) AS a FROM numbers WHERE a > 0) x LEFT JOIN (SELECT nullif(a, 1) AS k, count(*) AS n FROM numbers GROUP BY 1) g ON g.k = x.a
                        SELECT a FROM failing
                        SELECT bad FROM failing
                        SELECT count(*) FROM (SELECT a, 1 / 0 FROM numbers)
                        SELECT 'maca' LIKE 'm%aca' ESCAPE '%'
                        SELECT CAST(a AS STRING) LIKE 'm%aca' ESCAPE '%' FROM numbers
                        SELECT (INTERVAL '-178956970-8' YEAR TO MONTH) / -1
                        SELECT (INTERVAL '-106751991 04:00:54.775808' DAY TO SECOND) / -1L
                        SELECT id, last(id) OVER (ORDER BY id RANGE BETWEEN CURRENT ROW AND 4 FOLLOWING) FROM range(9223372036854775804, 9223372036854775807)
                        SELECT s, last(s) OVER (ORDER BY s RANGE BETWEEN CURRENT ROW AND 4S FOLLOWING) FROM VALUES (32766S), (32767S) AS t (s)
                        SELECT a + 9223372036854775807 FROM numbers
                        SELECT NULL:a AS b
                        SELECT * FROM pairs, LATERAL (SELECT pairs.x + numbers.a FROM numbers)
                        SELECT pairs.x FROM pairs JOIN pairs AS p USING (y)
                        SELECT spark_catalog.default.pairs.x FROM pairs
                        SELECT * FROM one LEFT JOIN pairs ON (a IN (SELECT n FROM one)) IS NULL
                        SELECT * FROM numbers LEFT JOIN pairs ON (a IN (SELECT n FROM one)) IS NULL
                        SELECT x IN (SELECT x FROM pairs), count(*) FROM pairs GROUP BY x IN (SELECT x FROM pairs)
                        SELECT x, (SELECT count(*) FROM numbers WHERE a > x GROUP BY x) FROM pairs
                        SELECT x, (SELECT a FROM numbers WHERE a + a = x + y AND a > 0) FROM pairs
                        SELECT x, (SELECT a FROM numbers WHERE a > x) FROM pairs WHERE x > 0
                        SELECT x, (SELECT a FROM numbers WHERE a > x) FROM pairs
                        SELECT x, (SELECT y FROM pairs AS p WHERE p.x <= pairs.x) FROM pairs
                        SELECT row_number() OVER (ORDER BY v) AS n, v FROM VALUES (array(1, NULL)), (array(1, 0)), (array(1)), (NULL), (array(NULL)), (array()) AS t (v)
                        SELECT row_number() OVER (ORDER BY v DESC) AS n, v FROM VALUES (struct(1, array(2))), (struct(NULL, array(3))), (struct(1, NULL)), (struct(1, array(NULL))), (NULL) AS t (v)
                        SELECT mode(v, true), mode() WITHIN GROUP (ORDER BY v DESC) FROM VALUES (1), (2), (NULL), (3) AS t (v)
                        SELECT mode(v, true) FROM VALUES (map(1, 'a')), (NULL) AS t (v)
                        SELECT k, listagg(v, '|') WITHIN GROUP (ORDER BY w DESC NULLS FIRST, v), listagg(DISTINCT v) WITHIN GROUP (ORDER BY v DESC) FROM VALUES (1, 'a', 1), (1, 'b', NULL), (1, 'c', 2), (2, 'd', 1), (1, 'a', 2) AS t (k, v, w) GROUP BY k
                        SELECT percentile_disc(0.3) WITHIN GROUP (ORDER BY v DESC) FILTER (WHERE v > 1), percentile_cont(0.3) WITHIN GROUP (ORDER BY v) FROM VALUES (1), (2), (5), (7) AS t (v)
                        SELECT k, v, percentile_disc(0.5) WITHIN GROUP (ORDER BY v) OVER (PARTITION BY k), mode() WITHIN GROUP (ORDER BY v DESC) OVER (PARTITION BY k) FROM VALUES (1, 1), (1, 2), (1, 2), (2, 3), (2, NULL) AS t (k, v)
                        SELECT * FROM csv.`/no/such/file`
                        SELECT * FROM json.``
                        """.split("\n"))
                .map(String::strip)
                .filter(query -> !query.isEmpty())
                .map(query -> DynamicTest.dynamicTest(query, () -> assertSame(query)));
    }

    private static void assertSame(String query) {
        QueryOutcome expected = spark.query(query);
        QueryOutcome actual = leat.query(query);
        if (expected instanceof QueryOutcome.Failure failure) {
            assertThat(actual)
                    .isInstanceOfSatisfying(
                            QueryOutcome.Failure.class,
                            found -> assertThat(found.condition()).isEqualTo(failure.condition()));
            return;
        }
        GoldenQuery golden = Comparison.golden(query, (QueryOutcome.Answer) expected, SortOrder.NONE);
        assertThat(List.of(actual, Comparison.compare(golden, actual, SortOrder.NONE)))
                .endsWith(Verdict.SAME);
    }
}
