package dev.leat.conformance.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each operator of the algebra, in the forms that TPC's queries leave out. */
final class TestOperatorsOnSpark {
    /** Rows with NULLs, duplicates, ties, and times that touch, overlap and lie apart. */
    private static final String EVENTS = """
            WITH e AS (SELECT * FROM VALUES
              (1, 'a', TIMESTAMP '2024-01-01 00:00:00', 1.50BD), (1, 'a', TIMESTAMP '2024-01-01 00:05:00', 2.50BD),
              (1, 'b', TIMESTAMP '2024-01-01 00:09:00', NULL), (1, 'b', TIMESTAMP '2024-01-01 00:20:00', 0.00BD),
              (2, 'a', TIMESTAMP '2024-01-01 00:00:00', 9.99BD), (2, 'a', TIMESTAMP '2024-01-01 00:00:00', 9.99BD),
              (2, NULL, TIMESTAMP '2024-01-02 00:00:00', -1.00BD), (NULL, 'c', NULL, 3.00BD)
              AS e (k, s, t, m)),
            f AS (SELECT * FROM VALUES (1, 'x'), (1, 'y'), (3, 'z'), (NULL, 'n') AS f (k, v)),
            x AS (SELECT * FROM VALUES (1, array(1, NULL, 3), map('p', 1)), (2, array(), map()), (3, NULL, NULL) AS x (k, a, p))
            """;

    /** Constants in the conditions of joins, values without an order. */
    private static final String MORE = """
            SELECT id * 2 AS d FROM range(3)
                        SELECT k, mode() WITHIN GROUP (ORDER BY s DESC) OVER (PARTITION BY k) AS m, mode(s, true) OVER (PARTITION BY k) AS n FROM e
                        SELECT k, (SELECT v FROM f WHERE f.k > e.k + 1) AS above, (SELECT count(*) FROM f WHERE f.k > e.k GROUP BY f.k) AS n FROM e
                        SELECT count(*) FROM VALUES (map(2, array(map(1, 2)), 1, NULL)), (map(1, NULL, 2, array(map(1, 2)))) AS m (m) GROUP BY m
                        SELECT e.k, v FROM e LEFT JOIN f ON (2 IN (SELECT k FROM f)) IS NULL
                        SELECT e.k, v FROM e LEFT JOIN f ON (1 IN (SELECT k FROM f)) AND e.k = f.k
                        SELECT e.k, v FROM e JOIN f ON NOT (2 IN (SELECT k FROM f WHERE k > 0))
            """;

