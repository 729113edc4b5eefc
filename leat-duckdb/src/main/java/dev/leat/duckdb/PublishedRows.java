package dev.leat.duckdb;

import dev.leat.duckdb.Computed.Rows;
import dev.leat.duckdb.Computed.TableChange;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.store.Database;
import dev.leat.incremental.Stored;
import dev.leat.pipeline.Dataset;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RowKeys;
import dev.leat.spi.SourceScan;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** What a derived change means for the rows of a dataset that are published. */
final class PublishedRows {
    private final Database database;
    private final DatasetWork work;
    private final TemporaryTables temporary;

    PublishedRows(Database database, DatasetWork work, TemporaryTables temporary) {
        this.database = database;
        this.work = work;
        this.temporary = temporary;
    }

    /** The change of the published table. */
    TableChange change(TableChange derived) throws SQLException {
        TableChange change = work.isStream() && mayBeOthers() ? present(derived) : derived;
        return key().map(change::withKey).orElse(change);
    }

    /** By which columns the rows can be told apart. No row in time is of a group that a stream has forgotten. */
    private Optional<List<Integer>> key() {
        int width = work.dataset().schema().size();
        return RowKeys.of(work.maintained().plan()).filter(key -> key.stream().allMatch(position -> position < width));
    }

    /** Whether a stream's rows may be others than its flow would make of the same records now. */
    private boolean mayBeOthers() {
        return !work.hasSameProgram()
                || CurrentTime.isAskedBy(work.plan())
                || Plans.nodes(work.plan()).stream().anyMatch(this::mayGiveOthers);
    }

    /**
     * Tables change; what a streaming table takes back, it may have given to an earlier program of this one, which its own program
     * does not tell; what is told of a file is what it is now; and an outer join of streams takes back rows without a partner that had
     * one which is forgotten.
     */
    private boolean mayGiveOthers(Plan node) {
        if (node instanceof Plan.Join join) {
            return join.kind() != Plan.JoinKind.INNER;
        }
        return node instanceof Plan.Scan scan
                && (scan.mode() == Plan.ScanMode.TABLE
                        || !work.inputs().sources().containsKey(scan.relation().key())
                        || scan.fields().contains(SourceScan.METADATA_COLUMN));
    }

    /** The change without rows taken away that are not there: what was made of their records then stays. */
    private TableChange present(TableChange change) throws SQLException {
        if (change.deleted().isEmpty()) {
            return change;
        }
        Dataset dataset = work.dataset();
        StringJoiner columns = new StringJoiner(", ");
        for (int i = 0; i < dataset.schema().size(); i++) {
            columns.add(LiteralSql.identifier(dataset.schema().get(i).name()) + " AS "
                    + LiteralSql.identifier(Stored.field(i)));
        }
        String table = temporary.next();
        long count = database.update(TemporaryTables.creation(
                table,
                "SELECT * FROM " + change.deleted().get().table() + " INTERSECT ALL SELECT " + columns + " FROM "
                        + AddedColumns.with(work.added(), dataset.name())));
        return new TableChange(change.inserted(), count > 0 ? Optional.of(new Rows(table, count)) : Optional.empty());
    }
}
