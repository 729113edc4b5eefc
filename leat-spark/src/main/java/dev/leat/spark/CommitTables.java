package dev.leat.spark;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.fault.FaultPoint;
import dev.leat.spark.store.CommitLog;
import dev.leat.spark.store.IcebergTables;
import dev.leat.spark.store.TableVersion;
import dev.leat.spark.store.WarehouseState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The tables of a warehouse as the last commit has left them, and as the one that is being made has written them. Until that names what it
 * has written, nothing of it counts, and it is taken back.
 */
final class CommitTables {
    private final IcebergTables tables;
    private final CommitLog log;
    private final WarehouseState state;
    private final Map<String, TableVersion> written = new TreeMap<>();
    private final Set<String> begun = new TreeSet<>();

    CommitTables(IcebergTables tables, CommitLog log) {
        this.tables = tables;
        this.log = log;
        this.state = log.state();
    }

    /** Takes back whatever a writer before this one has not committed. */
    static void recover(IcebergTables tables, CommitLog log) {
        WarehouseState state = log.state();
        List<String> all = tables.list(tables.namespaces());
        for (String table : all) {
            recover(tables, table, state.table(table));
            FaultPoint.TABLE_TAKEN_BACK.reach();
        }
        state.tables().forEach((table, version) -> {
            if (!all.contains(table)) {
                // Says what is missing.
                tables.rollBack(table, version.snapshot());
            }
        });
    }

    private static void recover(IcebergTables tables, String table, Optional<TableVersion> version) {
        try {
            if (version.isPresent()) {
                tables.rollBack(table, version.get().snapshot());
            } else if (tables.isOwn(table)) {
                tables.drop(table);
            }
        } catch (LeatException e) {
            throw e;
        } catch (RuntimeException e) {
            // Iceberg has exceptions of many kinds.
            throw new LeatException(
                    ErrorCode.IO,
                    "Cannot read or change the table " + table + " of the warehouse: " + e.getMessage()
                            + ". Run again; if it stays so, restore the table from a copy, or remove the warehouse and"
                            + " run anew",
                    e);
        }
    }

    WarehouseState state() {
        return state;
    }

    /** Writes a table, which is taken back also if nobody knows how far that came. */
    TableVersion write(String table, Supplier<TableVersion> write) {
        begun.add(table);
        TableVersion version = write.get();
        written.put(table, version);
        begun.remove(table);
        return version;
    }

    /** A table as the last commit has left it. */
    Optional<TableVersion> before(String table) {
        return state.table(table);
    }

    /** A table as it is in this commit. */
    Optional<TableVersion> now(String table) {
        return Optional.ofNullable(written.get(table)).or(() -> state.table(table));
    }

    /** What this commit has written. */
    Map<String, TableVersion> written() {
        return Map.copyOf(written);
    }

    /**
     * Takes back what was written of some tables; another writer has done so when it has taken the warehouse over. What cannot be taken back is
     * not part of the commit all the same, and is when the table is next written, or by the next writer.
     */
    void takeBack(Collection<String> names) {
        boolean isWriter = log.isWriter();
        Optional<RuntimeException> failure = Optional.empty();
        for (String table : names) {
            boolean isTouched = written.remove(table) != null || begun.contains(table);
            try {
                if (isWriter && isTouched) {
                    takeBack(table);
                }
                begun.remove(table);
            } catch (RuntimeException e) {
                begun.add(table);
                failure = Optional.of(failure.orElse(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Takes back all that was written. */
    void takeBack() {
        Set<String> all = new TreeSet<>(written.keySet());
        all.addAll(begun);
        takeBack(all);
    }

    private void takeBack(String table) {
        if (state.table(table).isPresent()) {
            tables.rollBack(table, state.table(table).get().snapshot());
        } else if (tables.snapshot(table).isPresent() && tables.isOwn(table)) {
            tables.drop(table);
        }
    }
}
