package dev.leat.duckdb.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.pipeline.Settings;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.spi.EvaluatorProgram.Kind;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** Aggregate functions over collected groups give, bit by bit, what a Spark session gives for rows in one partition. */
final class TestSparkAggregates {
    private static final List<Field> COLUMNS = List.of(
            Field.of("c0", Simple.INT),
            Field.of("c1", Simple.DOUBLE),
            Field.of("c2", Simple.STRING),
            Field.of("c3", new DecimalType(12, 2)),
            Field.of("c4", new ArrayType(Simple.DOUBLE, true)),
            Field.of("c5", Simple.BOOLEAN),
            Field.of("c6", Simple.BIGINT));

    private static final List<String> PROGRAMS = List.of(
            "sum(c0)",
            "sum(c1)",
            "sum(c3)",
            "avg(c0)",
            "avg(c1)",
            "avg(c3)",
            "min(c2)",
            "max(c4)",
            "count(c1)",
            "stddev(c1)",
            "var_pop(c1)",
            "skewness(c1)",
            "kurtosis(c1)",
            "corr(c1, c0)",
            "covar_samp(c1, c0)",
            "regr_slope(c1, c0)",
            "regr_intercept(c1, c0)",
            "regr_r2(c1, c0)",
            "regr_sxy(c1, c0)",
            "regr_count(c1, c0)",
            "percentile(c1, 0.3)",
            "percentile(c0, array(0.1, 0.9))",
            "median(c1)",
            "percentile_approx(c1, 0.5, 100)",
            "percentile_cont(0.25) WITHIN GROUP (ORDER BY c1 DESC)",
            "percentile_disc(0.7) WITHIN GROUP (ORDER BY c0)",
            "mode(c2)",
            "mode(c4)",
            "approx_count_distinct(c2)",
            "approx_count_distinct(c1, 0.01)",
            "collect_list(c2)",
            "sort_array(collect_set(c2))",
            "size(collect_set(c4))",
            "array_agg(c3)",
            "listagg(c2, '|')",
            "listagg(c2, ',') WITHIN GROUP (ORDER BY c2 DESC)",
            "first(c2)",
            "last(c2, true)",
            "any_value(c2, true)",
            "max_by(c2, c1)",
            "min_by(c4, c0)",
            "bool_and(c5)",
            "some(c5)",
            "bit_xor(c6)",
            "bit_and(c0)",
            "bit_or(c6)",
            "histogram_numeric(c1, 5)",
            "count_min_sketch(c6, 0.1d, 0.9d, 7)",
            "hex(bitmap_construct_agg(c6))",
            "count_if(c5)",
            "try_sum(c6)",
            "try_avg(c3)",
            "hll_sketch_estimate(hll_sketch_agg(c6))",
            "sum(c0) FILTER (WHERE c5)",
            "count(*)");

    private static final int ROWS = 3000;
    private static final int GROUPS = 40;
    private static final int PROGRAMS_PER_QUERY = 15;

    private static SparkSession spark;

