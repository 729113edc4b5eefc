package dev.leat.spi;

import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Sink;
import java.util.List;
import java.util.Map;

/**
 * One atomic change of results, counts and the run record. A dataset that fails leaves its last published content; the
 * rest of the commit goes on.
 */
public interface Commit extends AutoCloseable {
    /** Counts from 1; grows with each commit. */
    long number();

    /**
     * Computes a dataset from the state of this commit.
     *
     * @throws dev.leat.error.LeatException when it cannot be computed; the commit stays usable
     */
    RefreshResult refresh(Dataset dataset);

    /**
     * Stages what a sink gets.
     *
     * @throws dev.leat.error.LeatException when it cannot be computed; the commit stays usable
     */
    RefreshResult write(Sink sink);

    /**
     * Makes everything computed so far visible, atomically, then moves staged sink output into place.
     *
     * @param outcomes of all datasets and sinks of the run, for the run record
     */
    void publish(List<Outcome> outcomes);

    /** How the sources are read on that are followed as streams, as far as they were opened, by their keys. */
    Map<String, SourceProgress> progress();

    /** Drops what was not published. */
    @Override
    void close();
}
