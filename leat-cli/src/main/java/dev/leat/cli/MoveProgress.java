package dev.leat.cli;

import dev.leat.move.Bundle.BundleTable;
import dev.leat.move.MoveListener;
import java.io.PrintWriter;

/** Tells of a move on standard error, a line per table. */
final class MoveProgress implements MoveListener {
    private final PrintWriter err;
    private final boolean isQuiet;

    MoveProgress(PrintWriter err, boolean isQuiet) {
        this.err = err;
        this.isQuiet = isQuiet;
    }

    @Override
    public void moved(String step, BundleTable table) {
        moved(step, table.name(), table.rows(), table.bytes());
    }

    void moved(String step, String table, long rows, long bytes) {
        if (!isQuiet) {
            err.println(step + " " + table + ": " + rows + " rows, " + bytes + " bytes");
        }
    }

    @Override
    public void leftBehind(String name) {
        err.println("left behind " + name + ", which the project does not have any more");
    }
}