    @BeforeAll
    static void startSpark() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    private static List<List<@Nullable Object>> rows(long seed) {
        Random random = new Random(seed);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(random.nextInt(1000) - 300);
            row.add(random.nextInt(20) == 0 ? -0.0 : random.nextGaussian() * 1000);
            row.add("v" + random.nextInt(30) + (random.nextBoolean() ? " long enough to leave the vector" : ""));
            row.add(BigDecimal.valueOf(random.nextInt(1_000_000), 2));
            row.add(List.of((double) random.nextInt(3), 0.5));
            row.add(random.nextBoolean());
            row.add((long) random.nextInt(5000));
            for (int c = 0; c < row.size(); c++) {
                if (random.nextInt(10) == 0) {
                    row.set(c, null);
                }
            }
            rows.add(row);
        }
        return rows;
    }

    @Test
    @EnabledForJreRange(maxVersion = 21, disabledReason = "the session compared with does not run on newer Java")
    void collectedGroupsGiveWhatASessionGives() throws SQLException {
        long seed = Long.getLong("leat.seed", 41L);
        System.out.println("seed " + seed);
        List<List<@Nullable Object>> rows = rows(seed);
        session(rows).createOrReplaceTempView("t");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 2");
            Values values = new Values();
            JavaFunctions<String> functions = new JavaFunctions<>(connection, values, DuckDbTypes::sql);
            List<GeneratedScan.Cell> cells = new ArrayList<>();
            for (int c = 0; c < COLUMNS.size(); c++) {
                int index = c;
                cells.add((column, row, number) -> NeutralValues.write(
                        COLUMNS.get(index).type(),
                        column,
                        row,
                        rows.get((int) number).get(index)));
            }
            ReaderHandle reader = functions.register(new GeneratedScan(COLUMNS, cells, 1, ROWS), "rows");
            statement.execute("CREATE TABLE t AS SELECT "
                    + String.join(", ", reader.columns().subList(0, COLUMNS.size()))
                    + ", row_number() OVER () - 1 AS id FROM " + reader.name() + "()");
            Map<String, Answer> answers = answers();
            for (String program : PROGRAMS) {
                Answer answer = Objects.requireNonNull(answers.get(program));
                values.kept.clear();
                collect(program, answer.type(), statement, functions);
                assertThat(values.kept).as(program).isEqualTo(answer.values());
            }
        }
    }

    /** The rows as one partition of a session. */
    private static Dataset<Row> session(List<List<@Nullable Object>> rows) {
        List<Row> made = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<@Nullable Object> values = new ArrayList<>(rows.get(i));
            values.add((long) i);
            made.add(RowFactory.create(values.toArray()));
        }
        List<Field> fields = new ArrayList<>(COLUMNS);
        fields.add(Field.of("id", Simple.BIGINT));
        StructType schema = SparkTypes.struct(fields);
        return spark.createDataFrame(made, schema).coalesce(1);
    }

    /** The value of a program for each group. */
    private record Answer(DataType type, Map<Long, String> values) {}

    /** Some programs in each query: one query for each would be slow, one for all beyond what Spark compiles. */
    private static Map<String, Answer> answers() {
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (int from = 0; from < PROGRAMS.size(); from += PROGRAMS_PER_QUERY) {
            List<String> some = PROGRAMS.subList(from, Math.min(PROGRAMS.size(), from + PROGRAMS_PER_QUERY));
            Dataset<Row> result = spark.sql(
                    "SELECT id % " + GROUPS + " AS g, " + String.join(", ", some) + " FROM t GROUP BY id % " + GROUPS);
            List<Row> rows = result.collectAsList();
            for (int i = 0; i < some.size(); i++) {
                int column = i + 1;
                Map<Long, String> values = new LinkedHashMap<>();
                rows.forEach(row -> values.put(row.getLong(0), Values.text(row.get(column))));
                answers.put(
                        some.get(i),
                        new Answer(
                                SparkTypes.fromSpark(
                                        result.schema().fields()[column].dataType()),
                                values));
            }
        }
        return answers;
    }

    private static void collect(String program, DataType result, Statement statement, JavaFunctions<String> functions)
            throws SQLException {
        String aggregate = functions.register(
                new EvaluatorProgram(
                        Kind.AGGREGATE,
                        program,
                        COLUMNS.stream().map(Field::type).toList(),
                        result,
                        Settings.DEFAULT),
                program);
        String keep = functions.register(
                new EvaluatorProgram(
                        Kind.SCALAR, "keep", List.of(Simple.BIGINT, result), Simple.BOOLEAN, Settings.DEFAULT),
                program);
        String struct = "{'f0': c0, 'f1': c1, 'f2': c2, 'f3': c3, 'f4': c4, 'f5': c5, 'f6': c6}";
        statement
                .executeQuery("SELECT count(" + keep + "(g, r)) FROM (SELECT id % " + GROUPS + " AS g, " + aggregate
                        + "(list(" + struct + " ORDER BY id)) AS r FROM t GROUP BY 1)")
                .close();
    }

    @Test
    void groupWithoutRowsHasTheValueSparkGivesIt() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            Values values = new Values();
            JavaFunctions<String> functions = new JavaFunctions<>(connection, values, DuckDbTypes::sql);
            String count = functions.register(
                    new EvaluatorProgram(
                            Kind.AGGREGATE, "count(c0) + 1", List.of(Simple.INT), Simple.BIGINT, Settings.DEFAULT),
                    "count");
            try (var rows = statement.executeQuery(
                    "SELECT " + count + "(list({'f0': i}) FILTER (WHERE i > 5)) FROM (VALUES (1)) t(i)")) {
                rows.next();
                assertThat(rows.getLong(1)).isEqualTo(1);
            }
        }
    }
}
