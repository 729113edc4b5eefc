package dev.leat.duckdb.function;

import dev.leat.duckdb.bridge.JavaFunctions;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.pipeline.Settings;
import dev.leat.plan.AggregateCall;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.spi.Evaluator;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.spi.EvaluatorProgram.Kind;
import dev.leat.spi.InputColumn;
import dev.leat.sql.analysis.AnalyzedQuery;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.type.DataType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;

/** Compares native aggregate functions with Spark's, group by group, over random groups of random values. */
final class AggregateProof implements AutoCloseable {
    private static final double TOLERANCE = 1e-9;
    private static final int GROUP_SIZE_MAX = 40;

    private final Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    private final SparkEvaluatorFactory spark = new SparkEvaluatorFactory();
    private final SparkSide analysis = new SparkSide();
    private final JavaFunctions<String> functions;
    private final List<String> problems = new ArrayList<>();
    private final int groupCount;
    private final long seed;
    private List<@Nullable Object[]> columns = List.of();
    private List<DataType> types = List.of();
    private int calls;
    private int failures;
    private int beyondRange;

    AggregateProof(int groupCount, long seed) throws SQLException {
        this.groupCount = groupCount;
        this.seed = seed;
        functions = new JavaFunctions<>(connection, this::open, DuckDbTypes::sql);
        execute("SET threads = 1");
    }

    /** How results are compared. */
    enum Equality {
        EXACT,
        /** Equal to 1e-9 relative: what depends on the order of the rows in Spark, too. */
        CLOSE
    }

    /** What values a column has. */
    enum Values {
        ANY,
        /** Of one sign in each group, since Spark's sums also fail on the way to a result that would fit. */
        SAME_SIGN,
        /** The first column follows from the second and is NULL for some of its values: equal keys have equal values. */
        FUNCTIONAL,
        /** Between 1 and 1000, so that sums lose no digits to cancellation. */
        MODERATE
    }

    List<String> problems() {
        return problems;
    }

    String summary() {
        return calls + " aggregate calls compared on " + groupCount + " groups, " + failures
                + " groups failed on both sides, " + beyondRange + " natively only";
    }

