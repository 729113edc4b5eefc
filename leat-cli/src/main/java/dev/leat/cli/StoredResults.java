package dev.leat.cli;

import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Dataset.Attributes;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.spi.StoredDataset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs have left, as a pipeline that can be queried though the project's files can't be compiled. */
final class StoredResults {
    private static final SourcePosition NOWHERE = new SourcePosition("<state>", 1, 1, 1);

    private StoredResults() {}

    /** The stored datasets as tables. */
    static Pipeline pipeline(List<StoredDataset> stored, Settings settings) {
        Attributes attributes = new Attributes(Optional.empty(), Map.of(), List.of(), List.of());
        List<Dataset> tables = stored.stream()
                .<Dataset>map(
                        dataset -> new Dataset.StreamingTable(dataset.name(), dataset.schema(), attributes, NOWHERE))
                .toList();
        return new Pipeline("results", settings, List.of(), tables, List.of(), List.of());
    }
}
