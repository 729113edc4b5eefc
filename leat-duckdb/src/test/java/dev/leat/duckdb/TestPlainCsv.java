package dev.leat.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.spi.EvaluatorFactory;
import dev.leat.spi.QueryResult;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.type.DataType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Lines of CSV against those of Spark's own {@code to_csv}. */
final class TestPlainCsv {
    private static final Pipeline EMPTY =
            new Pipeline("empty", Settings.DEFAULT, List.of(), List.of(), List.of(), List.of());
    private static final List<DataType> TYPES = List.of(
            Simple.INT,
            Simple.STRING,
            Simple.DATE,
            new DecimalType(12, 6),
            Simple.BOOLEAN,
            Simple.BIGINT,
            new DecimalType(20, 0));
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            " a",
            "a ",
            "a b",
            "a,b",
            "\"",
            "\"a\"",
            "a\"b",
            "a\nb",
            "a\rb",
            "#a",
            "é",
            "-",
            "+1",
            "\\",
            "a\\",
            "NULL",
            "null",
            "a\tb",
            "\u0000",
            "'",
            "a;b",
            "x=y",
            "100%",
            "2026-01-01T00:00:00Z",
            "http://x.y/z?a=1");
    /** Days: the first and last of four digits' years, those beside them, the end of the old calendar. */
    /** Days: the first and last of four digits' years, those beside them, the end of the old calendar. */
    private static final List<String> DATES =
            List.of("-719162", "-719163", "2932896", "2932897", "-735000", "-141428", "0", "20512");

    private static final List<String> NUMBERS = List.of("0", "1", "-1", "2147483647", "-2147483648");
    private static final List<String> FRACTIONS =
            List.of("0.000000", "0.000001", "-0.000001", "123456.789000", "1.000000");

    private final List<Column> columns = new ArrayList<>();

    TestPlainCsv() {
        for (DataType type : TYPES) {
            columns.add(new Column(columns.size(), "c" + columns.size(), type, true));
        }
    }

    @Test
    void linesAreSparks() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<List<Expression>> rows = new ArrayList<>();
        rows.add(columns.stream()
                .<Expression>map(column -> Literal.ofNull(column.type()))
                .toList());
        for (int i = 0; i < 3000; i++) {
            rows.add(row(random));
        }
        List<List<String>> lines = lines(rows, new SparkEvaluatorFactory());
        assertThat(lines.get(0)).as("seed " + seed).isEqualTo(lines.get(1)).hasSize(3001);
    }

    @Test
    void plainRowsDoNotNeedSparksCode() {
        List<Expression> row = List.of(
                Literal.of("1", Simple.INT),
                Literal.of("a b", Simple.STRING),
                Literal.of("20454", Simple.DATE),
                Literal.ofNull(TYPES.get(3)),
                Literal.of("true", Simple.BOOLEAN),
                Literal.ofNull(Simple.BIGINT),
                Literal.of("7", TYPES.get(6)));
        EvaluatorFactory none = program -> {
            throw new AssertionError("Spark's code is asked for " + program.sql());
        };
        // Two rows, as DuckDB would compute all of a single one beforehand, whatever a CASE decides.
        assertThat(values(line(), List.of(row, row), none))
                .containsExactly("1,a b,2026-01-01,,true,,7", "1,a b,2026-01-01,,true,,7");
    }

    @Test
    void headerOfPlainNamesIsWrittenDirectly() {
        assertThat(PlainCsv.header(columns)).contains("c0,c1,c2,c3,c4,c5,c6");
        assertThat(PlainCsv.header(List.of(new Column(0, "a,b", Simple.INT, true))))
                .isEmpty();
    }

    private static List<Expression> row(SplittableRandom random) {
        return List.of(
                literal(random, Simple.INT, pick(random, NUMBERS)),
                literal(random, Simple.STRING, random.nextInt(3) == 0 ? text(random) : pick(random, TEXTS)),
                literal(random, Simple.DATE, random.nextInt(3) == 0 ? day(random) : pick(random, DATES)),
                literal(random, TYPES.get(3), pick(random, FRACTIONS)),
                literal(random, Simple.BOOLEAN, Boolean.toString(random.nextBoolean())),
                literal(random, Simple.BIGINT, Long.toString(random.nextLong())),
                literal(random, TYPES.get(6), new BigDecimal(random.nextLong()).toPlainString()));
    }

    private static String pick(SplittableRandom random, List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append((char) (' ' + random.nextInt(0x7f - ' ')));
        }
        return text.toString();
    }

    private static String day(SplittableRandom random) {
        return Integer.toString(random.nextInt(-700_000, 2_900_000));
    }

    private static Literal literal(SplittableRandom random, DataType type, String text) {
        return random.nextInt(8) == 0 ? Literal.ofNull(type) : Literal.of(text, type);
    }

    private Call spark() {
        List<Expression> members = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (Column column : columns) {
            members.add(Literal.of(column.name(), Simple.STRING));
            members.add(new ColumnReference(column));
            fields.add(Field.of(column.name(), column.type()));
        }
        Call struct = new Call("named_struct", members, new StructType(fields), false);
        return new Call("to_csv", List.of(struct), Simple.STRING, false);
    }

    private List<Expression> line() {
        return List.of(PlainCsv.line(columns, spark()));
    }

    /** The lines of all rows, ours and Spark's. */
    private List<List<String>> lines(List<List<Expression>> rows, EvaluatorFactory evaluators) {
        return List.of(values(line(), rows, evaluators), values(List.of(spark()), rows, evaluators));
    }

    private List<String> values(
            List<Expression> expressions, List<List<Expression>> rows, EvaluatorFactory evaluators) {
        DuckDbEngine.Code code = new DuckDbEngine.Code(
                evaluators,
                source -> {
                    throw new AssertionError("no files");
                },
                Clock.systemUTC(),
                FunctionTable.STANDARD);
        Plan plan = new Plan.Project(
                new Plan.Values(columns, rows),
                List.of(new Projection(new Column(100, "line", Simple.STRING, false), expressions.get(0))));
        List<String> values = new ArrayList<>();
        try (DuckDbEngine engine = DuckDbEngine.open(EngineOptions.inMemory(), code);
                QueryResult result = engine.query(EMPTY, plan)) {
            for (int count = result.next(); count > 0; count = result.next()) {
                for (int i = 0; i < count; i++) {
                    values.add(new String(result.column(0).bytesAt(i), StandardCharsets.UTF_8));
                }
            }
        }
        return values;
    }
}
