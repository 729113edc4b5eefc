package dev.leat.spark;

import dev.leat.plan.RelationName;
import dev.leat.spark.store.IcebergTables;
import dev.leat.type.Identifiers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The names of tables in a warehouse, and in SQL. */
final class TableNames {
    /** The catalog of the session that is the warehouse. */
    static final String CATALOG = "leat";

    /** Where the rows of operators are. */
    static final String STATES = "leat_state";

    /** The table of the records that were not accepted. */
    static final String ERRORS = IcebergTables.name("leat", "errors");

    /** What the names of Leat's own folders begin with. */
    private static final String RESERVED = "leat";

    private static final String DEFAULT_CATALOG = "spark_catalog";

    private TableNames() {}

    /** The table of a dataset: its schema, after the catalog if that is not the default one, and its name, in lower case. */
    static String dataset(RelationName name) {
        int size = name.parts().size();
        String catalog = name.parts().get(0).toLowerCase(Locale.ROOT);
        String schema = file(name.parts().get(size - 2).toLowerCase(Locale.ROOT));
        // No name that is made for a file has two tildes, or one at its beginning before a letter.
        String plain = schema.startsWith(RESERVED) ? "~" + schema : schema;
        String namespace = size < 3 || catalog.equals(DEFAULT_CATALOG) ? plain : file(catalog) + "~~" + schema;
        return IcebergTables.name(namespace, file(name.simpleName().toLowerCase(Locale.ROOT)));
    }

    /** The table with the rows of an operator. */
    static String state(String name) {
        return IcebergTables.name(STATES, file(name));
    }

    /** A name that every file system takes. */
    private static String file(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace('%', '~');
    }

    /** A table in SQL. */
    static String sql(String table) {
        int slash = table.indexOf('/');
        return CATALOG + "." + Identifiers.quote(table.substring(0, slash)) + "."
                + Identifiers.quote(table.substring(slash + 1));
    }
}
