package dev.leat.spark;

import dev.leat.error.Checks;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.fault.FaultPoint;
import dev.leat.incremental.Stored;
import dev.leat.spark.read.SparkTypes;
import dev.leat.spark.store.DirectTable.RowPlace;
import dev.leat.spark.store.IcebergTables;
import dev.leat.spark.store.TableVersion;
import dev.leat.type.Field;
import dev.leat.type.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.CreateTableWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes the tables of a warehouse, each change by one Iceberg commit, and reads them as of a commit.
 *
 * <p>A result is a plain table, since others read it: what is taken away from it is found by its values and deleted by its place in the
 * files. A state is a log of what was added and taken away, since only we read it: nothing has to be found.
 */
final class SparkTables {
    /** Of an entry of a log: 1, or −1 for one that takes another back. */
    static final String WEIGHT = "weight";

    private static final String FILE = "leat_file";
    private static final String PLACE = "leat_place";
    private static final int FORMAT = 2;

    private final SparkSession spark;
    private final IcebergTables tables;
    private final Turns turns;
    private final FewChanges few;

    SparkTables(SparkSession spark, IcebergTables tables, Turns turns, int rowsMax) {
        this.spark = spark;
        this.tables = tables;
        this.turns = turns;
        this.few = new FewChanges(tables, rowsMax);
    }

    /** What a query reads of a table as of a commit, as SQL of a relation, with the types that the columns have for expressions. */
    static String relation(String table, TableVersion version, List<Field> columns) {
        return relation(table, version, columns, List.of());
    }

    /**
     * The same of a version that does not have all of the columns.
     *
     * @param added the columns that are NULL in all of its rows
     */
    static String relation(String table, TableVersion version, List<Field> columns, List<Field> added) {
        StringJoiner list = new StringJoiner(", ", "(SELECT ", " FROM ");
        for (Field column : columns) {
            String name = Identifiers.quote(column.name());
            String value = added.contains(column) ? "NULL" : name;
            list.add(
                    value.equals(name) && SparkTypes.isStoredAsIs(column.type())
                            ? name
                            : "CAST(" + value + " AS " + SparkTypes.sql(column.type()) + ") AS " + name);
        }
        return list + TableNames.sql(table) + " VERSION AS OF " + version.snapshot() + ")";
    }

    /** The columns of a stored operator's table without the weight. */
    static List<Field> stateColumns(List<dev.leat.plan.Column> output) {
        return IntStream.range(0, output.size())
                .mapToObj(i -> new Field(Stored.field(i), output.get(i).type(), true))
                .toList();
    }

    /** Writes all rows of a table, in place of those it may have. */
    TableVersion write(String table, Dataset<Row> rows, List<String> partitioning) {
        return turns.givenAway("write the table " + table, () -> {
            String name = TableNames.sql(table);
            Optional<Long> before = tables.snapshot(table);
            if (before.isPresent() && !tables.isOwn(table)) {
                throw new LeatException(
                        ErrorCode.PROJECT,
                        "The warehouse has a table " + table
                                + " that Leat has not made; it stays as it is. Give the dataset another name,"
                                + " or the project a warehouse of its own");
            }
            if (before.isPresent() && hasSameColumns(table, rows)) {
                try {
                    rows.writeTo(name).overwrite(functions.lit(true));
                } catch (org.apache.spark.sql.catalyst.analysis.NoSuchTableException e) {
                    throw new IllegalStateException("a table that was there is gone: " + table, e);
                }
            } else {
                createNamespace(table);
                // By its interface: the methods of the class return other types in Spark 3.5.
                CreateTableWriter<Row> creation = rows.writeTo(name);
                creation = creation.using("iceberg")
                        .tableProperty(IcebergTables.OWN_PROPERTY, "true")
                        .tableProperty("format-version", Integer.toString(FORMAT))
                        .tableProperty("write.merge.mode", "merge-on-read")
                        .tableProperty("write.metadata.delete-after-commit.enabled", "true")
                        .tableProperty("write.metadata.previous-versions-max", "20");
                if (!partitioning.isEmpty()) {
                    List<Column> by = partitioning.stream()
                            .map(column -> functions.col(Identifiers.quote(column)))
                            .toList();
                    creation = creation.partitionedBy(
                            by.get(0),
                            CollectionConverters.asScala(by.subList(1, by.size()))
                                    .toSeq());
                }
                creation.createOrReplace();
            }
            FaultPoint.TABLE_WRITTEN.reach();
            return TableVersion.whole(tables.written(table, before), tables.records(table));
        });
    }

    private void createNamespace(String table) {
        String namespace = Identifiers.quote(table.substring(0, table.indexOf('/')));
        spark.sql("CREATE NAMESPACE IF NOT EXISTS " + TableNames.CATALOG + "." + namespace);
    }

