package dev.leat.sink;

import dev.leat.error.ErrorCode;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.RefreshResult.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run would do with a sink, flow by flow. */
public final class PlannedSink {
    private final Sink sink;
    private final List<String> reasons = new ArrayList<>();
    private Extent extent = Extent.NOTHING;
    private Optional<PlannedRefresh> failure = Optional.empty();

    /** Of a sink, without its flows yet. */
    public PlannedSink(Sink sink) {
        this.sink = sink;
    }

    /**
     * How what a flow reads has changed since it wrote.
     *
     * @param isWhole whether what it wrote cannot be brought up to date by changes
     * @param changed what has changed, in words
     */
    public record Inputs(boolean isWhole, boolean isNothing, String changed) {}

    /** A flow that writes for the first time, or as if it did. */
    public void addNew(SinkFlow flow) {
        extent = Extent.WHOLE;
        reasons.add(flow.name() + " writes all it has");
    }

    /** A flow that has written before. */
    public void add(SinkFlow flow, Inputs inputs) {
        if (inputs.isNothing() && !inputs.isWhole()) {
            return;
        }
        if (flow.addsRows() && !inputs.isWhole()) {
            extent = extent == Extent.WHOLE ? Extent.WHOLE : Extent.CHANGE;
            reasons.add(flow.name() + " adds the change of " + inputs.changed());
            return;
        }
        extent = Extent.WHOLE;
        reasons.add(flow.name() + " replaces what it has written");
        if (!SinkOptions.canBeReplaced(sink.format()) && failure.isEmpty()) {
            failure = Optional.of(PlannedRefresh.failing(
                    sink.name(),
                    ErrorCode.PROJECT,
                    flow.name()
                            + " would take back rows that the sink has got, which it cannot; to send all again, run with"
                            + " --full-refresh --refresh " + sink.name().simpleName()));
        }
    }

    /** All of it. */
    public PlannedRefresh planned() {
        String reason = reasons.isEmpty() ? "nothing it depends on has changed" : String.join("; ", reasons);
        return failure.orElseGet(() -> PlannedRefresh.of(sink.name(), extent, reason));
    }
}
