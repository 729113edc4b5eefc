package dev.leat.move;

import dev.leat.json.SchemaJson;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is written down of commits, as the embedded engine has it. An engine that has no use for one of these tables keeps it as it came,
 * and gives it on when the state moves again.
 */
public enum RecordTable {
    COMMITS("commit", Simple.BIGINT, "time", Simple.TIMESTAMP_NTZ),
    OUTCOMES(
            "commit",
            Simple.BIGINT,
            "name",
            Simple.STRING,
            "status",
            Simple.STRING,
            "rows_in",
            Simple.BIGINT,
            "rows_out",
            Simple.BIGINT,
            "micros",
            Simple.BIGINT,
            "problem",
            Simple.STRING,
            "extent",
            Simple.STRING),
    COUNTS(
            "commit",
            Simple.BIGINT,
            "name",
            Simple.STRING,
            "source",
            Simple.STRING,
            "read",
            Simple.BIGINT,
            "accepted",
            Simple.BIGINT,
            "malformed",
            Simple.BIGINT,
            "late",
            Simple.BIGINT,
            "rejected",
            Simple.BIGINT),
    EXPECTATIONS(
            "commit",
            Simple.BIGINT,
            "dataset",
            Simple.STRING,
            "name",
            Simple.STRING,
            "action",
            Simple.STRING,
            "passed",
            Simple.BIGINT,
            "violated",
            Simple.BIGINT),
    ERRORS(
            "commit",
            Simple.BIGINT,
            "dataset",
            Simple.STRING,
            "source",
            Simple.STRING,
            "kind",
            Simple.STRING,
            "reason",
            Simple.STRING,
            "part",
            Simple.STRING,
            "position",
            Simple.BIGINT,
            "raw",
            Simple.BINARY),
    WATERMARKS(
            "dataset",
            Simple.STRING,
            "read",
            Simple.INT,
            "source",
            Simple.STRING,
            "part",
            Simple.STRING,
            "time",
            Simple.BIGINT,
            "seen",
            Simple.BIGINT),
    SINK_FILES("folder", Simple.STRING, "path", Simple.STRING, "flow", Simple.STRING);

    private final List<Field> columns;

    RecordTable(Object... columns) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.length; i += 2) {
            fields.add(new Field((String) columns[i], (DataType) columns[i + 1], true));
        }
        this.columns = List.copyOf(fields);
    }

    /** The name of the table. */
    public String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its columns. */
    public List<Field> columns() {
        return columns;
    }

    /** Its columns as JSON. */
    public String schema() {
        return SchemaJson.write(columns);
    }
}
