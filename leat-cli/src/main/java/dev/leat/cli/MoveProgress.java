package dev.leat.cli;

import dev.leat.move.Bundle.BundleTable;
import dev.leat.move.MoveListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Tells of a move on standard error, a line per table, and adds up what has arrived. */
final class MoveProgress implements MoveListener {
    private static final String ARRIVED = "arrived";

    private final PrintWriter err;
    private final boolean isQuiet;
    private int tables;
    private long rows;
    private long bytes;

    MoveProgress(PrintWriter err, boolean isQuiet) {
        this.err = err;
        this.isQuiet = isQuiet;
    }

    @Override
    public void moved(String step, BundleTable table) {
        moved(step, table.name(), table.rows(), table.bytes());
    }

    void moved(String step, String table, long tableRows, long tableBytes) {
        if (step.equals(ARRIVED)) {
            tables++;
            rows += tableRows;
            bytes += tableBytes;
        }
        if (!isQuiet) {
            err.println(step + " " + table + ": " + tableRows + " rows, " + tableBytes + " bytes");
        }
    }

    @Override
    public void leftBehind(String name) {
        err.println("left behind " + name + ", which the project does not have any more");
    }

    /** All that has arrived. */
    String total(long nanos) {
        return String.format(
                Locale.ROOT,
                "moved %d tables, %d rows, %d bytes in %.1f s; nothing was computed",
                tables,
                rows,
                bytes,
                nanos / 1e9);
    }
}