    private boolean hasSameColumns(String table, Dataset<Row> rows) {
        org.apache.spark.sql.types.StructField[] there =
                spark.table(TableNames.sql(table)).schema().fields();
        org.apache.spark.sql.types.StructField[] now = rows.schema().fields();
        return there.length == now.length
                && IntStream.range(0, now.length)
                        .allMatch(i -> there[i].name().equals(now[i].name())
                                && stored(there[i].dataType()).equals(stored(now[i].dataType())));
    }

    /** A type as a table has it: Iceberg has no integers of less than four bytes. */
    private static String stored(org.apache.spark.sql.types.DataType type) {
        return type.catalogString().replaceAll("\\b(tinyint|smallint)\\b", "int");
    }

    /** Whether a version of a table has the columns, in their order. */
    boolean hasColumns(String table, TableVersion version, List<Field> columns) {
        return tables.columns(table, version.snapshot())
                .equals(columns.stream().map(Field::name).toList());
    }

    /** Gives a table columns that it does not have, with NULL in its rows, and brings all into an order. */
    TableVersion takeColumns(String table, TableVersion before, List<Field> columns) {
        return turns.givenAway("add columns to the table " + table, () -> {
            long snapshot = tables.takeColumns(table, before.snapshot(), columns);
            FaultPoint.TABLE_WRITTEN.reach();
            return before.at(snapshot);
        });
    }

    /** The snapshot that a change has made of a table. */
    private long changed(String table, TableVersion before) {
        FaultPoint.TABLE_WRITTEN.reach();
        return tables.written(table, Optional.of(before.snapshot()));
    }

    /** Writes all rows of a stored operator. */
    TableVersion writeState(String table, Dataset<Row> rows) {
        return write(table, rows.withColumn(WEIGHT, functions.lit(1)), List.of());
    }

    /** Logs a change of a stored operator's rows. */
    TableVersion log(String table, TableVersion before, TableChange change) {
        return turns.givenAway("add to the table " + table, () -> few.log(table, before, change))
                .orElseGet(() -> logMany(table, before, change));
    }

    private TableVersion logMany(String table, TableVersion before, TableChange change) {
        List<Dataset<Row>> parts = new ArrayList<>();
        change.inserted().ifPresent(rows -> parts.add(rows.rows().withColumn(WEIGHT, functions.lit(1))));
        change.deleted().ifPresent(rows -> parts.add(rows.rows().withColumn(WEIGHT, functions.lit(-1))));
        tables.rollBack(table, before.snapshot());
        append(table, parts.stream().reduce(Dataset::union).orElseThrow());
        return before.logged(
                changed(table, before),
                change.growth(),
                change.size(),
                change.deleted().isPresent());
    }

    private void append(String table, Dataset<Row> rows) {
        turns.givenAway("add to the table " + table, () -> {
            try {
                rows.writeTo(TableNames.sql(table)).append();
                return true;
            } catch (org.apache.spark.sql.catalyst.analysis.NoSuchTableException e) {
                throw new IllegalStateException("a table that was there is gone: " + table, e);
            }
        });
    }

    /**
     * Changes the rows of a result.
     *
     * @param change with the table's columns
     * @throws LeatException STATE_DAMAGED if a row that is to be taken away is not there
     */
    TableVersion change(String table, TableVersion before, TableChange change, Views views) {
        return turns.givenAway(
                "change the table " + table,
                () -> few.change(table, before, change, () -> places(table, change, views))
                        .orElseGet(() -> changeMany(table, before, change, views)));
    }

    private TableVersion changeMany(String table, TableVersion before, TableChange change, Views views) {
        // What others have made of it since, by hand or since they were thought dead, is not what the change is one of.
        tables.rollBack(table, before.snapshot());
        if (change.deleted().isEmpty()) {
            append(table, change.inserted().orElseThrow().rows());
        } else {
            merge(table, change, views);
        }
        return before.changed(changed(table, before), change.growth(), change.size());
    }

    private void merge(String table, TableChange change, Views views) {
        Staged deleted = change.deleted().orElseThrow();
        List<String> columns = names(deleted.rows());
        List<Row> places = places(table, change, views).stream()
                .map(place -> RowFactory.create(place.file(), place.position()))
                .toList();
        org.apache.spark.sql.types.StructType placeType =
                new org.apache.spark.sql.types.StructType().add(FILE, "string").add(PLACE, "bigint");
        Dataset<Row> source = spark.createDataFrame(places, placeType);
        for (org.apache.spark.sql.types.StructField column :
                deleted.rows().schema().fields()) {
            source = source.withColumn(column.name(), functions.lit(null).cast(column.dataType()));
        }
        if (change.inserted().isPresent()) {
            Dataset<Row> added = change.inserted().get().rows();
            List<Column> all = new ArrayList<>(List.of(
                    functions.lit(null).cast("string").as(FILE),
                    functions.lit(null).cast("bigint").as(PLACE)));
            columns.forEach(column -> all.add(functions.col(Identifiers.quote(column))));
            source = source.union(added.select(all.toArray(Column[]::new)));
        }
        StringJoiner list = new StringJoiner(", ");
        StringJoiner values = new StringJoiner(", ");
        for (String column : columns) {
            list.add(Identifiers.quote(column));
            values.add("leat_source." + Identifiers.quote(column));
        }
        spark.sql("MERGE INTO " + TableNames.sql(table) + " AS leat_table USING " + views.name(source)
                + " AS leat_source ON leat_table._file = leat_source."
                + FILE
                + " AND leat_table._pos = leat_source." + PLACE
                + " WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (" + list
                + ") VALUES (" + values
                + ")");
    }

