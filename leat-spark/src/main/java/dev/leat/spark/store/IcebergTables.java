package dev.leat.spark.store;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.type.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SnapshotUtil;

/** The Iceberg tables of a warehouse and their snapshots. A table's name is that of its namespace, a slash, and its own. */
public final class IcebergTables implements AutoCloseable {
    /** Snapshots of a table that readers may still be at, though they are old. */
    private static final int SNAPSHOTS_KEPT = 20;

    /** How long a query of a reader may take that began with the newest snapshot, with the time that its session keeps that in mind. */
    private static final Duration SNAPSHOT_AGE = Duration.ofMinutes(15);

    /** The property of the tables that belong to a log of commits. */
    public static final String OWN_PROPERTY = "leat.table";

    private final HadoopCatalog catalog;

    private IcebergTables(HadoopCatalog catalog) {
        this.catalog = catalog;
    }

    /** The tables of a warehouse. */
    public static IcebergTables of(Warehouse warehouse, Configuration configuration) {
        HadoopCatalog catalog = new HadoopCatalog();
        catalog.setConf(configuration);
        catalog.initialize("leat", Map.of("warehouse", warehouse.location()));
        return new IcebergTables(catalog);
    }

    /** The name of a table. */
    public static String name(String namespace, String table) {
        return namespace + "/" + table;
    }

    private static TableIdentifier identifier(String name) {
        int slash = name.indexOf('/');
        return TableIdentifier.of(Namespace.of(name.substring(0, slash)), name.substring(slash + 1));
    }

    /** The id of a table's newest snapshot; empty if there is no such table, or nothing was ever written to it. */
    public Optional<Long> snapshot(String name) {
        return find(name).map(Table::currentSnapshot).map(Snapshot::snapshotId);
    }

    /** Whether a table has a snapshot. */
    public boolean has(String name, long snapshot) {
        return find(name).map(table -> table.snapshot(snapshot)).isPresent();
    }

