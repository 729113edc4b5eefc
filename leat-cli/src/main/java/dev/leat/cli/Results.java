package dev.leat.cli;

import dev.leat.pipeline.AskedQuery;
import dev.leat.pipeline.Pipeline;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.RejectedRecord;
import dev.leat.spi.StoredDataset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** What commands read of a project's results, whichever engine has them. */
interface Results extends AutoCloseable {
    /** The published datasets. */
    List<StoredDataset> datasets();

    /** What was done so far, and what is left to do. */
    EngineStatus status(Pipeline pipeline);

    /** What a run would do. */
    List<PlannedRefresh> plan(Pipeline pipeline);

    /** Tells of the records that were not accepted, until there are enough. */
    void forEachRejected(Pipeline pipeline, Predicate<RejectedRecord> taker);

    /** Prints the answer to the {@link AskedQuery} of a pipeline; nothing, where there is none. */
    void print(Pipeline pipeline, ResultWriter writer, PrintWriter out);

    /** Writes the answer to a file. */
    void exportParquet(Pipeline pipeline, Path file);

    @Override
    void close();
}
