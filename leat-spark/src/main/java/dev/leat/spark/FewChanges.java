package dev.leat.spark;

import dev.leat.error.Checks;
import dev.leat.fault.FaultPoint;
import dev.leat.spark.store.DirectTable;
import dev.leat.spark.store.DirectTable.RowPlace;
import dev.leat.spark.store.IcebergTables;
import dev.leat.spark.store.TableVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;

/** Changes of tables of which the driver has all rows: it writes them itself, and the cluster is asked only where rows are. */
final class FewChanges {
    private final IcebergTables tables;
    private final int rowsMax;

    /**
     * Changes in a warehouse.
     *
     * @param rowsMax a table of so many rows is read by the driver, too
     */
    FewChanges(IcebergTables tables, int rowsMax) {
        this.tables = tables;
        this.rowsMax = rowsMax;
    }

    /**
     * Changes the rows of a result; empty if that takes a job.
     *
     * @param places finds where the rows are that are to be taken away
     */
    Optional<TableVersion> change(
            String table, TableVersion before, TableChange change, Supplier<List<RowPlace>> places) {
        if (!change.isOfFew()) {
            return Optional.empty();
        }
        DirectTable direct = tables.direct(table, before.snapshot());
        if (!direct.isWritable()) {
            return Optional.empty();
        }
        if (change.deleted().isPresent() && before.rows() <= rowsMax) {
            Optional<TableVersion> rewritten = rewrite(table, direct, before, change);
            if (rewritten.isPresent()) {
                return rewritten;
            }
        }
        List<RowPlace> deleted = change.deleted().isPresent() ? places.get() : List.of();
        long snapshot = written(direct.change(few(change.inserted()), deleted));
        return Optional.of(before.changed(snapshot, change.growth(), change.size()));
    }

    /** Writes a small table anew; not if its rows cannot be told apart here. */
    private static Optional<TableVersion> rewrite(
            String table, DirectTable direct, TableVersion before, TableChange change) {
        Staged deleted = change.deleted().orElseThrow();
        List<Row> rows = direct.read(deleted.rows().schema());
        Optional<List<Row>> changed = FewRows.changed(rows, few(change.deleted()), few(change.inserted()));
        return changed.map(all -> {
            TableVersion version = direct.overwrite(all);
            FaultPoint.TABLE_WRITTEN.reach();
            Checks.verify(
                    version.rows() == before.rows() + change.growth(),
                    "a table that is written anew has the rows of its change: " + table);
            return version;
        });
    }

    /** Logs a change of a stored operator's rows; empty if that takes a job. */
    Optional<TableVersion> log(String table, TableVersion before, TableChange change) {
        if (!change.isOfFew()) {
            return Optional.empty();
        }
        List<Row> entries = new ArrayList<>();
        few(change.inserted()).forEach(row -> entries.add(FewRows.with(row, 1)));
        few(change.deleted()).forEach(row -> entries.add(FewRows.with(row, -1)));
        DirectTable direct = tables.direct(table, before.snapshot());
        long snapshot = direct.change(entries, List.of());
        return Optional.of(before.logged(
                written(snapshot),
                change.growth(),
                change.size(),
                change.deleted().isPresent()));
    }

    private static long written(long snapshot) {
        FaultPoint.TABLE_WRITTEN.reach();
        return snapshot;
    }

    private static List<Row> few(Optional<Staged> rows) {
        return rows.map(staged -> staged.few().orElseThrow()).orElse(List.of());
    }
}
