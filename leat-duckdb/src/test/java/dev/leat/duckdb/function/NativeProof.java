package dev.leat.duckdb.function;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.jspecify.annotations.Nullable;

/** Compares rows of the function table with Spark's evaluator. */
final class NativeProof implements AutoCloseable {
    private static final int EDGE_PRODUCT_MAX = 2500;
    private static final int EXTREME_ROWS = 200;

    private final FunctionTable table;
    private final int rowCount;
    private final long seed;
    private final SparkSide spark = new SparkSide();
    private final NativeSide duckDb = new NativeSide();
    private final Set<NativeFunction> proved = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Long> fallbacks = new LinkedHashMap<>();
    private final Map<String, Long> beyondRange = new LinkedHashMap<>();
    private int calls;
    private long rows;

    NativeProof(FunctionTable table, int rowCount, long seed) throws SQLException {
        this.table = table;
        this.rowCount = rowCount;
        this.seed = seed;
    }

    /** Rows of the table that at least one call was compared for. */
    Set<NativeFunction> proved() {
        return proved;
    }

    List<String> problems() {
        return problems;
    }

    int calls() {
        return calls;
    }

    long rows() {
        return rows;
    }

    Map<String, Long> fallbacks() {
        return fallbacks;
    }

    /** The calls that fail natively beyond DuckDB's years, with the percentage of the rows. */
    Map<String, Long> beyondRange() {
        return beyondRange;
    }

    /** Proves the rows of these functions; all rows if there are none. */
    void run(Set<String> functions) throws SQLException {
        Map<List<DataType>, Set<Call>> byColumns = new LinkedHashMap<>();
        for (NativeFunction row : table.rows()) {
            if (functions.isEmpty() || functions.contains(row.function())) {
                for (ProofCases.Case one : ProofCases.of(row)) {
                    byColumns
                            .computeIfAbsent(one.columns(), key -> new LinkedHashSet<>())
                            .add(one.call());
                }
            }
        }
        for (Map.Entry<List<DataType>, Set<Call>> entry : byColumns.entrySet()) {
            prove(entry.getKey(), entry.getValue());
        }
    }

    private record Prepared(Call call, SparkSide.Prepared spark, NativeFunction row) {}

    private void prove(List<DataType> types, Set<Call> calls) throws SQLException {
        List<Prepared> prepared = new ArrayList<>();
        for (Call call : calls) {
            prepare(call, types).ifPresent(prepared::add);
        }
        if (prepared.isEmpty()) {
            return;
        }
        compareAll(prepared, types, values(types));
        if (types.stream().anyMatch(type -> !SampleValues.extremes(type).isEmpty())) {
            List<Prepared> total = prepared.stream()
                    .filter(one -> one.row().failure() == Failure.NEVER)
                    .toList();
            compareAll(total, types, extremes(types));
        }
    }

    private void compareAll(List<Prepared> prepared, List<DataType> types, List<@Nullable Object[]> columns)
            throws SQLException {
        duckDb.load(types, columns);
        List<InternalRow> input = new ArrayList<>();
        for (int i = 0; i < columns.get(0).length; i++) {
            @Nullable Object[] row = new @Nullable Object[types.size()];
            for (int c = 0; c < row.length; c++) {
                row[c] = columns.get(c)[i];
            }
            input.add(new GenericInternalRow(row));
        }
        for (Prepared one : prepared) {
            compare(one, input, types);
        }
    }

    private List<@Nullable Object[]> extremes(List<DataType> types) {
        Random random = new Random(seed);
        List<@Nullable Object[]> columns = new ArrayList<>();
        for (DataType type : types) {
            List<Object> values = new ArrayList<>(SampleValues.extremes(type));
            values.addAll(SampleValues.edges(type));
            @Nullable Object[] column = new @Nullable Object[EXTREME_ROWS];
            for (int row = 0; row < column.length; row++) {
                column[row] =
                        values.get(random.nextInt(random.nextBoolean() ? Math.min(5, values.size()) : values.size()));
            }
            columns.add(column);
        }
        return columns;
    }

    /** The call with its type, if it occurs in the algebra and the table has it. */
    private Optional<Prepared> prepare(Call untyped, List<DataType> types) {
        boolean isCast = untyped.type() != Simple.VOID;
        // A row that holds for no target or no constant needs no analysis.
        if (isCast && find(untyped, "NULL").isEmpty()) {
            return Optional.empty();
        }
        return spark.prepare(untyped, types).flatMap(analysed -> {
            Call call = new Call(untyped.function(), untyped.arguments(), analysed.type(), true);
            return find(call, "NULL").map(row -> new Prepared(call, analysed, row));
        });
    }

    private Optional<NativeFunction> find(Call call, String fallback) {
        Signature signature = new Signature(call.function(), call.arguments(), call.type(), "UTC", () -> fallback);
        return table.rows().stream()
                .filter(row -> row.function().equals(call.function())
                        && row.accepts(signature)
                        && row.template().sql(signature, operands(call)).isPresent())
                .findFirst();
    }

