package dev.leat.spark;

import dev.leat.incremental.Maintained;
import dev.leat.incremental.PreparedPipeline.PreparedDataset;
import dev.leat.pipeline.Dataset;
import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.spark.read.SparkTypes;
import dev.leat.spark.store.DatasetVersion;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A dataset that is to be brought up to date.
 *
 * @param before what was computed of it before, if that can be kept
 * @param added the columns that what was computed before does not have
 * @param times tells which of its rows are late
 */
record DatasetWork(
        Dataset dataset,
        PreparedDataset prepared,
        Optional<DatasetVersion> before,
        List<Field> added,
        InputChanges inputs,
        RowsInTime times) {
    /** The name of the table of a dataset's stored operator. */
    static String state(String key, int index) {
        return key + "$" + index;
    }

    String state(int index) {
        return state(key(), index);
    }

    /** The names of the tables with the rows of its operators that are kept. */
    List<String> states() {
        return IntStream.range(0, maintained().stored().size())
                .filter(maintained()::isKept)
                .mapToObj(this::state)
                .toList();
    }

    boolean isStream() {
        return dataset instanceof Dataset.StreamingTable;
    }

    Maintained maintained() {
        return prepared.maintained();
    }

    String key() {
        return dataset.name().key();
    }

    String table() {
        return TableNames.dataset(dataset.name());
    }

    String activity() {
        return "refresh " + dataset.name();
    }

    /** How much has to be computed at least. */
    Extent extent() {
        if (before.isEmpty() || inputs.isWhole()) {
            return Extent.WHOLE;
        }
        return inputs.isNothing() ? Extent.NOTHING : Extent.CHANGE;
    }

    /** Whether what a change needs is stored. */
    boolean isFollowed() {
        return before.filter(version -> version.states().containsAll(states())).isPresent();
    }

    /** Whether the flows are the ones by which all rows so far were made. */
    boolean hasSameProgram() {
        return before.filter(version -> version.program().equals(prepared.program()))
                .isPresent();
    }

    /** Rows that are to be told apart by all of their values need types by whose values Spark can group; those of watermarks are never taken back. */
    boolean canFollow() {
        List<List<Column>> all = new ArrayList<>();
        all.add(maintained().plan().output());
        maintained().stored().stream()
                .filter(node -> !(node instanceof Plan.Watermark))
                .forEach(node -> all.add(node.output()));
        return all.stream()
                .allMatch(columns -> !columns.isEmpty()
                        && columns.stream().allMatch(column -> SparkTypes.isGroupable(column.type())));
    }
}
