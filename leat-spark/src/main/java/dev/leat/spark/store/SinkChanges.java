package dev.leat.spark.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a commit changes of sinks.
 *
 * @param flows by key
 * @param folders what is decided for folders
 * @param rows what waits for sinks outside
 * @param delivered what earlier commits had decided, and is done
 * @param files the names of those that flows have in folders that came with a state which was moved here, by the folder and the flow's key
 */
public record SinkChanges(
        Map<String, FlowVersion> flows,
        List<FolderDelivery> folders,
        List<RowsDelivery> rows,
        List<Delivered> delivered,
        Map<String, Map<String, List<String>>> files) {
    /** No change. */
    public static final SinkChanges NONE = new SinkChanges(Map.of(), List.of(), List.of(), List.of());

    public SinkChanges {
        flows = Map.copyOf(flows);
        folders = List.copyOf(folders);
        rows = List.copyOf(rows);
        delivered = List.copyOf(delivered);
        // Not in entries of before states with sinks could be moved.
        files = Map.copyOf(Optional.ofNullable(files).orElse(Map.of()));
    }

    /** What a commit decides. */
    public SinkChanges(
            Map<String, FlowVersion> flows,
            List<FolderDelivery> folders,
            List<RowsDelivery> rows,
            List<Delivered> delivered) {
        this(flows, folders, rows, delivered, Map.of());
    }

    /** What a sink, by its key, has got of a commit. */
    public record Delivered(long commit, String sink) {}

    /** What sinks have got where a state was before. */
    public static SinkChanges moved(Map<String, FlowVersion> flows, Map<String, Map<String, List<String>>> files) {
        return new SinkChanges(flows, List.of(), List.of(), List.of(), files);
    }

    /** That sinks have got what they were to get. */
    public static SinkChanges done(List<Delivered> delivered) {
        return new SinkChanges(Map.of(), List.of(), List.of(), delivered);
    }
}
