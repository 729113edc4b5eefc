package dev.leat.spark.store;

import dev.leat.spark.store.FolderDelivery.Move;
import dev.leat.spark.store.SinkChanges.Delivered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What sinks have, and what they have not got yet, as all commits so far have it.
 *
 * @param flows by key
 * @param files the names of the files that flows have in folders, by the folder and the flow's key
 * @param folders what is to be done in folders, in the order of the commits
 * @param rows what waits for sinks outside, in the order of the commits
 */
public record SinkState(
        Map<String, FlowVersion> flows,
        Map<String, Map<String, List<String>>> files,
        List<FolderDelivery> folders,
        List<RowsDelivery> rows) {
    /** No sinks. */
    public static final SinkState EMPTY = new SinkState(Map.of(), Map.of(), List.of(), List.of());

    public SinkState {
        flows = Map.copyOf(flows);
        files = Map.copyOf(files);
        folders = List.copyOf(folders);
        rows = List.copyOf(rows);
    }

    /** This after a commit. */
    SinkState with(SinkChanges changes) {
        if (changes.equals(SinkChanges.NONE)) {
            return this;
        }
        Map<String, FlowVersion> newFlows = new TreeMap<>(flows);
        newFlows.putAll(changes.flows());
        Map<String, Map<String, List<String>>> newFiles = new TreeMap<>(files);
        newFiles.putAll(changes.files());
        for (FolderDelivery delivery : changes.folders()) {
            newFiles.put(delivery.folder(), after(delivery));
        }
        Set<Delivered> done = Set.copyOf(changes.delivered());
        List<FolderDelivery> newFolders = new ArrayList<>(folders);
        newFolders.removeIf(delivery -> done.contains(new Delivered(delivery.commit(), delivery.sink())));
        newFolders.addAll(changes.folders());
        List<RowsDelivery> newRows = new ArrayList<>(rows);
        newRows.removeIf(delivery -> done.contains(new Delivered(delivery.commit(), delivery.sink())));
        newRows.addAll(changes.rows());
        return new SinkState(newFlows, newFiles, newFolders, newRows);
    }

    private Map<String, List<String>> after(FolderDelivery delivery) {
        Set<String> gone = new TreeSet<>(delivery.removed());
        delivery.moves().forEach(move -> gone.add(move.name()));
        Map<String, List<String>> after = new TreeMap<>();
        files.getOrDefault(delivery.folder(), Map.of())
                .forEach((flow, names) -> after.put(
                        flow,
                        names.stream()
                                .filter(name -> !gone.contains(name))
                                .collect(Collectors.toCollection(ArrayList::new))));
        for (Move move : delivery.moves()) {
            after.computeIfAbsent(move.flow(), unseen -> new ArrayList<>()).add(move.name());
        }
        after.values().removeIf(List::isEmpty);
        return after;
    }

    /** A flow, if it has written. */
    public Optional<FlowVersion> flow(String key) {
        return Optional.ofNullable(flows.get(key));
    }

    /** The files that a flow has in a folder. */
    public List<String> files(String folder, String flow) {
        return files.getOrDefault(folder, Map.of()).getOrDefault(flow, List.of());
    }

    /** The files that flows have in a folder, beside some flows. */
    public Set<String> filesWithout(String folder, Set<String> keptFlows) {
        Set<String> all = new TreeSet<>();
        files.getOrDefault(folder, Map.of()).forEach((flow, names) -> {
            if (!keptFlows.contains(flow)) {
                all.addAll(names);
            }
        });
        return all;
    }
}