    private static List<String> names(Dataset<Row> rows) {
        return List.of(rows.columns());
    }

    /** Where as many rows of the table are as are to be taken away, of each. */
    private List<RowPlace> places(String table, TableChange change, Views views) {
        Staged deleted = change.deleted().orElseThrow();
        StringJoiner list = new StringJoiner(", ");
        StringJoiner equal = new StringJoiner(" AND ");
        StringJoiner partition = new StringJoiner(", ");
        for (String column : names(deleted.rows())) {
            String name = Identifiers.quote(column);
            list.add(name);
            equal.add("leat_table." + name + " <=> leat_deleted." + name);
            partition.add("leat_table." + name);
        }
        String wanted = "(SELECT " + list + ", count(*) AS leat_count FROM " + views.name(deleted.rows()) + " GROUP BY "
                + list + ")";
        List<RowPlace> places = spark
                .sql("SELECT " + FILE + ", " + PLACE + " FROM (SELECT leat_table._file AS " + FILE
                        + ", leat_table._pos AS " + PLACE
                        + ", leat_deleted.leat_count, row_number() OVER (PARTITION BY " + partition
                        + " ORDER BY leat_table._file, leat_table._pos) AS leat_number FROM " + TableNames.sql(table)
                        + " AS leat_table JOIN "
                        + wanted
                        + " AS leat_deleted ON " + equal + ") WHERE leat_number <= leat_count")
                .collectAsList()
                .stream()
                .map(row -> new RowPlace(row.getString(0), row.getLong(1)))
                .toList();
        if (places.size() != deleted.count()) {
            throw new LeatException(
                    ErrorCode.STATE_DAMAGED,
                    "The table " + table + " of the warehouse does not have the rows that a commit takes away from it ("
                            + places.size() + " of " + deleted.count()
                            + " found): it was changed by others. Run with --full-refresh");
        }
        return places;
    }

    /**
     * Writes what a log amounts to in its place.
     *
     * @param needed SQL for the entries that are still needed, where others may be closed
     */
    TableVersion sumUp(String table, TableVersion version, Optional<String> needed) {
        int width = spark.table(TableNames.sql(table)).schema().fields().length - 1;
        String log = TableNames.sql(table) + " VERSION AS OF " + version.snapshot();
        String entries = needed.map(condition -> "(SELECT * FROM " + log + " WHERE " + condition + ")")
                .orElse(log);
        String summed = version.hasRemovals() ? summedUp(entries, width) : "SELECT * FROM " + entries;
        return turns.givenAway("sum up the table " + table, () -> {
            long closed = needed.isEmpty()
                    ? 0
                    : spark.sql("SELECT coalesce(sum(" + WEIGHT + "), 0L) FROM " + log + " WHERE NOT (" + needed.get()
                                    + ")")
                            .first()
                            .getLong(0);
            TableVersion written = write(table, spark.sql(summed), List.of());
            Checks.verify(
                    written.rows() + closed == version.rows(),
                    "a log that is summed up has the rows that it had: " + table);
            return written;
        });
    }

    /** What a log amounts to, with the weight of each row, as SQL. */
    static String summedUp(String table, TableVersion version, int width) {
        return summedUp(TableNames.sql(table) + " VERSION AS OF " + version.snapshot(), width);
    }

    private static String summedUp(String entries, int width) {
        StringJoiner columns = new StringJoiner(", ");
        IntStream.range(0, width).forEach(i -> columns.add(Stored.field(i)));
        return "SELECT " + columns + ", 1 AS " + WEIGHT + " FROM (SELECT " + columns + ", sum(" + WEIGHT
                + ") AS leat_count FROM " + entries + " GROUP BY " + columns + " HAVING sum(" + WEIGHT
                + ") > 0) LATERAL VIEW explode(sequence(1L, leat_count)) AS leat_number";
    }

    /** Writes the files of a result anew that are small, or of which rows are gone. */
    TableVersion compact(String table, TableVersion version) {
        return turns.givenAway("compact the table " + table, () -> {
            String name = TableNames.sql(table);
            tables.rollBack(table, version.snapshot());
            spark.sql(
                    "CALL " + TableNames.CATALOG + ".system.rewrite_data_files(table => '"
                            + name.substring(TableNames.CATALOG.length() + 1).replace("'", "''")
                            + "', options => map('min-input-files', '2', 'delete-file-threshold', '1', 'remove-dangling-deletes', 'true'))");
            FaultPoint.TABLE_WRITTEN.reach();
            return TableVersion.whole(tables.rewritten(table, version.snapshot()), version.rows());
        });
    }
}
