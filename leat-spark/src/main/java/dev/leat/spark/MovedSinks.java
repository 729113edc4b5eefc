package dev.leat.spark;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.move.Bundle.Program;
import dev.leat.move.RecordTable;
import dev.leat.spark.store.FlowVersion;
import dev.leat.spark.store.SinkChanges;
import dev.leat.spark.store.SinkState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What sinks have got when a state moves: the flows, and the names of files in folders, {@link RecordTable#SINK_FILES}. */
final class MovedSinks {
    private MovedSinks() {}

    /**
     * Checks that sinks have got all.
     *
     * @throws LeatException USAGE if one has not
     */
    static void requireDelivered(SinkState sinks) {
        if (!sinks.folders().isEmpty() || !sinks.rows().isEmpty()) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "A state whose sinks have not got all yet cannot be moved. Have leat run deliver the rest first");
        }
    }

    /** What has come with a state of the embedded engine. */
    static SinkChanges here(Map<String, Program> flows, List<Row> files) {
        Map<String, FlowVersion> versions = new TreeMap<>();
        flows.forEach((flow, program) -> versions.put(flow, new FlowVersion(program.program(), program.seen())));
        Map<String, Map<String, List<String>>> folders = new TreeMap<>();
        for (Row file : files) {
            String folder = file.getString(0);
            // Files of states that did not note whose they were stay, whatever a flow replaces.
            String flow = file.isNullAt(2) ? "" : file.getString(2);
            folders.computeIfAbsent(MovedParts.here(folder), unseen -> new TreeMap<>())
                    .computeIfAbsent(flow, unseen -> new ArrayList<>())
                    .add(file.getString(1).substring(folder.length() + 1));
        }
        return SinkChanges.moved(versions, folders);
    }

    /** The flows, as the embedded engine has them. */
    static Map<String, Program> flows(SinkState sinks) {
        Map<String, Program> flows = new TreeMap<>();
        sinks.flows()
                .forEach((flow, version) ->
                        flows.put(flow, new Program(version.program(), 0, version.seen(), version.seen())));
        return flows;
    }

    /** The files in folders, as the embedded engine has them. */
    static List<Row> files(SinkState sinks) {
        List<Row> rows = new ArrayList<>();
        new TreeMap<>(sinks.files()).forEach((location, flows) -> {
            String folder = MovedParts.embedded(location);
            new TreeMap<>(flows)
                    .forEach((flow, names) ->
                            names.forEach(name -> rows.add(RowFactory.create(folder, folder + "/" + name, flow))));
        });
        return rows;
    }
}