    private static List<String> operands(Call call) {
        List<String> operands = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            operands.add(
                    argument instanceof Literal literal
                            ? dev.leat.duckdb.render.LiteralSql.of(literal)
                            : "c"
                                    + ((Expression.ColumnReference) argument)
                                            .column()
                                            .id());
        }
        return operands;
    }

    private void compare(Prepared one, List<InternalRow> input, List<DataType> types) throws SQLException {
        Call call = one.call();
        String name = SparkSqlRenderer.expression(call, Column::name).text() + " over "
                + types.stream().map(DataType::sql).toList();
        AtomicBoolean fallsBack = new AtomicBoolean();
        Signature signature = new Signature(call.function(), call.arguments(), call.type(), "UTC", () -> {
            fallsBack.set(true);
            return duckDb.fallback(call.type());
        });
        String sql = one.row().template().sql(signature, operands(call)).orElseThrow();
        proved.add(one.row());
        calls++;
        rows += input.size();
        String found;
        try {
            found = duckDb.typeOf(sql);
        } catch (SQLException e) {
            problems.add(name + ": does not bind: " + e.getMessage() + " [" + sql + "]");
            return;
        }
        String wanted = duckDb.typeOf("CAST(NULL AS " + DuckDbTypes.sql(call.type()) + ")");
        if (!found.equals(wanted)) {
            problems.add(name + ": has type " + found + ", not " + wanted + " [" + sql + "]");
            return;
        }
        @Nullable Object[] expected = one.spark().evaluate(input);
        for (int i = 0; i < expected.length && one.row().failure() == Failure.NEVER; i++) {
            if (expected[i] instanceof SparkSide.Failed failed) {
                problems.add(name + ": declared total, but " + row(input.get(i), types) + " gives " + failed);
                break;
            }
        }
        NativeSide.Comparison comparison;
        try {
            comparison = duckDb.compare(sql, call.type(), expected, strictness(one, types));
        } catch (SQLException e) {
            problems.add(name + ": fails while it is planned: " + e.getMessage() + " [" + sql + "]");
            return;
        }
        if (comparison.beyondRange() > 0) {
            beyondRange.put(name, 100L * comparison.beyondRange() / input.size());
        }
        if (fallsBack.get()) {
            fallbacks.put(name, 100L * comparison.fallbacks() / input.size());
        }
        for (NativeSide.Difference difference : comparison.differences()) {
            int i = difference.row();
            problems.add(name + " (" + comparison.count() + " of " + input.size() + "): on "
                    + row(input.get(i), types) + " DuckDB has " + difference.found() + ", Spark "
                    + (expected[i] instanceof SparkSide.Failed failed
                            ? failed.toString()
                            : CatalystValues.text(call.type(), expected[i]))
                    + " [" + sql + "]");
        }
    }

    private static NativeSide.Strictness strictness(Prepared one, List<DataType> types) {
        boolean hasTime = Stream.concat(types.stream(), Stream.of(one.call().type()))
                .anyMatch(type -> !SampleValues.extremes(type).isEmpty());
        return hasTime && one.row().failure() == Failure.SOMETIMES
                ? NativeSide.Strictness.WITHIN_RANGE
                : NativeSide.Strictness.STRICT;
    }

    private static String row(InternalRow row, List<DataType> types) {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < types.size(); i++) {
            Object value = row.isNullAt(i) ? null : ((GenericInternalRow) row).genericGet(i);
            text.append(i > 0 ? ", " : "").append(CatalystValues.text(types.get(i), value));
        }
        return text.append(')').toString();
    }

    /** All combinations of edge values, as far as there is room, then random rows in which operands are often alike. */
    private List<@Nullable Object[]> values(List<DataType> types) {
        Random random = new Random(seed ^ types.hashCode());
        SampleValues samples = new SampleValues(random);
        List<List<@Nullable Object>> edges = new ArrayList<>();
        long product = 1;
        for (DataType type : types) {
            List<@Nullable Object> values = new ArrayList<>(SampleValues.edges(type));
            values.add(null);
            edges.add(values);
            product *= values.size();
        }
        int edgeRows = (int) Math.min(product, EDGE_PRODUCT_MAX);
        List<@Nullable Object[]> columns = new ArrayList<>();
        for (int c = 0; c < types.size(); c++) {
            columns.add(new @Nullable Object[edgeRows + rowCount]);
        }
        for (int row = 0; row < edgeRows + rowCount; row++) {
            long rest = row;
            for (int c = 0; c < types.size(); c++) {
                List<@Nullable Object> values = edges.get(c);
                Object value;
                if (row < edgeRows) {
                    int index =
                            product <= EDGE_PRODUCT_MAX ? (int) (rest % values.size()) : random.nextInt(values.size());
                    rest /= values.size();
                    value = values.get(index);
                } else {
                    int before = c == 0 ? -1 : types.subList(0, c).indexOf(types.get(c));
                    value = before >= 0 && random.nextInt(5) == 0
                            ? columns.get(before)[row]
                            : samples.value(types.get(c));
                }
                columns.get(c)[row] = value;
            }
        }
        return columns;
    }

    @Override
    public void close() throws SQLException {
        duckDb.close();
    }
}