    static List<String> queries() {
        return (MORE + """
                        SELECT k, session_window, count(*), sum(m) FROM e GROUP BY k, session_window(t, '5 minutes')
                        SELECT session_window.start, session_window.end, count(*) FROM e GROUP BY session_window(t, '10 minutes')
                        SELECT window.start, window.end, count(*) FROM e GROUP BY window(t, '10 minutes', '5 minutes')
                        SELECT k, window, max(s) FROM e GROUP BY k, window(t, '1 day')
                        SELECT k, s, grouping(k), grouping_id(), sum(m) FROM e GROUP BY CUBE (k, s)
                        SELECT k, s, count(DISTINCT m), count(*) FROM e GROUP BY GROUPING SETS ((k), (s), ())
                        SELECT k, count(*) FILTER (WHERE m > 1), sum(DISTINCT m), avg(m), first(s) FROM e WHERE k = 2 GROUP BY k
                        SELECT count(*), sum(m), max(s) FROM e WHERE false
                        SELECT 1 FROM e GROUP BY 1
                        SELECT DISTINCT k, s FROM e
                        SELECT k FROM e UNION SELECT k FROM f
                        SELECT k FROM e UNION ALL SELECT k FROM f
                        SELECT k FROM e EXCEPT SELECT k FROM f
                        SELECT k FROM e EXCEPT ALL SELECT k FROM f
                        SELECT k FROM e INTERSECT SELECT k FROM f
                        SELECT k FROM e INTERSECT ALL SELECT k FROM f
                        SELECT e.k, s, v FROM e LEFT JOIN f ON e.k = f.k AND s = 'a'
                        SELECT e.k, s, v FROM e RIGHT JOIN f ON e.k = f.k
                        SELECT e.k, s, f.k, v FROM e FULL JOIN f ON e.k = f.k AND v < 'y'
                        SELECT e.k, v FROM e CROSS JOIN f
                        SELECT e.k, v FROM e JOIN f ON e.k <=> f.k
                        SELECT * FROM e LEFT SEMI JOIN f ON e.k = f.k
                        SELECT * FROM e LEFT ANTI JOIN f ON e.k = f.k
                        SELECT * FROM e WHERE k NOT IN (SELECT k FROM f)
                        SELECT * FROM e WHERE k NOT IN (SELECT k FROM f WHERE k IS NOT NULL)
                        SELECT * FROM e WHERE k NOT IN (SELECT k FROM f WHERE v = s)
                        SELECT k, s FROM e WHERE k IN (SELECT k FROM f) OR s = 'c'
                        SELECT k, EXISTS (SELECT 1 FROM f WHERE f.k = e.k) AS found FROM e
                        SELECT k, k IN (SELECT k FROM f) AS found FROM e
                        SELECT k, (SELECT max(v) FROM f WHERE f.k = e.k) AS best FROM e
                        SELECT k, (SELECT max(v) FROM f) AS best FROM e
                        SELECT k, (SELECT v FROM f WHERE v = 'none') AS nothing FROM e
                        SELECT e.k, l.v FROM e, LATERAL (SELECT v FROM f WHERE f.k = e.k) l
                        SELECT k, row_number() OVER (PARTITION BY k ORDER BY t, s, m) n, rank() OVER (PARTITION BY k ORDER BY t) r FROM e
                        SELECT k, sum(m) OVER (PARTITION BY k ORDER BY t, s, m ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) w FROM e
                        SELECT k, sum(m) OVER (ORDER BY t RANGE BETWEEN INTERVAL 5 MINUTES PRECEDING AND CURRENT ROW) w FROM e
                        SELECT k, count(*) OVER (ORDER BY k RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) w FROM e
                        SELECT k, count(*) OVER (ORDER BY k DESC RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) w FROM e
                        SELECT k, lag(s) IGNORE NULLS OVER (PARTITION BY k ORDER BY t, m) w, lead(m, 2, 0) OVER (ORDER BY t, s, m) z FROM e
                        SELECT k, ntile(3) OVER (ORDER BY t, s, m) n, percent_rank() OVER (ORDER BY t) p, cume_dist() OVER (ORDER BY t) c FROM e
                        SELECT k, first_value(s) OVER (PARTITION BY k ORDER BY t, s) a, nth_value(s, 2) OVER (PARTITION BY k ORDER BY t, s) b FROM e
                        SELECT * FROM e ORDER BY m DESC NULLS LAST, k, s, t LIMIT 3
                        SELECT * FROM e ORDER BY m, k, s, t LIMIT 2 OFFSET 3
                        SELECT * FROM e ORDER BY m, k, s, t OFFSET 6
                        SELECT k, item FROM x LATERAL VIEW explode(a) AS item
                        SELECT k, item FROM x LATERAL VIEW OUTER explode(a) AS item
                        SELECT k, pos, item FROM x LATERAL VIEW posexplode(a) AS pos, item
                        SELECT k, key, value FROM x LATERAL VIEW OUTER explode(p) AS key, value
                        SELECT k, inline(array(named_struct('n', k, 't', 'one'), named_struct('n', k + 1, 't', 'two'))) FROM x
                        SELECT k, stack(2, k, 'a', k * 2, 'b') FROM x
                        SELECT * FROM e PIVOT (sum(m) FOR s IN ('a', 'b'))
                        SELECT * FROM (SELECT k, CAST(m AS STRING) AS m, s FROM e) UNPIVOT (value FOR name IN (m, s))
                        SELECT count(*) FROM (SELECT k FROM e LIMIT 5)
                        SELECT count(*) FROM e, f
                        SELECT transform(a, v -> v + k) AS r, a[0] AS z FROM x WHERE size(a) > 0
                        SELECT k AS c0, s AS c1, k + 1 AS c0 FROM e ORDER BY s NULLS LAST, k, t, m
                        SELECT pair.* FROM (SELECT named_struct('x', k, 'X', s) AS pair FROM e)
                        SELECT collect_list(m) FROM (SELECT m FROM e WHERE k = 2 AND s = 'a')
                        SELECT k, listagg(s, ',') WITHIN GROUP (ORDER BY s DESC) FROM e GROUP BY k
                        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY m) FROM e
                        SELECT mode(s), max_by(s, m), bool_or(m > 5), approx_count_distinct(k) FROM e
                        FROM e |> WHERE m > 0 |> AGGREGATE sum(m) AS total GROUP BY k
                        """)
                .lines()
                .map(String::strip)
                .filter(query -> !query.isEmpty())
                .map(query -> EVENTS + query)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> planGivesTheAnswerOfTheText() {
        SparkRoundTrip roundTrip = new SparkRoundTrip(List.of());
        return queries().stream()
                .map(query -> DynamicTest.dynamicTest(
                        query.substring(EVENTS.length()),
                        () -> assertThat(roundTrip.difference(query)).isEmpty()));
    }
}
