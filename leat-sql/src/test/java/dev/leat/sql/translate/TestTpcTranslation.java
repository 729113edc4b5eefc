package dev.leat.sql.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Settings;
import dev.leat.plan.Plan;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.sql.analysis.AnalyzedQuery;
import dev.leat.sql.analysis.QueryAnalyzer;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SqlSession;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.TPCDSSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.jdk.javaapi.CollectionConverters;

/** Each query of TPC-H and TPC-DS translates, always to the same plan, and its plan as Spark SQL has the same schema. */
final class TestTpcTranslation {
    private static final QueryAnalyzer TPCH = analyzer(tpch());
    private static final QueryAnalyzer TPCDS = analyzer(tpcds());

    static List<String> tpchNames() {
        return IntStream.rangeClosed(1, 22).mapToObj(i -> "tpch/q" + i + ".sql").toList();
    }

    static List<String> tpcdsNames() {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= 99; i++) {
            boolean isSplit = List.of(14, 23, 24, 39).contains(i);
            for (String part : isSplit ? List.of("a", "b") : List.of("")) {
                names.add("tpcds/q" + i + part + ".sql");
            }
        }
        return names;
    }

    @ParameterizedTest
    @MethodSource("tpchNames")
    void tpchTranslates(String name) throws IOException {
        translates(TPCH, text(name));
    }

    @ParameterizedTest
    @MethodSource("tpcdsNames")
    void tpcdsTranslates(String name) throws IOException {
        translates(TPCDS, text(name));
    }

    @Test
    void thereAreAllQueries() {
        assertThat(Stream.concat(tpchNames().stream(), tpcdsNames().stream())).hasSize(22 + 103);
    }

    private static void translates(QueryAnalyzer analyzer, String sql) {
        AnalyzedQuery query = analyzer.analyze(SourceText.of(sql));
        Plan plan = QueryTranslator.translate(query);
        assertThat(plan.output()).hasSameSizeAs(query.fields());
        assertThat(QueryTranslator.translate(analyzer.analyze(SourceText.of(sql))))
                .isEqualTo(plan);
        String written = SparkSqlRenderer.query(plan, name -> "`" + name.simpleName() + "`")
                .text();
        assertThat(typesOf(analyzer.analyze(SourceText.of(written)))).isEqualTo(typesOf(query));
    }

    /** CHAR and VARCHAR belong to declared columns, so a computed one is STRING. */
    private static List<String> typesOf(AnalyzedQuery query) {
        return query.fields().stream()
                .map(field -> field.name() + " "
                        + (field.type().isText() ? "STRING" : field.type().sql()))
                .toList();
    }

    private static QueryAnalyzer analyzer(DeclaredRelations relations) {
        return new QueryAnalyzer(SqlSession.of(Settings.DEFAULT, relations));
    }

    private static DeclaredRelations tpch() {
        DeclaredRelations tables = new DeclaredRelations();
        tables.declare("region", "r_regionkey BIGINT, r_name STRING, r_comment STRING");
        tables.declare("nation", "n_nationkey BIGINT, n_name STRING, n_regionkey BIGINT, n_comment STRING");
        tables.declare(
                "supplier",
                "s_suppkey BIGINT, s_name STRING, s_address STRING, s_nationkey BIGINT, s_phone STRING,"
                        + " s_acctbal DECIMAL(12,2), s_comment STRING");
        tables.declare(
                "customer",
                "c_custkey BIGINT, c_name STRING, c_address STRING, c_nationkey BIGINT, c_phone STRING,"
                        + " c_acctbal DECIMAL(12,2), c_mktsegment STRING, c_comment STRING");
        tables.declare(
                "part",
                "p_partkey BIGINT, p_name STRING, p_mfgr STRING, p_brand STRING, p_type STRING, p_size INT,"
                        + " p_container STRING, p_retailprice DECIMAL(12,2), p_comment STRING");
        tables.declare(
                "partsupp",
                "ps_partkey BIGINT, ps_suppkey BIGINT, ps_availqty INT, ps_supplycost DECIMAL(12,2), ps_comment STRING");
        tables.declare(
                "orders",
                "o_orderkey BIGINT, o_custkey BIGINT, o_orderstatus STRING, o_totalprice DECIMAL(12,2),"
                        + " o_orderdate DATE, o_orderpriority STRING, o_clerk STRING, o_shippriority INT, o_comment STRING");
        tables.declare(
                "lineitem",
                "l_orderkey BIGINT, l_partkey BIGINT, l_suppkey BIGINT, l_linenumber INT, l_quantity DECIMAL(12,2),"
                        + " l_extendedprice DECIMAL(12,2), l_discount DECIMAL(12,2), l_tax DECIMAL(12,2),"
                        + " l_returnflag STRING, l_linestatus STRING, l_shipdate DATE, l_commitdate DATE,"
                        + " l_receiptdate DATE, l_shipinstruct STRING, l_shipmode STRING, l_comment STRING");
        return tables;
    }

    /** Spark's schema of TPC-DS is a Scala trait, whose initialiser hands the values to whoever implements it. */
    private static DeclaredRelations tpcds() {
        DeclaredRelations tables = new DeclaredRelations();
        TPCDSSchema schema = (TPCDSSchema) Proxy.newProxyInstance(
                TestTpcTranslation.class.getClassLoader(),
                new Class<?>[] {TPCDSSchema.class},
                (proxy, method, arguments) -> {
                    if (method.getName().endsWith("tableColumns_$eq")) {
                        CollectionConverters.asJava((scala.collection.Map<?, ?>) arguments[0])
                                .forEach((name, columns) -> tables.declare((String) name, (String) columns));
                    }
                    return null;
                });
        TPCDSSchema.$init$(schema);
        return tables;
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = TestTpcTranslation.class.getClassLoader().getResourceAsStream(resource)) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
