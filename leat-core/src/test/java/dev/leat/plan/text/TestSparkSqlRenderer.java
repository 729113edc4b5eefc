package dev.leat.plan.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.SourcePosition;
import dev.leat.plan.AggregateCall;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Lambda;
import dev.leat.plan.Expression.LambdaVariable;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Plan.EmptyRows;
import dev.leat.plan.Plan.JoinKind;
import dev.leat.plan.Plan.ScanMode;
import dev.leat.plan.Projection;
import dev.leat.plan.RelationName;
import dev.leat.plan.SortKey;
import dev.leat.plan.SortKey.Direction;
import dev.leat.plan.SortKey.NullOrder;
import dev.leat.plan.WindowCall;
import dev.leat.plan.WindowColumn;
import dev.leat.plan.WindowFrame;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class TestSparkSqlRenderer {
    private static final Column A = new Column(1, "a", Simple.INT, true);
    private static final Column B = new Column(2, "b", Simple.INT, true);
    private static final Column D = new Column(3, "d", Simple.INT, true);
    private static final Plan T =
            new Plan.Scan(RelationName.of("main", "default", "t"), ScanMode.TABLE, List.of("a", "B b"), List.of(A, B));
    private static final Plan U =
            new Plan.Scan(RelationName.of("main", "default", "u"), ScanMode.TABLE, List.of("d"), List.of(D));
    private static final String SCAN_T = "WITH n0 AS (SELECT `a` AS c1, `B b` AS c2 FROM main.default.t)";
    private static final String SCAN_U = "n1 AS (SELECT `d` AS c3 FROM main.default.u)";

    @Test
    void operatorsAreInParentheses() {
        Expression sum = call("+", Simple.INT, ref(A), call("*", Simple.INT, ref(B), Literal.of("-2", Simple.INT)));

        assertThat(text(sum)).isEqualTo("(c1 + (c2 * -2))");
        assertThat(text(call("not", Simple.BOOLEAN, call("<=>", Simple.BOOLEAN, ref(A), ref(B)))))
                .isEqualTo("(NOT (c1 <=> c2))");
        assertThat(text(call("cast", new DecimalType(12, 2), ref(A)))).isEqualTo("CAST(c1 AS DECIMAL(12,2))");
        assertThat(text(call("in", Simple.BOOLEAN, ref(A), ref(B), Literal.of("1", Simple.INT))))
                .isEqualTo("(c1 IN (c2, 1))");
        assertThat(text(call("coalesce", Simple.INT, ref(A), ref(B)))).isEqualTo("coalesce(c1, c2)");
    }

    @Test
    void caseHasAnElseWhenItsOperandsAreOdd() {
        Expression condition = call("isnull", Simple.BOOLEAN, ref(A));

        assertThat(text(call("case", Simple.INT, condition, ref(A), ref(B))))
                .isEqualTo("CASE WHEN isnull(c1) THEN c1 ELSE c2 END");
        assertThat(text(call("case", Simple.INT, condition, ref(A)))).isEqualTo("CASE WHEN isnull(c1) THEN c1 END");
    }

    @Test
    void fieldOfAnAmbiguousNameIsReachedThroughACast() {
        StructType clear = new StructType(List.of(Field.of("x", Simple.INT), Field.of("y`", Simple.INT)));
        StructType ambiguous = new StructType(List.of(Field.of("x", Simple.INT), Field.of("X", Simple.STRING)));

        assertThat(text(field(clear, 1))).isEqualTo("(c9).`y```");
        assertThat(text(field(ambiguous, 1))).isEqualTo("CAST(c9 AS STRUCT<f0: INT, f1: STRING>).f1");
    }

    @Test
    void lambdaVariablesGetNamesOfTheirOwn() {
        LambdaVariable outer = new LambdaVariable("x", Simple.INT, true);
        LambdaVariable inner = new LambdaVariable("y", Simple.INT, true);
        LambdaVariable index = new LambdaVariable("i", Simple.INT, false);
        Expression array = ref(new Column(9, "xs", new ArrayType(Simple.INT, true), true));
        Expression nested = call(
                "transform",
                new ArrayType(Simple.INT, true),
                array,
                new Lambda(List.of(inner, index), call("+", Simple.INT, inner, outer)));

        assertThat(text(call("transform", Simple.VOID, array, new Lambda(List.of(outer), nested))))
                .isEqualTo("transform(c9, v0 -> transform(c9, (v1, v2) -> (v1 + v0)))");
    }

    @Test
    void rangeOfTheTextLeadsBackToTheUsersPosition() {
        SourcePosition outer = new SourcePosition("q.sql", 1, 8, 9);
        SourcePosition inner = new SourcePosition("q.sql", 1, 12, 5);
        Expression division = new Call("/", List.of(ref(A), ref(B)), Simple.DOUBLE, true, Optional.of(inner));
        RenderedSql sql = SparkSqlRenderer.expression(
                new Call("+", List.of(ref(A), division), Simple.DOUBLE, true, Optional.of(outer)),
                TestSparkSqlRenderer::name);

        assertThat(sql.text()).isEqualTo("(c1 + (c1 / c2))");
        assertThat(sql.positionOf(7, 14)).contains(inner);
        assertThat(sql.positionOf(1, 15)).contains(outer);
        assertThat(sql.positionOf(0, 17)).isEmpty();
    }

    @Test
    void stringsHideWhatSparkWouldInterpret() {
        assertThat(text(Literal.of("it's \\ ${x} $ \n\0", Simple.STRING)))
                .isEqualTo("'it\\'s \\\\ \\u0024{x} $ \\n\\u0000'");
    }

    @Test
    void constantsKeepTheirType() {
        assertThat(text(Literal.of("1", Simple.TINYINT))).isEqualTo("1Y");
        assertThat(text(Literal.of("1.20", new DecimalType(3, 2)))).isEqualTo("1.20BD");
        assertThat(text(Literal.of("1.20", new DecimalType(12, 2)))).isEqualTo("CAST(1.20BD AS DECIMAL(12,2))");
        assertThat(text(Literal.of("-0.0", Simple.DOUBLE))).isEqualTo("-0.0D");
        assertThat(text(Literal.of("NaN", Simple.FLOAT))).isEqualTo("CAST('NaN' AS FLOAT)");
        assertThat(text(Literal.ofNull(Simple.DATE))).isEqualTo("CAST(NULL AS DATE)");
        assertThat(text(Literal.of("-2147483648", Simple.DATE))).isEqualTo("DATE '-5877641-06-23'");
        assertThat(text(Literal.of("-9223372036854775808", Simple.TIMESTAMP)))
                .isEqualTo("TIMESTAMP_LTZ '-290308-12-21T19:59:05.224192Z'");
    }

    @Test
    void planIsOneTableExpressionPerNode() {
        Plan filter = new Plan.Filter(T, call("<", Simple.BOOLEAN, ref(A), ref(B)));
        Plan project = new Plan.Project(
                filter,
                List.of(new Projection(
                        new Column(4, "total sum", Simple.INT, true), call("+", Simple.INT, ref(A), ref(B)))));

        assertThat(query(project)).isEqualTo(SCAN_T + """
                ,
                n1 AS (SELECT c1, c2 FROM n0 WHERE (c1 < c2)),
                n2 AS (SELECT (c1 + c2) AS c4 FROM n1)
                SELECT c4 AS `total sum` FROM n2""");
    }

    @Test
    void nodeThatOccursTwiceIsWrittenOnce() {
        Column e = new Column(5, "e", Simple.INT, true);
        Plan union = new Plan.Union(List.of(U, U), List.of(e));

        assertThat(query(union)).isEqualTo("""
                WITH n0 AS (SELECT `d` AS c3 FROM main.default.u),
                n1 AS (SELECT c3 AS c5 FROM n0 UNION ALL SELECT c3 AS c5 FROM n0)
                SELECT c5 AS `e` FROM n1""");
    }

    @Test
    void joinsOfEveryKind() {
        assertThat(joined(JoinKind.LEFT)).isEqualTo("SELECT c1, c2, c3 FROM n0 LEFT JOIN n1 ON (c1 = c3)");
        assertThat(joined(JoinKind.SEMI)).isEqualTo("SELECT c1, c2 FROM n0 LEFT SEMI JOIN n1 ON (c1 = c3)");
        assertThat(joined(JoinKind.ANTI_NULL_AWARE))
                .isEqualTo("SELECT c1, c2 FROM n0 LEFT ANTI JOIN n1 ON (c1 = c3) OR isnull((c1 = c3))");
        assertThat(joined(JoinKind.EXISTENCE))
                .isEqualTo("SELECT c1, c2, EXISTS (SELECT true FROM n1 WHERE (c1 = c3)) AS c8 FROM n0");
    }

    private static String joined(JoinKind kind) {
        Optional<Column> existence = kind == JoinKind.EXISTENCE
                ? Optional.of(new Column(8, "exists", Simple.BOOLEAN, false))
                : Optional.empty();
        String sql =
                query(new Plan.Join(T, U, kind, Optional.of(call("=", Simple.BOOLEAN, ref(A), ref(D))), existence));
        String start = SCAN_T + ",\n" + SCAN_U + ",\nn2 AS (";
        assertThat(sql).startsWith(start);
        return sql.substring(start.length(), sql.indexOf(")\nSELECT"));
    }

    @Test
    void keyThatIsNoColumnBecomesOneBelow() {
        AggregateCall count = new AggregateCall(
                "count",
                List.of(ref(A)),
                true,
                Optional.of(call("isnotnull", Simple.BOOLEAN, ref(B))),
                List.of(),
                Simple.BIGINT,
                false,
                Optional.empty());
        AggregateColumn counted = new AggregateColumn(new Column(6, "n", Simple.BIGINT, false), count);
        Projection constant = new Projection(new Column(5, "k", Simple.INT, false), Literal.of("1", Simple.INT));

        assertThat(query(new Plan.Aggregate(T, List.of(constant), List.of(counted))))
                .contains("SELECT c5 AS c5, count(DISTINCT c1) FILTER (WHERE isnotnull(c2)) AS c6"
                        + " FROM (SELECT c1, c2, 1 AS c5 FROM n0) GROUP BY c5");
        assertThat(query(new Plan.Aggregate(T, List.of(new Projection(A, ref(A))), List.of(counted))))
                .contains("SELECT c1 AS c1, count(DISTINCT c1) FILTER (WHERE isnotnull(c2)) AS c6 FROM n0 GROUP BY c1");
    }

    @Test
    void windowWritesItsFrameUnlessItIsFixed() {
        WindowFrame frame = new WindowFrame(
                WindowFrame.Unit.ROWS,
                new WindowFrame.Bound(WindowFrame.Anchor.PRECEDING, Optional.of(Literal.of("2", Simple.INT))),
                WindowFrame.Bound.of(WindowFrame.Anchor.CURRENT_ROW));
        SortKey key = new SortKey(ref(B), Direction.DESCENDING, NullOrder.LAST);
        List<WindowColumn> columns = List.of(
                new WindowColumn(new Column(7, "s", Simple.BIGINT, true), windowCall("sum", frame, false)),
                new WindowColumn(new Column(8, "l", Simple.INT, true), windowCall("lag", frame, true)));

        assertThat(query(new Plan.Window(T, List.of(ref(A)), List.of(key), columns)))
                .contains("SELECT c1, c2, sum(c2) OVER (PARTITION BY c1 ORDER BY c2 DESC NULLS LAST"
                        + " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS c7,"
                        + " lag(c2) IGNORE NULLS OVER (PARTITION BY c1 ORDER BY c2 DESC NULLS LAST ) AS c8 FROM n0");
    }

    private static WindowCall windowCall(String function, WindowFrame frame, boolean ignoresNulls) {
        return new WindowCall(
                function, List.of(ref(B)), Optional.empty(), ignoresNulls, frame, Simple.INT, true, Optional.empty());
    }

    @Test
    void limitTakesItsSortAlongAndDropsConstantKeys() {
        List<SortKey> keys = List.of(
                new SortKey(Literal.of("1", Simple.INT), Direction.ASCENDING, NullOrder.FIRST),
                new SortKey(ref(A), Direction.ASCENDING, NullOrder.FIRST));

        assertThat(query(new Plan.Limit(new Plan.Sort(T, keys), OptionalLong.of(3), 2)))
                .contains("n1 AS (SELECT c1, c2 FROM n0 ORDER BY c1 ASC NULLS FIRST LIMIT 3 OFFSET 2)");
    }

    @Test
    void generatorsAndExpansionsAreLateralViews() {
        Column item = new Column(4, "item", Simple.INT, true);
        Call explode = new Call(
                "explode",
                List.of(call("array", new ArrayType(Simple.INT, true), ref(A), ref(B))),
                new ArrayType(new StructType(List.of(Field.of("col", Simple.INT))), false),
                true);

        assertThat(query(new Plan.Generate(T, explode, EmptyRows.KEPT, List.of(item))))
                .contains("SELECT c1, c2, c4 FROM n0 LATERAL VIEW OUTER explode(array(c1, c2)) generated AS c4");
        assertThat(query(new Plan.Expand(
                        T, List.of(List.of(ref(A)), List.of(Literal.ofNull(Simple.INT))), List.of(item))))
                .contains("SELECT c4 FROM n0 LATERAL VIEW inline(array(named_struct('c4', c1), "
                        + "named_struct('c4', CAST(NULL AS INT)))) expanded AS c4");
    }

    @Test
    void rowsWithoutColumnsAreStillRows() {
        assertThat(query(new Plan.Values(List.of(), List.of(List.of(), List.of()))))
                .isEqualTo("""
                        WITH n0 AS (SELECT true AS nothing FROM VALUES (true), (true) AS rows (nothing))
                        SELECT true AS nothing FROM n0""");
    }

    private static Expression field(StructType type, int index) {
        Expression struct = ref(new Column(9, "s", type, true));
        return call(
                "get_field",
                type.fields().get(index).type(),
                struct,
                Literal.of(type.fields().get(index).name(), Simple.STRING));
    }

    private static Expression call(String function, DataType type, Expression... arguments) {
        return new Call(function, List.of(arguments), type, true);
    }

    private static Expression ref(Column column) {
        return new ColumnReference(column);
    }

    private static String name(Column column) {
        return "c" + column.id();
    }

    private static String text(Expression expression) {
        return SparkSqlRenderer.expression(expression, TestSparkSqlRenderer::name)
                .text();
    }

    private static String query(Plan plan) {
        return SparkSqlRenderer.query(plan, RelationName::toString).text();
    }
}
