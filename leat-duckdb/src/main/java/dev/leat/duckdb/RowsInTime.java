package dev.leat.duckdb;

import dev.leat.duckdb.Computed.Rows;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.store.Database;
import dev.leat.incremental.EventTimeProgress;
import dev.leat.incremental.EventTimes;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.Stored;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.type.Field;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Tells which staged rows of a dataset's watermarks are late, and takes note of how far their times have come. */
final class RowsInTime {
    private final Database database;
    private final Maintained query;
    private final EventTimeProgress progress;
    private final List<LateRows> late = new ArrayList<>();

    RowsInTime(Database database, Maintained query, EventTimeProgress progress) {
        this.database = database;
        this.query = query;
        this.progress = progress;
    }

    /**
     * Rows that came too late.
     *
     * @param source what they are from
     * @param records how many records made them, as far as that is known
     * @param rows a staged table of their time, part and position, and of the row as JSON
     * @param watermark microseconds since 1970-01-01
     */
    record LateRows(RelationName source, long records, Rows rows, long watermark) {}

    /** Takes note of the rows of a watermark in a staged table; which of them are in time, as SQL. */
    Rows take(int index, Rows rows, TemporaryTables temporary) throws SQLException {
        Plan.Watermark node = query.watermark(index).orElseThrow();
        String time = micros(node);
        OptionalLong watermark = progress.watermark(index);
        long lateRows = note(index, node, rows.table(), watermark);
        if (lateRows == 0) {
            return rows;
        }
        String table = temporary.next();
        long bound = watermark.getAsLong();
        database.execute(TemporaryTables.creation(
                table,
                "SELECT " + time + " AS time, " + part(node) + " AS part, " + position(node) + " AS position, encode("
                        + json(node) + ") AS raw FROM " + rows.table() + " WHERE " + time + " < " + bound));
        late.add(new LateRows(query.source(node), records(table), new Rows(table, lateRows), bound));
        String inTime =
                "(SELECT * FROM " + rows.table() + " WHERE " + time + " >= " + bound + " OR " + time + " IS NULL)";
        return new Rows(inTime, rows.count() - lateRows);
    }

    private long records(String late) throws SQLException {
        return database.number(
                "SELECT count(*) FILTER (position < 0) + count(DISTINCT (part, position)) FILTER (position >= 0) FROM "
                        + late);
    }

    /** Takes note of the rows of a watermark in a table, of which none is late. */
    void takeAll(int index, String table) throws SQLException {
        note(index, query.watermark(index).orElseThrow(), table, OptionalLong.empty());
    }

    private long note(int index, Plan.Watermark node, String table, OptionalLong watermark) throws SQLException {
        Map<String, OptionalLong> parts = new HashMap<>();
        String bound = watermark.isPresent() ? Long.toString(watermark.getAsLong()) : "NULL";
        long late = 0;
        try (Statement statement = database.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT " + part(node) + ", max(" + micros(node)
                        + "), count(*) FILTER (" + micros(node) + " < " + bound + ") FROM " + table + " GROUP BY 1")) {
            while (row.next()) {
                long micros = row.getLong(2);
                OptionalLong latest = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(micros);
                parts.put(row.getString(1), latest);
                late += row.getLong(3);
            }
        }
        progress.note(index, parts);
        return late;
    }

    private static String micros(Plan.Watermark node) {
        return "epoch_us(" + field(node, EventTimes.COLUMNS) + ")";
    }

    private static String part(Plan.Watermark node) {
        return field(node, EventTimes.COLUMNS - 1);
    }

    private static String position(Plan.Watermark node) {
        return field(node, EventTimes.COLUMNS - 2);
    }

    private static String field(Plan.Watermark node, int fromEnd) {
        return LiteralSql.identifier(Stored.field(node.output().size() - fromEnd));
    }

    /** The columns of the read as JSON. */
    private static String json(Plan.Watermark node) {
        List<Field> columns = node.output().subList(0, node.output().size() - EventTimes.COLUMNS).stream()
                .map(column -> new Field(column.name(), column.type(), column.nullable()))
                .toList();
        return RowJson.of(columns, i -> LiteralSql.identifier(Stored.field(i)));
    }

    /** The rows that came too late. */
    List<LateRows> late() {
        return List.copyOf(late);
    }

    /** How far the times have come. */
    EventTimeProgress progress() {
        return progress;
    }
}
