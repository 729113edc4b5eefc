package dev.leat.spark;

import dev.leat.plan.CurrentTime;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.spi.SourceScan;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a derived change means for the rows of a stream that are published. */
final class PublishedRows {
    private final CommitContext context;
    private final DatasetWork work;

    PublishedRows(CommitContext context, DatasetWork work) {
        this.context = context;
        this.work = work;
    }

    /** The change of the published table: without rows taken away that are not there. What was made of their records then stays. */
    TableChange change(TableChange derived) {
        if (derived.deleted().isEmpty() || !work.isStream() || !mayBeOthers()) {
            return derived;
        }
        String table = SparkTables.relation(
                work.table(),
                context.tables().before(work.table()).orElseThrow(),
                work.dataset().schema(),
                work.added());
        Staged wanted = derived.deleted().get();
        Dataset<Row> there = context.spark()
                .sql("SELECT * FROM " + context.views().name(wanted.rows()) + " INTERSECT ALL SELECT * FROM " + table);
        Staged deleted = context.staging().stage(there, work.activity());
        return new TableChange(derived.inserted(), deleted.count() > 0 ? Optional.of(deleted) : Optional.empty());
    }

    /** Whether a stream's rows may be others than its flow would make of the same records now. */
    private boolean mayBeOthers() {
        return !work.hasSameProgram()
                || CurrentTime.isAskedBy(work.prepared().plan())
                || Plans.nodes(work.prepared().plan()).stream().anyMatch(this::mayGiveOthers);
    }

    /**
     * Tables change; what a streaming table takes back, it may have given to an earlier program of this one; what is told of a file is what
     * it is now; and an outer join of streams takes back rows without a partner that had one which is forgotten.
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
}
