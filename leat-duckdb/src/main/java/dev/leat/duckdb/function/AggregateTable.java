package dev.leat.duckdb.function;

import dev.leat.plan.AggregateCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The aggregate functions that run natively. */
public final class AggregateTable {
    /** The table the engine uses. */
    public static final AggregateTable STANDARD = new AggregateTable(AggregateFunctions.rows());

    private final Map<String, Row> rows;

    AggregateTable(Map<String, Row> rows) {
        this.rows = Map.copyOf(rows);
    }

    /**
     * The SQL of a call's parts.
     *
     * @param distinct {@code "DISTINCT "} or nothing
     * @param filter {@code " FILTER (WHERE …)"} or nothing
     */
    public record Clauses(List<String> operands, String distinct, String filter) {
        public Clauses {
            operands = List.copyOf(operands);
        }

        /** A DuckDB aggregate over the first operand. */
        String apply(String function) {
            return apply(function, operands.get(0));
        }

        /** A DuckDB aggregate over an expression. */
        String apply(String function, String operand) {
            return function + "(" + distinct + operand + ")" + filter;
        }
    }

    /** How one aggregate function is written. */
    @FunctionalInterface
    interface Row {
        Optional<Rendered> sql(AggregateCall call, Clauses clauses);
    }

    /** A native aggregate: its text and whether it can fail. */
    public record Rendered(String sql, Failure failure) {
        static Optional<Rendered> total(String sql) {
            return Optional.of(new Rendered(sql, Failure.NEVER));
        }

        static Optional<Rendered> partial(String sql) {
            return Optional.of(new Rendered(sql, Failure.SOMETIMES));
        }
    }

    /** The call as DuckDB SQL, if it has a native form. */
    public Optional<Rendered> find(AggregateCall call, Clauses clauses) {
        return Optional.ofNullable(rows.get(call.function())).flatMap(row -> row.sql(call, clauses));
    }
}
