package dev.leat.spi;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Sink;
import dev.leat.type.Field;
import java.util.List;

/** Opens sinks that are not folders of files; safe for use by several threads. */
public interface SinkWriters {
    /**
     * Opens a sink for rows of some columns, of one state of a project, whose commits have numbers of their own. What the sink's options and columns cannot be is told when the project is compiled;
     * here only what the outside world says can fail.
     *
     * @param state tells it apart from all others
     * @throws dev.leat.error.LeatException when the sink cannot be reached, with what to do
     */
    SinkWriter open(Sink sink, List<Field> columns, String state);

    /**
     * Looks at the options of a sink when a project is compiled, and asks nothing outside.
     *
     * @throws dev.leat.error.LeatException with all that is wrong with them
     */
    default void check(Sink sink) {
        // Whoever has options that only it knows looks at them.
    }

    /**
     * What a reader of a sink can rely on, in words, and what it has to do for it; nothing outside is asked. Folders of files have each
     * row exactly once, and need no writer.
     */
    default String guarantee(Sink sink) {
        return SinkWriter.Guarantee.EXACTLY_ONCE.text();
    }

    /** Knows no sinks but folders of files. */
    SinkWriters NONE = (sink, columns, state) -> {
        throw new LeatException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot write the sink " + sink.name() + ": its format " + sink.format() + " is not supported");
    };
}
