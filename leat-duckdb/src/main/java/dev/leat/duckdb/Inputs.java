package dev.leat.duckdb;

import dev.leat.duckdb.store.ErrorLog;
import dev.leat.reading.SourceChange;
import dev.leat.spi.RefreshResult.Extent;
import java.util.List;
import java.util.Map;

/**
 * What a dataset or a flow of a sink has read in a commit.
 *
 * @param reader its key
 * @param extent whether it has read all that there is, or what there is more
 * @param sources what was read of each source, by its key
 * @param malformed records that do not fit
 * @param late rows that came too late
 */
record Inputs(
        String reader,
        Extent extent,
        Map<String, SourceChange> sources,
        ErrorLog.Staged malformed,
        List<RowsInTime.LateRows> late) {
    Inputs {
        late = List.copyOf(late);
        sources = Map.copyOf(sources);
    }

    Inputs with(ErrorLog.Staged records) {
        return new Inputs(reader, extent, sources, records, late);
    }
}
