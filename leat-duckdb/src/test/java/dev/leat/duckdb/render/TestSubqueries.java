package dev.leat.duckdb.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where the parts of a query stand in it. */
final class TestSubqueries {
    private final Subqueries queries = new Subqueries();

    private String over(String name) {
        return queries.add("SELECT a FROM " + queries.read(name));
    }

    @Test
    void queryThatIsReadOnceStandsWhereItIsRead() {
        String last = over(over(queries.add("SELECT 'it''s $1' AS a")));
        assertThat(queries.complete("SELECT * FROM " + queries.read(last)))
                .isEqualTo("SELECT * FROM (SELECT a FROM (SELECT a FROM (SELECT 'it''s $1' AS a) AS n1) AS n2) AS n3");
    }

    @Test
    void queryThatIsReadTwiceIsComputedOnce() {
        String shared = over(queries.add("SELECT 1 AS a"));
        String both = queries.add("SELECT l.a FROM " + queries.read(shared) + " CROSS JOIN (SELECT 1 FROM "
                + queries.read(shared) + ") AS r");
        assertThat(queries.complete("SELECT * FROM " + queries.read(both))).isEqualTo("""
                        WITH n2 AS MATERIALIZED (
                          SELECT a FROM (SELECT 1 AS a) AS n1
                        )
                        SELECT * FROM (SELECT l.a FROM n2 CROSS JOIN (SELECT 1 FROM n2) AS r) AS n3""");
    }

    @Test
    void inOrderEachIsComputedOnItsOwn() {
        String last = over(queries.add("SELECT 1 AS a"));
        assertThat(queries.completeInOrder("SELECT * FROM " + queries.read(last)))
                .isEqualTo("""
                        WITH n1 AS MATERIALIZED (
                          SELECT 1 AS a
                        ),
                        n2 AS MATERIALIZED (
                          SELECT a FROM n1
                        )
                        SELECT * FROM n2""");
    }

    @Test
    void nestingHasAnEnd() {
        String last = queries.add("SELECT 1 AS a");
        for (int i = 0; i < 100; i++) {
            last = over(last);
        }
        String sql = queries.complete("SELECT * FROM " + queries.read(last));
        assertThat(sql).contains("n33 AS (\n", "n66 AS (\n", "n99 AS (\n").doesNotContain("MATERIALIZED");
        assertThat(sql.lines()).allMatch(line -> line.split("\\(SELECT", -1).length <= 33);
    }
}
