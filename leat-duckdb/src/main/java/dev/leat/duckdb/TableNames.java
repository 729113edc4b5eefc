package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import dev.leat.error.Checks;
import dev.leat.plan.RelationName;
import java.util.Locale;

/** The tables of datasets: the schema is {@code catalog.database}, the table has the dataset's name, in lower case. */
final class TableNames {
    /** Where the rows of operators are kept. */
    static final String STATE_SCHEMA = "leat_state";

    private static final String STAGED = "$staged";

    private TableNames() {}

    static String schema(RelationName name) {
        Checks.verify(name.parts().size() == 3, "a dataset's name has three parts");
        return (name.parts().get(0) + "." + name.parts().get(1)).toLowerCase(Locale.ROOT);
    }

    static String table(RelationName name) {
        return name.simpleName().toLowerCase(Locale.ROOT);
    }

    /** The published table, as SQL. */
    static String published(RelationName name) {
        return LiteralSql.identifier(schema(name)) + "." + LiteralSql.identifier(table(name));
    }

    /** The table of a commit that is not published yet, as SQL. */
    static String staged(RelationName name) {
        return LiteralSql.identifier(schema(name)) + "." + LiteralSql.identifier(table(name) + STAGED);
    }

    /** The table with the rows of an operator, as SQL. */
    static String state(String name) {
        return STATE_SCHEMA + "." + LiteralSql.identifier(name);
    }

    /** The same table of a commit that is not published yet, as SQL. */
    static String stagedState(String name) {
        return STATE_SCHEMA + "." + LiteralSql.identifier(name + STAGED);
    }

    /** Whether the table is left over from a commit that was not published. */
    static boolean isStaged(String table) {
        return table.endsWith(STAGED);
    }
}
