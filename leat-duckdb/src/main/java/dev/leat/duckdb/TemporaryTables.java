package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import java.util.ArrayList;
import java.util.List;

/** Names of temporary tables that are free. */
final class TemporaryTables {
    private static final String SCHEMA = "temp.";

    private final List<String> names = new ArrayList<>();
    private int count;

    /** A name, as SQL. */
    String next() {
        String name = SCHEMA + LiteralSql.identifier("leat$" + count++);
        names.add(name);
        return name;
    }

    /** The names since the last call, for dropping the tables. */
    List<String> take() {
        List<String> taken = List.copyOf(names);
        names.clear();
        return taken;
    }

    /** The statement that makes a table of such a name, with the rows of a query. */
    static String creation(String name, String query) {
        return "CREATE OR REPLACE TEMP TABLE " + name.substring(SCHEMA.length()) + " AS\n" + query;
    }
}
