package dev.leat.sql.analysis;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.apache.spark.sql.catalyst.catalog.InMemoryCatalog;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;

/** The catalogs of a session: every name is looked up in our {@link RelationCatalog}, functions in Spark's registry. */
final class SessionCatalogs extends CatalogManager {
    private final SqlSession session;
    private final RelationTables current;

    SessionCatalogs(SqlSession session) {
        super(new RelationTables(session.catalogName(), session.relations()), functions());
        this.session = session;
        this.current = new RelationTables(session.catalogName(), session.relations());
    }

    /** A catalog without tables; the registries are Spark's own, shared and never changed. */
    private static SessionCatalog functions() {
        InMemoryCatalog tables = new InMemoryCatalog(new SparkConf(false), new Configuration(false));
        return new SessionCatalog(tables, FunctionRegistry.builtin(), TableFunctionRegistry.builtin());
    }

    @Override
    public CatalogPlugin catalog(String name) {
        return isCatalogRegistered(name) ? current : super.catalog(name);
    }

    @Override
    public boolean isCatalogRegistered(String name) {
        return name.equalsIgnoreCase(session.catalogName());
    }

    @Override
    public CatalogPlugin v2SessionCatalog() {
        return current;
    }

    @Override
    public CatalogPlugin currentCatalog() {
        return current;
    }

    @Override
    public String[] currentNamespace() {
        return new String[] {session.schemaName()};
    }
}
