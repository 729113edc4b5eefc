package dev.leat.duckdb;

import dev.leat.incremental.CommitStaging.Access;
import dev.leat.incremental.CommitStaging.Change;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.reading.SourceChange;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What is known of the relations that a dataset reads, before any of them is read.
 *
 * @param isStream whether only what the dataset reads as a stream changes for it
 * @param rows the rows of a dataset, by its key
 */
record KnownInputs(InputChanges changes, DuckDbRelations relations, boolean isStream, ToLongFunction<String> rows)
        implements ChangeStaging.Inputs {
    /** A value of a table, on average. */
    private static final int VALUE_BYTES = 8;

    @Override
    public Change change(Plan.Scan scan) {
        return changes.of(scan, isStream);
    }

    @Override
    public Access access(Plan.Scan scan) {
        return relations.source(scan.relation()).map(Access::of).orElse(Access.TABLE);
    }

    @Override
    public double bytes(Plan.Scan scan) {
        Optional<Source> source = relations.source(scan.relation());
        if (source.isEmpty()) {
            return (double) rows.applyAsLong(scan.relation().key())
                    * VALUE_BYTES
                    * scan.output().size();
        }
        return Optional.ofNullable(changes.sources().get(source.get().name().key()))
                .map(SourceChange::size)
                .orElse(0L);
    }
}
