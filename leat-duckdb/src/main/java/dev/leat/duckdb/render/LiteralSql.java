package dev.leat.duckdb.render;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;

/** Constants as DuckDB SQL, of exactly their storage type. */
public final class LiteralSql {
    private LiteralSql() {}

    /** The constant, self-contained. */
    public static String of(Literal literal) {
        DataType type = literal.type();
        String storage = DuckDbTypes.sql(type);
        if (literal.text().isEmpty()) {
            return "CAST(NULL AS " + storage + ")";
        }
        String text = literal.text().get();
        if (type.isText()) {
            return string(text);
        }
        if (type instanceof DataType.IntervalType || type.isIntegral()) {
            return "CAST(" + quoted(text) + " AS " + storage + ")";
        }
        if (!(type instanceof Simple simple)) {
            return "CAST(" + quoted(text) + " AS " + storage + ")";
        }
        return switch (simple) {
            case BOOLEAN -> text;
            case BINARY -> "from_hex(" + quoted(text) + ")";
            case DATE -> "(DATE '1970-01-01' + CAST(" + text + " AS INTEGER))";
            case TIMESTAMP, TIMESTAMP_NTZ -> "make_timestamp(CAST(" + text + " AS BIGINT))";
            case INTERVAL -> interval(text);
            case FLOAT, DOUBLE -> "CAST(" + quoted(text) + " AS " + storage + ")";
            case INT, BIGINT, TINYINT, SMALLINT, STRING, VOID -> "CAST(" + quoted(text) + " AS " + storage + ")";
        };
    }

    private static String interval(String text) {
        String[] parts = text.split(",", -1);
        return "(to_months(CAST(" + parts[0] + " AS INTEGER)) + to_days(CAST(" + parts[1]
                + " AS INTEGER)) + to_microseconds(CAST(" + parts[2] + " AS BIGINT)))";
    }

    /** A string constant; NUL cannot stand in a DuckDB literal and is put in by {@code chr}. */
    public static String string(String text) {
        if (text.indexOf('\0') < 0) {
            return quoted(text);
        }
        StringBuilder sql = new StringBuilder("(");
        String[] parts = text.split("\0", -1);
        for (int i = 0; i < parts.length; i++) {
            sql.append(i > 0 ? " || chr(0) || " : "").append(quoted(parts[i]));
        }
        return sql.append(')').toString();
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** An identifier in double quotes. */
    public static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
