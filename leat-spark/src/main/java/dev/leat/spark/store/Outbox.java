package dev.leat.spark.store;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Where what commits give sinks waits in a warehouse: {@code leat_outbox/COMMIT/SINK} has the rows for a sink outside, or the note where
 * in the folder of a sink files wait. What no commit names is removed, with those files, by this writer or the next.
 */
public final class Outbox {
    private static final String FOLDER = "leat_outbox";
    private static final String NOTE = "staging";

    private final Warehouse warehouse;
    private final Configuration configuration;

    /** The outbox of a warehouse. */
    public Outbox(Warehouse warehouse, Configuration configuration) {
        this.warehouse = warehouse;
        this.configuration = configuration;
    }

    /** The folder of a sink, by its key, in a commit, below that of the warehouse. */
    public static String folder(long commit, String sink) {
        return FOLDER + "/" + commit + "/" + name(sink);
    }

    /** A name that every file system takes, and that no reader takes for a pattern. */
    private static String name(String sink) {
        return URLEncoder.encode(sink, StandardCharsets.UTF_8).replace("%", "~").replace("*", "~2A");
    }

    /** Where something in the warehouse is. */
    public String location(String relative) {
        return warehouse.location() + "/" + relative;
    }

    /** The same below the folder of the warehouse. */
    public String relative(String location) {
        return location.substring(warehouse.location().length() + 1);
    }

    /** The names of files in a folder in the warehouse. */
    public List<String> files(String folder) {
        return warehouse.list(folder).stream()
                .filter(name -> !name.startsWith("_") && !name.startsWith("."))
                .sorted()
                .toList();
    }

    /** Notes where files for a sink wait, before they do. */
    public void note(long commit, String sink, SinkFolder folder, String staging) {
        String note = folder.location() + "\n" + staging + "\n";
        warehouse.replace(folder(commit, sink) + "/" + NOTE, note.getBytes(StandardCharsets.UTF_8));
    }

    /** Removes what a commit has for a sink, if it has anything. */
    public void remove(long commit, String sink) {
        remove(folder(commit, sink));
        String all = FOLDER + "/" + commit;
        if (warehouse.list(all).isEmpty()) {
            warehouse.remove(all);
        }
    }

    private void remove(String folder) {
        Optional<byte[]> note = warehouse.read(folder + "/" + NOTE);
        if (note.isPresent()) {
            List<String> lines =
                    new String(note.get(), StandardCharsets.UTF_8).lines().toList();
            SinkFolder.at(lines.get(0), configuration).drop(lines.get(1));
        }
        warehouse.remove(folder);
    }

    /** Removes all that no commit names. What cannot be reached now is left to the next writer. */
    public void recover(SinkState state) {
        Set<String> named = new HashSet<>();
        state.folders().forEach(delivery -> named.add(folder(delivery.commit(), delivery.sink())));
        state.rows().forEach(delivery -> named.add(folder(delivery.commit(), delivery.sink())));
        for (String commit : warehouse.list(FOLDER)) {
            recover(FOLDER + "/" + commit, named);
        }
    }

    private void recover(String commit, Collection<String> named) {
        for (String sink : warehouse.list(commit)) {
            String folder = commit + "/" + sink;
            if (!named.contains(folder)) {
                removeIfReached(folder);
            }
        }
        if (warehouse.list(commit).isEmpty()) {
            warehouse.remove(commit);
        }
    }

    private void removeIfReached(String folder) {
        try {
            remove(folder);
        } catch (LeatException e) {
            if (e.code() != ErrorCode.IO) {
                throw e;
            }
        }
    }
}
