package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.incremental.ClosedBelow;
import dev.leat.incremental.Stored;
import dev.leat.plan.Plan;
import java.util.StringJoiner;
import java.util.function.Function;

/** SQL for the stored rows that are closed. */
final class ClosedRows {
    private final Function<Plan, String> query;

    /**
     * For one engine.
     *
     * @param query makes SQL of a plan with one row and column
     */
    ClosedRows(Function<Plan, String> query) {
        this.query = query;
    }

    /** A condition for them. */
    String condition(ClosedBelow closed) {
        StringJoiner least = new StringJoiner(", ", "least(", ")");
        closed.bounds().forEach(bound -> least.add("(" + query.apply(bound.plan()) + ")"));
        String key = LiteralSql.identifier(Stored.field(closed.key()));
        String compared = closed.field().isPresent()
                ? "struct_extract(" + key + ", "
                        + LiteralSql.string(DuckDbTypes.member(closed.field().getAsInt())) + ")"
                : key;
        return compared + " < " + least;
    }
}
