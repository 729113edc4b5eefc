package dev.leat.duckdb.render;

import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.plan.Plan;
import java.util.StringJoiner;

/**
 * Session windows as DuckDB SQL. Within a partition, in the order of their starts, an interval opens a session when it
 * begins after the end of all intervals before it; the running count of openings numbers the sessions.
 */
final class SessionRenderer {
    private final ExpressionRenderer expressions;

    SessionRenderer(ExpressionRenderer expressions) {
        this.expressions = expressions;
    }

    String render(Plan.SessionWindow node, String input) {
        StringJoiner keys = new StringJoiner(", ");
        StringJoiner keyColumns = new StringJoiner(", ");
        for (int i = 0; i < node.partition().size(); i++) {
            keys.add("\"_k" + i + "\"");
            keyColumns.add(expressions.render(node.partition().get(i)) + " AS \"_k" + i + "\"");
        }
        String partition = keys.length() == 0 ? "" : "PARTITION BY " + keys + " ";
        String session = keys.length() == 0 ? "\"_n\"" : keys + ", \"_n\"";
        StringJoiner passed = new StringJoiner(", ");
        node.input().output().forEach(column -> passed.add(ExpressionRenderer.name(column)));
        String bounds =
                "SELECT *, " + expressions.render(node.start()) + " AS \"_s\", " + expressions.render(node.end())
                        + " AS \"_e\"" + (keyColumns.length() == 0 ? "" : ", " + keyColumns) + " FROM " + input;
        String opened = "SELECT *, CASE WHEN \"_s\" <= max(\"_e\") OVER (" + partition
                + "ORDER BY \"_s\", \"_e\" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS \"_o\" FROM ("
                + bounds + ") WHERE \"_e\" > \"_s\"";
        // Rows that are alike come in any order: all of them have the last session that one of them opens.
        String numbered = "SELECT *, max(CASE WHEN \"_o\" = 1 THEN \"_s\" END) OVER (" + partition
                + "ORDER BY \"_s\", \"_e\" RANGE UNBOUNDED PRECEDING) AS \"_n\" FROM (" + opened + ")";
        return "SELECT " + passed + (passed.length() == 0 ? "" : ", ") + "{'" + DuckDbTypes.member(0)
                + "': min(\"_s\") OVER w, '" + DuckDbTypes.member(1) + "': max(\"_e\") OVER w} AS "
                + ExpressionRenderer.name(node.session()) + " FROM (" + numbered + ") WINDOW w AS (PARTITION BY "
                + session
                + ")";
    }
}
