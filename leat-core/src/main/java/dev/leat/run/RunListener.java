package dev.leat.run;

import dev.leat.error.LeatException;
import dev.leat.plan.RelationName;
import dev.leat.spi.Outcome;

/** Hears of the progress of a run, of one thing at a time; called on the thread that works at what it is told of. */
public interface RunListener {
    /** Hears nothing. */
    RunListener SILENT = new RunListener() {
        @Override
        public void started(RelationName name, int index, int count) {}

        @Override
        public void failed(RelationName name, LeatException failure) {}

        @Override
        public void ended(Outcome outcome) {}
    };

    /**
     * A dataset or sink is being refreshed; others may be that were started before.
     *
     * @param index counts from 0
     */
    void started(RelationName name, int index, int count);

    /** A refresh failed, with what is behind its problems; {@link #ended} follows. */
    void failed(RelationName name, LeatException failure);

    /** A refresh ended. */
    void ended(Outcome outcome);
}
