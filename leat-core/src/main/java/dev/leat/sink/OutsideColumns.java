package dev.leat.sink;

import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import dev.leat.plan.Plan;
import dev.leat.plan.TextColumns;
import dev.leat.type.Field;
import java.util.List;
import java.util.Optional;

/** The columns of the rows that a sink outside gets in a commit: those of all of its flows, which are alike. */
public final class OutsideColumns {
    private final Sink sink;
    private Optional<List<Field>> fields = Optional.empty();

    /** Those of a sink that has got nothing yet. */
    public OutsideColumns(Sink sink) {
        this.sink = sink;
    }

    /**
     * The rows of a flow as the sink takes them.
     *
     * @throws dev.leat.error.LeatException NOT_SUPPORTED if another flow has other columns
     */
    public Plan take(Plan given) {
        Plan rows = SinkOptions.takesTexts(sink.format()) ? TextColumns.cast(given) : given;
        List<Field> taken = rows.output().stream()
                .map(column -> new Field(column.name(), column.type(), true))
                .toList();
        if (fields.isPresent() && !fields.get().equals(taken)) {
            throw SinkRefusals.ofDifferentColumns(sink, fields.get(), taken);
        }
        fields = Optional.of(taken);
        return rows;
    }

    /** The columns; empty as long as no flow has given rows. */
    public Optional<List<Field>> fields() {
        return fields;
    }
}
