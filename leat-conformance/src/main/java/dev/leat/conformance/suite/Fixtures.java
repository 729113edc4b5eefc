package dev.leat.conformance.suite;

import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.conformance.tpc.TpcTexts;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.plan.RelationName;
import dev.leat.sql.analysis.Scala;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalog.Table;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.VariableSubstitution;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** The tables of the suite, kept by Spark: preparing them is not what is tested. Other engines read copies of them. */
final class Fixtures {
    private static final Set<String> BASE_TABLES =
            Set.of("testdata", "arraydata", "mapdata", "aggtest", "onek", "tenk1");
    private static final String ONEK = "unique1 int, unique2 int, two int, four int, ten int, twenty int, hundred int,"
            + " thousand int, twothousand int, fivethous int, tenthous int, odd int, even int, stringu1 string,"
            + " stringu2 string, string4 string";

    private final SparkOracle oracle;
    private final Map<String, FixtureTable> copies = new HashMap<>();
    private OracleSession session;

    Fixtures(SparkOracle oracle) {
        this.oracle = oracle;
        this.session = oracle.session(Settings.DEFAULT);
        createBaseTables();
    }

    /**
     * A table as another engine sees it.
     *
     * @param columns with CHAR and VARCHAR as declared
     */
    record FixtureTable(StructType columns, List<InternalRow> rows) {
        FixtureTable {
            rows = List.copyOf(rows);
        }
    }

    /** A new file: other tables than the suite's own, temporary views and settings are gone. */
    void begin(Settings settings) {
        session = oracle.session(Settings.DEFAULT);
        for (var database : session.spark().catalog().listDatabases().collectAsList()) {
            if (!database.name().equals("default")) {
                session.rows("DROP DATABASE IF EXISTS `" + database.name() + "` CASCADE");
            }
        }
        for (Table table : session.spark().catalog().listTables().collectAsList()) {
            if (!table.isTemporary() && !BASE_TABLES.contains(table.name())) {
                String kind = "VIEW".equals(table.tableType()) ? "VIEW" : "TABLE";
                session.rows("DROP " + kind + " IF EXISTS `" + table.name() + "`");
            }
        }
        session = oracle.session(settings);
        copies.keySet().removeIf(key -> !BASE_TABLES.contains(key));
    }

    /** Makes the tables of TPC-DS, without rows, which one file of the suite reads. */
    void createTpcdsTables() {
        TpcTexts.tpcdsColumns().forEach((name, columns) -> {
            String declared =
                    columns.stream().map(c -> "`" + c.name() + "` " + c.type()).collect(Collectors.joining(", "));
            session.rows("CREATE TABLE " + name + " (" + declared + ") USING parquet");
        });
    }

    /** The folder that holds the tables' files. */
    Path warehouse() {
        return Path.of(URI.create(session.spark().conf().get("spark.sql.warehouse.dir")));
    }

    /** The session that holds the tables and all views. */
    OracleSession session() {
        return session;
    }

    /** Runs a statement that prepares something. */
    void run(String sql) {
        session.rows(sql);
        String text = sql.toLowerCase(Locale.ROOT);
        copies.keySet().removeIf(key -> mentions(text, key.substring(key.lastIndexOf('.') + 1)));
    }

    private static boolean mentions(String text, String name) {
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                .matcher(text)
                .find();
    }

    /** The database of names that do not say one. */
    String currentDatabase() {
        return session.spark().catalog().currentDatabase();
    }

    /** Whether the name is a view, temporary or not. */
    boolean isView(RelationName name) {
        SessionCatalog catalog = catalog();
        TableIdentifier identifier = identifier(name);
        return isTemporary(name)
                || (catalog.tableExists(identifier)
                        && metadata(identifier).tableType().name().equals("VIEW"));
    }

    /** Whether there is a session variable of this name. */
    boolean isVariable(String name) {
        SparkSession spark = (SparkSession) session.spark();
        return spark.sessionState()
                .catalogManager()
                .tempVariableManager()
                .get(Scala.seq(List.of(name.toLowerCase(Locale.ROOT))))
                .isDefined();
    }

