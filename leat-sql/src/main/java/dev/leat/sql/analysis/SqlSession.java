package dev.leat.sql.analysis;

import dev.leat.pipeline.Settings;

/**
 * What the meaning of a query depends on besides its text.
 *
 * @param catalogName the catalog of names that do not say one
 * @param schemaName the schema of names that do not say one
 */
public record SqlSession(Settings settings, String catalogName, String schemaName, RelationCatalog relations) {
    /** Spark's own name of the catalog that is there without configuration. */
    public static final String DEFAULT_CATALOG = "spark_catalog";

    /** Spark's own name of the schema that is there without configuration. */
    public static final String DEFAULT_SCHEMA = "default";

    /** A session in Spark's default catalog and schema. */
    public static SqlSession of(Settings settings, RelationCatalog relations) {
        return new SqlSession(settings, DEFAULT_CATALOG, DEFAULT_SCHEMA, relations);
    }
}
