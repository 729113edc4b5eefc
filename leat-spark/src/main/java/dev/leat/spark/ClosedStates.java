package dev.leat.spark;

import dev.leat.incremental.ClosedBelow;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.incremental.PreparedPipeline.PreparedDataset;
import dev.leat.pipeline.Dataset;
import dev.leat.spark.store.WarehouseState;
import java.util.HashMap;
import java.util.Map;

/** Which entries of states are not needed any more, so that a state that is written anew is rid of them. */
final class ClosedStates {
    private ClosedStates() {}

    /** SQL for the entries that are needed, by the name of a state's table; of tables without such a condition all are. */
    static Map<String, String> needed(PreparedPipeline pipeline, WarehouseState state) {
        Map<String, String> needed = new HashMap<>();
        for (Dataset dataset : pipeline.pipeline().datasets()) {
            String key = dataset.name().key();
            if (dataset instanceof Dataset.StreamingTable && !state.times(key).isEmpty()) {
                PreparedDataset prepared = pipeline.find(dataset);
                boolean isSame = state.dataset(key)
                        .filter(version -> version.program().equals(prepared.program()))
                        .isPresent();
                if (isSame) {
                    Maintained maintained = prepared.maintained();
                    ClosedBelow.find(maintained, state.times(key))
                            .forEach((index, closed) -> needed.put(
                                    TableNames.state(DatasetWork.state(key, index)),
                                    OpenRows.condition(
                                            closed,
                                            maintained.stored().get(index).output())));
                }
            }
        }
        return needed;
    }
}