    /** The text with the settings that it names in the place of {@code ${name}}. */
    String substituted(String sql) {
        SparkSession spark = (SparkSession) session.spark();
        Supplier<String> work = () -> new VariableSubstitution().substitute(sql);
        return SQLConf.withExistingConf(spark.sessionState().conf(), work::get);
    }

    /** Whether there is a temporary view of this name of one part. */
    boolean isTemporaryView(String name) {
        return catalog().getRawTempView(name).isDefined();
    }

    private boolean isTemporary(RelationName name) {
        String database = name.parts().get(1);
        return database.equals(currentDatabase())
                        && catalog().getRawTempView(name.simpleName()).isDefined()
                || database.equals("global_temp")
                        && catalog().getRawGlobalTempView(name.simpleName()).isDefined();
    }

    /** A copy of the table or view. */
    Optional<FixtureTable> find(RelationName name) {
        boolean temporary = isTemporary(name);
        if (!temporary && !catalog().tableExists(identifier(name))) {
            return Optional.empty();
        }
        String database = name.parts().get(1).toLowerCase(Locale.ROOT);
        String key = (database.equals("default") ? "" : database + ".")
                + name.simpleName().toLowerCase(Locale.ROOT);
        return Optional.of(copies.computeIfAbsent(key, ignored -> copy(name, temporary)));
    }

    private FixtureTable copy(RelationName name, boolean temporary) {
        String source = temporary && !name.parts().get(1).equals("global_temp")
                ? "`" + name.simpleName() + "`"
                : "`" + name.parts().get(1) + "`.`" + name.simpleName() + "`";
        // Plans take the thread's active session, which may be another's by now.
        SparkSession.setActiveSession(session.spark());
        Dataset<Row> data = ((SparkSession) session.spark()).table(source);
        List<InternalRow> rows =
                Arrays.asList(data.queryExecution().executedPlan().executeCollect());
        StructType columns =
                temporary ? data.schema() : metadata(identifier(name)).schema();
        return new FixtureTable(columns, rows);
    }

    private CatalogTable metadata(TableIdentifier identifier) {
        try {
            return catalog().getTableMetadata(identifier);
        } catch (NoSuchNamespaceException | NoSuchTableException e) {
            throw new IllegalStateException("A table that exists has a database", e);
        }
    }

    private static TableIdentifier identifier(RelationName name) {
        return new TableIdentifier(name.simpleName(), Option.apply(name.parts().get(1)));
    }

    private SessionCatalog catalog() {
        return ((SparkSession) session.spark()).sessionState().catalog();
    }

    private void createBaseTables() {
        // The process has one Spark, in which earlier fixtures may have left theirs.
        BASE_TABLES.forEach(name -> session.rows("DROP TABLE IF EXISTS " + name));
        session.rows("CREATE TABLE testdata USING parquet AS"
                + " SELECT CAST(id AS INT) AS key, CAST(id AS STRING) AS value FROM range(1, 101, 1, 1)");
        session.rows("CREATE TABLE arraydata USING parquet AS SELECT * FROM VALUES"
                + " (array(1, 2, 3), array(array(1, 2, 3))), (array(2, 3, 4), array(array(2, 3, 4)))"
                + " AS t(arraycol, nestedarraycol)");
        session.rows("CREATE TABLE mapdata USING parquet AS SELECT * FROM VALUES"
                + " (map(1, 'a1', 2, 'b1', 3, 'c1', 4, 'd1', 5, 'e1')), (map(1, 'a2', 2, 'b2', 3, 'c2', 4, 'd2')),"
                + " (map(1, 'a3', 2, 'b3', 3, 'c3')), (map(1, 'a4', 2, 'b4')), (map(1, 'a5')) AS t(mapcol)");
        load("aggtest", "a int, b float", "agg.data");
        load("onek", ONEK, "onek.data");
        load("tenk1", ONEK, "tenk.data");
    }

    private void load(String table, String schema, String file) {
        Path path = oracle.scratch().resolve(file);
        try {
            Files.write(path, SuiteFiles.testData("postgresql/" + file));
        } catch (IOException e) {
            throw new LeatException(ErrorCode.IO, "Cannot write " + path, e);
        }
        session.spark()
                .read()
                .schema(schema)
                .option("delimiter", "\t")
                .csv(path.toString())
                .write()
                .format("parquet")
                .saveAsTable(table);
    }
}
