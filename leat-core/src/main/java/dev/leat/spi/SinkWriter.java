package dev.leat.spi;

/** Brings the rows of commits to a place outside, in the order of the commits; used by one thread. */
public interface SinkWriter extends AutoCloseable {
    /** What a reader of the sink can rely on, whatever is killed in between. */
    enum Guarantee {
        /** Each row once: rows of a commit and its number become visible together. */
        EXACTLY_ONCE,
        /** Each row at least once: rows of the last commit may come again after a failure. */
        AT_LEAST_ONCE;

        /** The same in words. */
        public String text() {
            return this == EXACTLY_ONCE
                    ? "exactly once: the rows of a commit become visible together, whatever is killed in between"
                    : "at least once: rows of the last commit may come again after a failure";
        }
    }

    /** What this sink guarantees. */
    Guarantee guarantee();

    /**
     * Writes the rows of a commit. When it returns, they are there to stay. A sink that keeps the stamp of its last commit does
     * not write that one again.
     *
     * @param rows with the columns that the sink was opened for
     * @throws dev.leat.error.LeatException EXTERNAL when the sink does not take them now, PROJECT when it has a later commit,
     *     or another of the same number, which then is another state's. The writer is of no more use; another one may write the same commit again
     */
    void write(CommitStamp commit, QueryResult rows);

    @Override
    void close();
}
