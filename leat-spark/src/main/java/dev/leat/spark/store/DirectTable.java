package dev.leat.spark.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A table that this process changes by files that it writes itself, each change by one Iceberg commit. For few rows: a job of the cluster
 * would take longer to start than to run.
 */
public final class DirectTable {
    private final String name;
    private final Table table;
    private final long before;
    private final GenericFileWriterFactory writers;
    private final OutputFileFactory files;

    /** A table whose current snapshot is what is to be changed. */
    DirectTable(String name, Table table) {
        this.name = name;
        this.table = table;
        this.before = table.currentSnapshot().snapshotId();
        this.writers = new GenericFileWriterFactory.Builder(table)
                .dataSchema(table.schema())
                .dataFileFormat(FileFormat.PARQUET)
                .deleteFileFormat(FileFormat.PARQUET)
                .build();
        this.files = OutputFileFactory.builderFor(table, 0, 0)
                .format(FileFormat.PARQUET)
                .build();
    }

    /**
     * Where a row is.
     *
     * @param file the location of a data file
     * @param position the number of rows before it there
     */
    public record RowPlace(String file, long position) {}

    /** Whether it is: a table in partitions has a file for each of them. */
    public boolean isWritable() {
        return table.spec().isUnpartitioned();
    }

    /**
     * All rows.
     *
     * @param types that their values are to have
     */
    public List<Row> read(StructType types) {
        try (CloseableIterable<Record> rows =
                IcebergGenerics.read(table).useSnapshot(before).build()) {
            List<Record> all = new ArrayList<>();
            rows.forEach(all::add);
            return RowRecords.rows(all, types);
        } catch (IOException e) {
            throw new UncheckedIOException("the table " + name + " cannot be read", e);
        }
    }

    /**
     * Puts rows in place of all.
     *
     * @return the snapshot that this makes
     */
    public TableVersion overwrite(List<Row> rows) {
        Optional<DataFile> added = write(rows);
        var overwrite = table.newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue());
        added.ifPresent(overwrite::addFile);
        Snapshot made = commit(overwrite, added, Optional.empty());
        return TableVersion.whole(made.snapshotId(), IcebergTables.records(made));
    }

    /**
     * Takes rows away and adds others.
     *
     * @return the id of the snapshot that this makes
     */
    public long change(List<Row> inserted, List<RowPlace> deleted) {
        Optional<DataFile> added = write(inserted);
        if (deleted.isEmpty()) {
            var append = table.newAppend();
            added.ifPresent(append::appendFile);
            return commit(append, added, Optional.empty()).snapshotId();
        }
        DeleteFile removed = delete(deleted);
        RowDelta delta = table.newRowDelta().addDeletes(removed);
        added.ifPresent(delta::addRows);
        return commit(delta, added, Optional.of(removed)).snapshotId();
    }

    /** Commits files, or removes them. */
    private Snapshot commit(SnapshotUpdate<?> update, Optional<DataFile> added, Optional<DeleteFile> removed) {
        try {
            update.commit();
        } catch (CommitStateUnknownException e) {
            // They may be the table's.
            throw e;
        } catch (RuntimeException e) {
            added.ifPresent(file -> table.io().deleteFile(file.location()));
            removed.ifPresent(file -> table.io().deleteFile(file.location()));
            throw e;
        }
        Snapshot made = table.currentSnapshot();
        if (!Long.valueOf(before).equals(made.parentId())) {
            throw IcebergTables.writtenByOthers(name);
        }
        return made;
    }

    private Optional<DataFile> write(List<Row> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        DataWriter<Record> writer = writers.newDataWriter(files.newOutputFile(), table.spec(), null);
        try (writer) {
            RowRecords.records(rows, table.schema()).forEach(writer::write);
        } catch (IOException e) {
            throw failed(e);
        }
        return Optional.of(writer.toDataFile());
    }

    private DeleteFile delete(List<RowPlace> places) {
        PositionDeleteWriter<Record> writer =
                writers.newPositionDeleteWriter(files.newOutputFile(), table.spec(), null);
        PositionDelete<Record> place = PositionDelete.create();
        try (writer) {
            places.stream()
                    .sorted(Comparator.comparing(RowPlace::file).thenComparingLong(RowPlace::position))
                    .forEach(row -> writer.write(place.set(row.file(), row.position())));
        } catch (IOException e) {
            throw failed(e);
        }
        return writer.toDeleteFile();
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("a file of the table " + name + " cannot be written", e);
    }
}
