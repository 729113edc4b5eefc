package dev.leat.spi;

import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Computes the datasets of a pipeline and keeps them. One commit at a time; queries may run beside it. */
public interface Engine extends AutoCloseable {
    /** Begins a commit. What it computes is seen by others only after {@link Commit#publish}. */
    Commit begin(Pipeline pipeline, CommitTerms terms);

    /** How many datasets of a commit may be refreshed side by side, each after those it reads; by several threads if more than one. */
    default int refreshesAtOnce() {
        return 1;
    }

    /**
     * Brings the rows of published commits to the sinks outside, as far as these take them, and then does what an engine has to do
     * between commits.
     *
     * @return why a sink has not got all, by its name; it is tried again by a later call, after a pause that grows
     */
    Map<RelationName, LeatException> deliver(Pipeline pipeline);

    /** How many commits the sink of the pipeline that is furthest behind has not got yet. */
    long undelivered(Pipeline pipeline);

    /** What tells whether the sources hold anything else than at another time, or cannot be looked at. */
    String inputs(Pipeline pipeline, CommitTerms terms);

    /** What a run would do with each dataset and sink, in the order of its work. */
    List<PlannedRefresh> plan(Pipeline pipeline);

    /** What was done so far, and what is left to do. */
    EngineStatus status(Pipeline pipeline);

    /** Runs a query over the published datasets, and over the sources of the pipeline. */
    QueryResult query(Pipeline pipeline, Plan plan);

    /** Writes the result of a query as one Parquet file. */
    void exportParquet(Pipeline pipeline, Plan plan, Path file);

    /** The published datasets, by name. */
    List<StoredDataset> datasets();

    /** Tells of the records of sources that were not accepted, in the order of commits. */
    void forEachRejected(Predicate<RejectedRecord> taker);

    /** How a plan would run, for the reader; needs no computed datasets. */
    Description describe(Pipeline pipeline, Plan plan);

    @Override
    void close();
}
