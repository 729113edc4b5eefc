package dev.leat.spark.store;

import dev.leat.error.LeatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.hadoop.fs.FSDataOutputStream;

/**
 * A folder of a warehouse by which a run, whose driver is somewhere in the cluster, and the command that has started it know of each other:
 * the compiled plan, what the run tells, a file for each attempt at it, and the wish that it ends.
 */
public final class RunFolder {
    private static final String PARENT = "leat_runs";
    private static final String PLAN = "plan.json";
    private static final String STOP = "stop";

    private final Warehouse warehouse;
    private final String name;

    /**
     * A folder, which need not be there.
     *
     * @param run a name that no other run has
     */
    public RunFolder(Warehouse warehouse, String run) {
        this.warehouse = warehouse;
        this.name = PARENT + "/" + run;
    }

    /** Puts the plan where the driver finds it. */
    public void putPlan(Path plan) {
        warehouse.put(plan, file(PLAN));
    }

    /**
     * The plan.
     *
     * @throws LeatException IO if there is none
     */
    public String plan() {
        return warehouse
                .read(file(PLAN))
                .map(content -> new String(content, StandardCharsets.UTF_8))
                .orElseThrow(() -> Warehouse.failure(
                        "read the compiled plan",
                        new FileNotFoundException(String.valueOf(warehouse.path(file(PLAN))))));
    }

    /** What the next attempt at the run tells; readers see what was flushed. */
    public OutputStream tell() {
        int attempt = 1;
        while (hears(attempt)) {
            attempt++;
        }
        return new Told(warehouse.begin(file(events(attempt))));
    }

    /** Whether there was an attempt of a number, from 1 on. */
    public boolean hears(int attempt) {
        return warehouse.isThere(file(events(attempt)));
    }

    /** What an attempt has told from a byte on; empty if that is nothing yet. */
    public byte[] hear(int attempt, long from) {
        return warehouse.readFrom(file(events(attempt)), from).orElse(new byte[0]);
    }

    /** Wishes the end of the run. */
    public void stop() {
        warehouse.replace(file(STOP), new byte[0]);
    }

    /** Whether its end is wished. */
    public boolean isToStop() {
        return warehouse.isThere(file(STOP));
    }

    /** Removes it. */
    public void remove() {
        warehouse.removeFolder(name);
    }

    private String file(String file) {
        return name + "/" + file;
    }

    private static String events(int attempt) {
        return "events-" + attempt;
    }

    /** Lets readers see what is flushed. */
    private static final class Told extends OutputStream {
        private final FSDataOutputStream out;

        Told(FSDataOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.hflush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
