package dev.leat.spark.store;

import java.util.List;

/**
 * What a commit has decided for the folder of a sink: removals, and then moves. Each may be done again.
 *
 * @param sink its key
 * @param folder where it is
 * @param staging the name of the folder in it where files wait
 * @param moves what gets its place among the files that readers see
 * @param removed the names of files that the sink does not have any more
 * @param isMarked whether the mark that says whose the folder is waits, too
 */
public record FolderDelivery(
        long commit,
        String sink,
        String folder,
        String staging,
        List<Move> moves,
        List<String> removed,
        boolean isMarked) {
    public FolderDelivery {
        moves = List.copyOf(moves);
        removed = List.copyOf(removed);
    }

    /**
     * A file that gets its place.
     *
     * @param staged where it waits, below the folder of all that do
     * @param name by which readers see it
     * @param flow the key of the flow that wrote it
     */
    public record Move(String staged, String name, String flow) {}
}
