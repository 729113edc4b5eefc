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
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** What a derived change means for the rows of a dataset that are published. */
final class PublishedRows {
    private final Database database;
    private final DatasetWork work;
    private final ChangeStaging.TemporaryTables temporary;

    PublishedRows(Database database, DatasetWork work, ChangeStaging.TemporaryTables temporary) {
        this.database = database;
        this.work = work;
        this.temporary = temporary;
    }

    /** The change of the published table. */
    TableChange change(TableChange derived) throws SQLException {
        TableChange change = work.isStream() && mayBeOthers() ? present(derived) : derived;
        return change.by(key());
    }

    /**
     * By which columns the rows can be told apart. Of a stream that has forgotten a group, one of the same key may come again: then
     * it is by all of them.
     */
    private Optional<List<Integer>> key() {
        int width = work.dataset().schema().size();
        return RowKeys.of(work.maintained().plan())
                .filter(key -> key.stream().allMatch(position -> position < width))
                .map(key -> work.isStream() ? IntStream.range(0, width).boxed().toList() : key);
    }

    /** Whether a stream's rows may be others than its flow would make of the same records now. */
    private boolean mayBeOthers() {
        boolean joinsTables = Plans.nodes(work.plan()).stream()
                .anyMatch(node -> node instanceof Plan.Scan scan && scan.mode() == Plan.ScanMode.TABLE);
        return joinsTables || !work.hasSameProgram() || CurrentTime.isAskedBy(work.plan());
    }

    /**
     * The change without rows taken away that are not there: what a stream made of a record may be another row now, if its flow
     * joins a table. The row that it made then stays.
     */
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
        long count = database.update(
                "CREATE OR REPLACE TEMP TABLE " + table.substring("temp.".length()) + " AS SELECT * FROM "
                        + change.deleted().get().table() + " INTERSECT ALL SELECT " + columns + " FROM "
                        + KeptColumns.with(work.added(), dataset.name()));
        return new TableChange(change.inserted(), count > 0 ? Optional.of(new Rows(table, count)) : Optional.empty());
    }
}
