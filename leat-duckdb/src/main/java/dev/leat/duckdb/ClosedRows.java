package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.store.WatermarkLog.Read;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.incremental.ClosedGroups;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.Stored;
import dev.leat.plan.Column;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.function.Function;

/** Tells which stored rows no row that is in time can change any more, once watermarks have passed them. */
final class ClosedRows {
    /** The year 1. What is computed of times that are earlier by far may not be a time. */
    private static final long EARLIEST = -62_135_596_800_000_000L;

    private final Function<Plan, String> query;

    /**
     * For one engine.
     *
     * @param query makes SQL of a plan with one row and column
     */
    ClosedRows(Function<Plan, String> query) {
        this.query = query;
    }

    /** SQL conditions, by the index of the stored operator. */
    Map<Integer, String> conditions(Maintained maintained, Map<Integer, Read> times) {
        Map<Integer, String> conditions = new HashMap<>();
        for (int i = 0; i < maintained.stored().size(); i++) {
            int index = i;
            maintained
                    .closed(i)
                    .flatMap(groups -> condition(groups, times))
                    .ifPresent(condition -> conditions.put(index, condition));
        }
        return conditions;
    }

    private Optional<String> condition(ClosedGroups groups, Map<Integer, Read> times) {
        StringJoiner least = new StringJoiner(", ", "least(", ")");
        for (ClosedGroups.Bound bound : groups.least()) {
            OptionalLong watermark = Optional.ofNullable(times.get(bound.watermark()))
                    .map(Read::watermark)
                    .orElse(OptionalLong.empty());
            if (watermark.isEmpty() || watermark.getAsLong() < EARLIEST) {
                return Optional.empty();
            }
            least.add("(" + query.apply(value(bound, watermark.getAsLong() - bound.marginMicros())) + ")");
        }
        String key = LiteralSql.identifier(Stored.field(groups.key()));
        String compared = groups.field().isPresent()
                ? "struct_extract(" + key + ", "
                        + LiteralSql.string(DuckDbTypes.member(groups.field().getAsInt())) + ")"
                : key;
        return Optional.of(compared + " < " + least);
    }

    private static Plan value(ClosedGroups.Bound bound, long watermark) {
        Column time = bound.time();
        Plan row = new Plan.Values(List.of(time), List.of(List.of(Literal.of(Long.toString(watermark), time.type()))));
        Column value = new Column(time.id() + 1, "least", bound.value().type(), true);
        return new Plan.Project(row, List.of(new Projection(value, bound.value())));
    }
}
