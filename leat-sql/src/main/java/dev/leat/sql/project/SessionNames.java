package dev.leat.sql.project;

import dev.leat.pipeline.Settings;
import dev.leat.sql.analysis.SqlSession;
import java.util.Map;

/** A pipeline's default catalog and schema, kept among its settings under the names that Spark gives them. */
final class SessionNames {
    private static final String CATALOG = "spark.sql.defaultCatalog";
    private static final String SCHEMA = "spark.sql.catalog.spark_catalog.defaultDatabase";

    private SessionNames() {}

    /** Writes them where they are not Spark's own. */
    static void put(String catalogName, String schemaName, Map<String, String> configuration) {
        if (!catalogName.equals(SqlSession.DEFAULT_CATALOG)) {
            configuration.put(CATALOG, catalogName);
        }
        if (!schemaName.equals(SqlSession.DEFAULT_SCHEMA)) {
            configuration.put(SCHEMA, schemaName);
        }
    }

    static String catalogName(Settings settings) {
        return settings.configuration().getOrDefault(CATALOG, SqlSession.DEFAULT_CATALOG);
    }

    static String schemaName(Settings settings) {
        return settings.configuration().getOrDefault(SCHEMA, SqlSession.DEFAULT_SCHEMA);
    }
}