    private Optional<Table> find(String name) {
        try {
            return Optional.of(catalog.loadTable(identifier(name)));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /**
     * The snapshot that a write has made.
     *
     * @param before the snapshot that it has changed; empty if there was none
     * @throws LeatException STATE_LOCKED if another writer has written the table too, so that the snapshot may have its rows
     */
    public long written(String name, Optional<Long> before) {
        Snapshot now = catalog.loadTable(identifier(name)).currentSnapshot();
        Optional<Long> parent = Optional.ofNullable(now.parentId());
        // A table that is replaced begins anew.
        boolean isOwn = parent.isEmpty()
                || parent.equals(before)
                || Optional.of(now.snapshotId()).equals(before);
        if (!isOwn) {
            throw writtenByOthers(name);
        }
        return now.snapshotId();
    }

    /**
     * The snapshot that rewriting files has made, which changes no rows.
     *
     * @param before the snapshot whose files were rewritten
     * @throws LeatException STATE_LOCKED if another writer has written the table too, so that the snapshot may have its rows
     */
    public long rewritten(String name, long before) {
        Table table = catalog.loadTable(identifier(name));
        Snapshot now = table.currentSnapshot();
        for (Snapshot one = now; one.snapshotId() != before; one = table.snapshot(one.parentId())) {
            if (!one.operation().equals(DataOperations.REPLACE) || one.parentId() == null) {
                throw writtenByOthers(name);
            }
        }
        return now.snapshotId();
    }

    static LeatException writtenByOthers(String name) {
        return new LeatException(
                ErrorCode.STATE_LOCKED,
                "The table " + name + " is being written by another program too. Have it stop, and run again");
    }

    /** The rows of a table's newest snapshot, as Iceberg has counted them. */
    public long records(String name) {
        return records(catalog.loadTable(identifier(name)).currentSnapshot());
    }

    /** The rows of a snapshot. */
    static long records(Snapshot snapshot) {
        return Long.parseLong(snapshot.summary().getOrDefault("total-records", "0"))
                - Long.parseLong(snapshot.summary().getOrDefault("total-position-deletes", "0"));
    }

    /** The names of all tables in some namespaces. */
    public List<String> list(List<String> namespaces) {
        List<String> names = new ArrayList<>();
        for (String namespace : namespaces) {
            Namespace space = Namespace.of(namespace);
            if (catalog.namespaceExists(space)) {
                catalog.listTables(space).forEach(table -> names.add(name(namespace, table.name())));
            }
        }
        return names;
    }

    /** Whether a table is one that a writer of commits has made, and not somebody else's. */
    public boolean isOwn(String name) {
        return catalog.loadTable(identifier(name)).properties().containsKey(OWN_PROPERTY);
    }

    /** The names of the namespaces that have tables. */
    public List<String> namespaces() {
        return catalog.listNamespaces().stream().map(space -> space.level(0)).toList();
    }

    /**
     * Makes an earlier snapshot of a table its current one again.
     *
     * @throws LeatException STATE_DAMAGED if the table, or the snapshot, is gone
     */
    public void rollBack(String name, long snapshot) {
        at(name, snapshot);
    }

    /**
     * A table as of a snapshot, which is its current one from now on, for changes by files that this process writes.
     *
     * @throws LeatException STATE_DAMAGED if the table, or the snapshot, is gone
     */
    public DirectTable direct(String name, long snapshot) {
        return new DirectTable(name, at(name, snapshot));
    }

    /** The names of the columns of a snapshot, in their order. */
    public List<String> columns(String name, long snapshot) {
        Table table = catalog.loadTable(identifier(name));
        return SnapshotUtil.schemaFor(table, snapshot).columns().stream()
                .map(Types.NestedField::name)
                .toList();
    }

    /**
     * Adds columns to a table, which are NULL in the rows that it has, and brings all into an order.
     *
     * @param before the snapshot that has the rows
     * @param columns all columns; those that are there may be written otherwise, in capitals
     * @return the snapshot that this makes: an older one is read with the columns that it had
     * @throws LeatException STATE_DAMAGED if the table, or the snapshot, is gone
     */
    public long takeColumns(String name, long before, List<Field> columns) {
        Table table = at(name, before);
        Transaction change = table.newTransaction();
        UpdateSchema names = change.updateSchema();
        for (Field column : columns) {
            Types.NestedField there = table.schema().caseInsensitiveFindField(column.name());
            if (there != null && !there.name().equals(column.name())) {
                names.renameColumn(there.name(), column.name());
            }
        }
        names.commit();
        UpdateSchema order = change.updateSchema();
        Optional<String> last = Optional.empty();
        for (Field column : columns) {
            if (table.schema().caseInsensitiveFindField(column.name()) == null) {
                add(order, column);
            }
            if (last.isPresent()) {
                order.moveAfter(column.name(), last.get());
            } else {
                order.moveFirst(column.name());
            }
            last = Optional.of(column.name());
        }
        order.commit();
        change.newFastAppend().commit();
        change.commitTransaction();
        return written(name, Optional.of(before));
    }

    /** Beside the others, which only this method takes names with dots for. */
    @SuppressWarnings("NullAway")
    private static void add(UpdateSchema schema, Field column) {
        schema.addColumn(null, column.name(), IcebergTypes.of(column.type()));
    }

    private Table at(String name, long snapshot) {
        Optional<Table> table = find(name);
        if (table.isEmpty() || table.get().snapshot(snapshot) == null) {
            throw new LeatException(
                    ErrorCode.STATE_DAMAGED,
                    "The warehouse is damaged: the table " + name + " has no snapshot " + snapshot
                            + ", which the last commit has made of it. Restore it from a copy, or remove the warehouse and run anew");
        }
        Snapshot current = table.get().currentSnapshot();
        if (current == null || current.snapshotId() != snapshot) {
            setCurrent(table.get(), snapshot);
            table.get().refresh();
        }
        return table.get();
    }

    /** With the columns and the partitioning that it had: a snapshot alone would be read with those of now. */
    private static void setCurrent(Table table, long snapshot) {
        TableOperations operations = ((HasTableOperations) table).operations();
        TableMetadata metadata = operations.current();
        Snapshot wanted = metadata.snapshot(snapshot);
        TableMetadata.Builder changed =
                TableMetadata.buildFrom(metadata).setBranchSnapshot(snapshot, SnapshotRef.MAIN_BRANCH);
        if (wanted.schemaId() != null && wanted.schemaId() != metadata.currentSchemaId()) {
            changed.setCurrentSchema(wanted.schemaId());
            wanted.allManifests(table.io()).stream()
                    .mapToInt(ManifestFile::partitionSpecId)
                    .max()
                    .ifPresent(changed::setDefaultPartitionSpec);
        }
        operations.commit(metadata, changed.build());
    }

    /** Removes a table with all of its files, if it is there. */
    public void drop(String name) {
        catalog.dropTable(identifier(name), true);
    }

    /** Removes the snapshots of a table that nobody is likely to read any more, with the files that only they have. */
    public void expire(String name) {
        Table table = catalog.loadTable(identifier(name));
        table.expireSnapshots()
                .expireOlderThan(limit(table.currentSnapshot()))
                .retainLast(SNAPSHOTS_KEPT)
                .commit();
    }

    /** Does so of a table that has many of them, though it is not rewritten as those are that change. */
    public void expireMany(String name) {
        Table table = catalog.loadTable(identifier(name));
        long limit = limit(table.currentSnapshot());
        long old = ((HasTableOperations) table)
                .operations().current().snapshots().stream()
                        .filter(snapshot -> snapshot.timestampMillis() < limit)
                        .count();
        if (old > SNAPSHOTS_KEPT) {
            expire(name);
        }
    }

    private static long limit(Snapshot newest) {
        return newest.timestampMillis() - SNAPSHOT_AGE.toMillis();
    }

    @Override
    public void close() {
        try {
            catalog.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the catalog of the warehouse cannot be closed", e);
        }
    }
}