    private Evaluator open(EvaluatorProgram program) {
        if (program.kind() == Kind.AGGREGATE) {
            return spark.open(program);
        }
        DataType type = program.argumentTypes().get(program.argumentTypes().size() - 1);
        return (arguments, rows, result) -> {
            for (int row = 0; row < rows; row++) {
                switch (program.sql()) {
                    case "close" -> result.setBoolean(row, areClose(arguments.get(0), arguments.get(1), row));
                    case "text" ->
                        result.setBytes(
                                row,
                                CatalystValues.text(type, arguments.get(0), row)
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
                    default -> {
                        int column = Integer.parseInt(program.sql());
                        int index = (int) arguments.get(0).longAt(row);
                        CatalystValues.write(types.get(column), result, row, columns.get(column)[index]);
                    }
                }
            }
        };
    }

    private static boolean areClose(InputColumn left, InputColumn right, int row) {
        if (left.isNullAt(row) || right.isNullAt(row)) {
            return left.isNullAt(row) && right.isNullAt(row);
        }
        double a = left.doubleAt(row);
        double b = right.doubleAt(row);
        return Double.compare(a, b) == 0 || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    }

    private String function(Kind kind, String text, List<DataType> arguments, DataType result) {
        return functions.register(new EvaluatorProgram(kind, text, arguments, result, Settings.DEFAULT), text);
    }

    /** A table {@code t(i, g, c0, …)} in which group 0 has no row. */
    void load(List<DataType> columnTypes, Values kind) throws SQLException {
        types = columnTypes;
        Random random = new Random(seed ^ types.hashCode());
        SampleValues samples = new SampleValues(random);
        List<Integer> groups = new ArrayList<>();
        for (int g = 1; g <= groupCount; g++) {
            int size = 1 + random.nextInt(random.nextInt(3) == 0 ? GROUP_SIZE_MAX : 4);
            for (int i = 0; i < size; i++) {
                groups.add(g);
            }
        }
        columns = new ArrayList<>();
        for (DataType type : types) {
            @Nullable Object[] values = new @Nullable Object[groups.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = adapted(samples.value(type), kind, groups.get(i), random);
            }
            columns.add(values);
        }
        for (int i = 0; kind == Values.FUNCTIONAL && i < groups.size(); i++) {
            Object key = columns.get(1)[i];
            columns.get(0)[i] = key == null || key.hashCode() % 3 == 0 ? null : key;
        }
        StringBuilder sql = new StringBuilder("CREATE OR REPLACE TABLE t AS SELECT i, g");
        for (int c = 0; c < types.size(); c++) {
            String name = function(Kind.SCALAR, String.valueOf(c), List.of(Simple.BIGINT), types.get(c));
            sql.append(", ").append(name).append("(i) AS c").append(c);
        }
        execute("CREATE OR REPLACE TABLE groups AS SELECT * FROM (SELECT unnest(" + groups
                + ") AS g, generate_subscripts(" + groups + ", 1) - 1 AS i)");
        execute(sql + " FROM groups ORDER BY i");
    }

    private static @Nullable Object adapted(@Nullable Object value, Values kind, int group, Random random) {
        if (value == null) {
            return null;
        }
        if (value instanceof Double number) {
            return kind == Values.MODERATE ? (Object) (1 + 999 * random.nextDouble()) : (Object) (number + 0.0);
        }
        if (value instanceof Float number) {
            return kind == Values.MODERATE ? (Object) (1 + 999 * random.nextFloat()) : (Object) (number + 0.0f);
        }
        if (kind != Values.SAME_SIGN) {
            return value;
        }
        boolean isNegative = group % 2 == 0;
        if (value instanceof Decimal decimal) {
            return decimal.toJavaBigDecimal().signum() < 0 == isNegative
                    ? decimal
                    : Decimal.apply(decimal.toJavaBigDecimal().negate(), decimal.precision(), decimal.scale());
        }
        if (value instanceof Long number) {
            return number < 0 == isNegative ? number : (Object) ~number;
        }
        return value;
    }

    /** Compares one function on the columns of the table. */
    void compare(String name, boolean distinct, Equality equality) throws SQLException {
        List<Expression> arguments = new ArrayList<>();
        List<String> operands = new ArrayList<>();
        StringJoiner struct = new StringJoiner(", ", "{", "}");
        for (DataType type : types) {
            int c = arguments.size();
            arguments.add(new ColumnReference(new Column(c, "c" + c, type, true)));
            operands.add("c" + c);
            struct.add("'f" + c + "': c" + c);
        }
        String text = name + "(" + String.join(", ", operands) + ")";
        Optional<DataType> type = analysis.analyze("SELECT " + text + " AS r FROM " + analysis.relation(types))
                .map(AnalyzedQuery::fields)
                .map(fields -> fields.get(0).type());
        String words = distinct ? "DISTINCT " : "";
        AggregateCall call = new AggregateCall(
                name, arguments, distinct, Optional.empty(), List.of(), type.orElseThrow(), true, Optional.empty());
        Optional<AggregateTable.Rendered> rendered =
                AggregateTable.STANDARD.find(call, new AggregateTable.Clauses(operands, words, ""));
        String label = name + "(" + words + types.stream().map(DataType::sql).toList() + ")";
        if (rendered.isEmpty()) {
            problems.add(label + ": is not native");
            return;
        }
        calls++;
        String own = function(Kind.AGGREGATE, text, types, type.get()) + "(list(" + words + struct + "))";
        new Comparing(label, rendered.get(), own, type.get(), equality).run();
    }

    private final class Comparing {
        private final String label;
        private final AggregateTable.Rendered rendered;
        private final String own;
        private final DataType type;
        private final String differs;

        Comparing(String label, AggregateTable.Rendered rendered, String own, DataType type, Equality equality) {
            this.label = label;
            this.rendered = rendered;
            this.own = own;
            this.type = type;
            this.differs = equality == Equality.EXACT
                    ? "n IS DISTINCT FROM s"
                    : "NOT " + function(Kind.SCALAR, "close", List.of(type, type), Simple.BOOLEAN) + "(n, s)";
        }

        void run() throws SQLException {
            String wanted = text("SELECT typeof(CAST(NULL AS " + DuckDbTypes.sql(type) + "))");
            String found = text("SELECT typeof(" + rendered.sql() + ") FROM t");
            if (!wanted.equals(found)) {
                problems.add(label + ": has type " + found + ", not " + wanted);
                return;
            }
            try {
                differences("SELECT g, " + rendered.sql() + " AS n, " + own + " AS s FROM t GROUP BY g");
            } catch (SQLException e) {
                for (int g = 1; g <= groupCount; g++) {
                    compareGroup(g);
                }
            }
            // Over no rows, too.
            differences("SELECT 0 AS g, " + rendered.sql() + " AS n, " + own + " AS s FROM t WHERE g = 0");
        }

        private void differences(String sql) throws SQLException {
            String show = function(Kind.SCALAR, "text", List.of(type), Simple.STRING);
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT g, " + show + "(n), " + show
                            + "(s), count(*) OVER ()" + " FROM (" + sql + ") WHERE " + differs + " LIMIT 3")) {
                while (rows.next()) {
                    problems.add(label + " (" + rows.getInt(4) + "): in group " + rows.getInt(1) + " DuckDB has "
                            + rows.getString(2) + ", Spark " + rows.getString(3) + " [" + rendered.sql() + "]");
                }
            }
        }

        private void compareGroup(int group) throws SQLException {
            String from = " FROM t WHERE g = " + group;
            Optional<SQLException> nativeError = failure("SELECT " + rendered.sql() + from);
            Optional<SQLException> sparkError = failure("SELECT " + own + from);
            boolean mayFail = rendered.failure() == Failure.SOMETIMES;
            if (nativeError.isEmpty() && sparkError.isEmpty()) {
                differences("SELECT " + group + " AS g, " + rendered.sql() + " AS n, " + own + " AS s" + from);
            } else if (nativeError.isEmpty() || !mayFail) {
                problems.add(label + ": group " + group + " fails on one side: " + nativeError + sparkError);
            } else if (!DuckDbErrors.isAboutData(nativeError.get())) {
                problems.add(label + ": an error of an unexpected kind: " + nativeError.get());
            } else if (sparkError.isPresent()) {
                failures++;
            } else if (type instanceof DecimalType) {
                beyondRange++;
            } else {
                problems.add(label + ": group " + group + " fails natively: " + nativeError.get());
            }
        }

        private Optional<SQLException> failure(String sql) {
            try {
                text(sql);
                return Optional.empty();
            } catch (SQLException e) {
                return Optional.of(e);
            }
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
