package dev.leat.move;

/** Hears of a state that is being moved. */
public interface MoveListener {
    /**
     * A table has been written, or has arrived.
     *
     * @param step what was done with it, in a word
     */
    void moved(String step, Bundle.BundleTable table);

    /** A table stays where it is, since the project does not have what it is of any more. */
    void leftBehind(String name);
}
