package dev.leat.sink;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import dev.leat.type.Field;
import java.util.List;

/** What a sink cannot be given. */
public final class SinkRefusals {
    private SinkRefusals() {}

    /** Its folder has the files of another state. */
    public static LeatException ofAnotherState(Sink sink, String folder) {
        return new LeatException(
                ErrorCode.PROJECT,
                "Cannot write to the sink " + sink.name() + ": the files in " + folder
                        + " are those of another state of a project, whose identity is in " + FolderSink.MARK
                        + " there. Give the sink another path, or, to have those files replaced, run with"
                        + " --full-refresh --refresh " + sink.name().simpleName());
    }

    /**
     * Requires that what a flow wrote can be replaced.
     *
     * @param reason why it would have to be, in words
     * @throws LeatException with what to do
     */
    public static void requireReplaceable(Sink sink, SinkFlow flow, String reason) {
        if (!SinkOptions.canBeReplaced(sink.format())) {
            throw new LeatException(
                    ErrorCode.BAD_DATA,
                    "Rows that the sink " + sink.name()
                            + " has got may not be as they were any more, and it cannot take"
                            + " them back: "
                            + why(flow, reason)
                            + ". To send all rows again, run with --full-refresh --refresh "
                            + sink.name().simpleName());
        }
    }

    private static String why(SinkFlow flow, String reason) {
        if (!flow.isStream()) {
            return "its flow reads no stream";
        }
        return flow.addsRows() ? reason : "its flow gives groups, or joined rows, that change with what it reads";
    }

    /** Its flows do not agree on columns, those of one and those of another. */
    public static LeatException ofDifferentColumns(Sink sink, List<Field> some, List<Field> others) {
        return new LeatException(
                ErrorCode.NOT_SUPPORTED,
                "The flows of the sink " + sink.name() + " have different columns: " + names(some) + " and "
                        + names(others) + "; give them the same");
    }

    private static String names(List<Field> fields) {
        return fields.stream()
                .map(field -> field.name() + " " + field.type().sql())
                .toList()
                .toString();
    }
}
