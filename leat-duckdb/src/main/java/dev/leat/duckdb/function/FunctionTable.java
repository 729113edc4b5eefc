package dev.leat.duckdb.function;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The table of all functions that run natively. */
public final class FunctionTable {
    /** The table the engine uses. */
    public static final FunctionTable STANDARD = new FunctionTable(Stream.of(
                    ComparisonFunctions.rows(),
                    ArithmeticFunctions.rows(),
                    DecimalFunctions.rows(),
                    MathFunctions.rows(),
                    Conversions.rows(),
                    TextFunctions.rows(),
                    TimeFunctions.rows(),
                    CollectionFunctions.rows())
            .flatMap(List::stream)
            .toList());

    private final List<NativeFunction> rows;
    private final Map<String, List<NativeFunction>> byName = new LinkedHashMap<>();

    /** A table of the given rows; the first that accepts a call is taken. */
    public FunctionTable(List<NativeFunction> rows) {
        this.rows = List.copyOf(rows);
        for (NativeFunction row : rows) {
            byName.merge(
                    row.function(),
                    List.of(row),
                    (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
        }
    }

    /** A table in which nothing is native: every call runs on Spark's code. */
    public static FunctionTable empty() {
        return new FunctionTable(List.of());
    }

    /** All rows, in order. */
    public List<NativeFunction> rows() {
        return rows;
    }

    /** A native call: its text and whether it can fail. */
    public record Rendered(String sql, Failure failure) {}

    /** The call as DuckDB SQL, if a row holds for it. */
    public Optional<Rendered> find(Signature signature, List<String> operands) {
        for (NativeFunction row : byName.getOrDefault(signature.function(), List.of())) {
            if (row.accepts(signature)) {
                Optional<String> sql = row.template().sql(signature, operands);
                if (sql.isPresent()) {
                    return Optional.of(new Rendered(sql.get(), row.failure()));
                }
            }
        }
        return Optional.empty();
    }
}
