package dev.leat.spark;

import dev.leat.error.Checks;
import dev.leat.incremental.EventTimeProgress;
import dev.leat.incremental.EventTimes;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.Stored;
import dev.leat.plan.Column;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.plan.Projections;
import dev.leat.plan.RelationName;
import dev.leat.spark.read.SparkSource;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Tells which staged rows of a dataset's watermarks are late, and takes note of how far their times have come. The rows are staged with one
 * more column, their time in microseconds, which is taken off here.
 */
final class RowsInTime {
    private final Maintained query;
    private final EventTimeProgress progress;
    private final List<LateRows> late = new ArrayList<>();

    RowsInTime(Maintained query, EventTimeProgress progress) {
        this.query = query;
        this.progress = progress;
    }

    /** For a reader of which no rows are late. */
    static RowsInTime none(Maintained query, CommitContext context) {
        return new RowsInTime(
                query, new EventTimeProgress(query, Map.of(), source -> Set.of(), context::idleAfter, context.waits()));
    }

    /**
     * Rows that came too late.
     *
     * @param source what they are from
     * @param records how many records that are not malformed made them, as far as that is known
     * @param rows as JSON
     */
    record LateRows(RelationName source, long records, Dataset<Row> rows) {}

    /** The plan of a watermark's rows with their time in microseconds. */
    static Plan timed(Plan plan) {
        Column time = plan.output().get(plan.output().size() - EventTimes.COLUMNS);
        List<Projection> columns = new ArrayList<>(Projections.passing(plan.output()));
        columns.add(new Projection(
                new Column(Plans.firstFreeId(plan), "micros", Simple.BIGINT, true),
                new Call("timestamp_to_micros", List.of(new ColumnReference(time)), Simple.BIGINT, true)));
        return new Plan.Project(plan, columns);
    }

    /** How far the times have come. */
    EventTimeProgress progress() {
        return progress;
    }

    /** The rows that came too late. */
    List<LateRows> late() {
        return List.copyOf(late);
    }

    /** Takes note of the rows of a watermark, with their times; those in time, without. */
    Staged take(int index, Staged rows, Staging staging) {
        Plan.Watermark node = query.watermark(index).orElseThrow();
        OptionalLong bound = progress.watermark(index);
        TimeTally tally = TimeTally.of(rows, node.output().size(), bound);
        progress.note(index, tally.latest());
        if (tally.lateRows() == 0) {
            return withoutTimes(rows, node);
        }
        long watermark = bound.orElseThrow();
        org.apache.spark.sql.Column micros =
                functions.col(Stored.field(node.output().size()));
        Staged tooLate;
        Staged inTime;
        if (rows.few().isPresent()) {
            tooLate = staging.few(
                    part(rows.few().get(), node, watermark, Side.LATE),
                    rows.rows().schema());
            inTime = staging.few(
                    part(rows.few().get(), node, watermark, Side.IN_TIME),
                    rows.rows().schema());
        } else {
            tooLate = new Staged(rows.rows().filter(micros.lt(watermark)), tally.lateRows());
            inTime = new Staged(
                    rows.rows().filter(micros.geq(watermark).or(micros.isNull())), rows.count() - tally.lateRows());
        }
        Checks.verify(
                tooLate.count() == tally.lateRows() && tooLate.count() + inTime.count() == rows.count(),
                "each row of a watermark is late or in time");
        late.add(new LateRows(query.source(node), tally.lateRecords(), json(tooLate, node)));
        return withoutTimes(inTime, node);
    }

    /** Takes note of the rows of a watermark, none of which is late. */
    Staged takeAll(int index, Staged rows) {
        Plan.Watermark node = query.watermark(index).orElseThrow();
        progress.note(
                index,
                TimeTally.of(rows, node.output().size(), OptionalLong.empty()).latest());
        return withoutTimes(rows, node);
    }

    private enum Side {
        LATE,
        IN_TIME
    }

    private static List<Row> part(List<Row> rows, Plan.Watermark node, long watermark, Side side) {
        int micros = node.output().size();
        return rows.stream()
                .filter(row -> (!row.isNullAt(micros) && row.getLong(micros) < watermark) == (side == Side.LATE))
                .toList();
    }

    private static Staged withoutTimes(Staged rows, Plan.Watermark node) {
        return rows.first(node.output().size());
    }

    /** The columns of the read. */
    private static Dataset<Row> json(Staged rows, Plan.Watermark node) {
        List<Column> columns = node.output().subList(0, node.output().size() - EventTimes.COLUMNS);
        return rows.rows().select(functions.expr(RowJson.of(columns)).as(SparkSource.CONTENT));
    }
}
