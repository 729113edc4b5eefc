package dev.leat.sink;

import dev.leat.incremental.Maintained;
import dev.leat.incremental.MaintainedQueries;
import dev.leat.incremental.PreparedPipeline;
import dev.leat.incremental.ProgramDigest;
import dev.leat.incremental.Reader;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Sink;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.spi.CommitTerms.Basis;
import java.util.ArrayList;
import java.util.List;

/**
 * A flow into a sink. One of a stream adds the rows that are new; another replaces what it has written, if anything it depends on has
 * changed. So does one of a stream that would have to remember rows for the change of its result, such as groups: a sink's flows keep none,
 * and a watermark lets all rows through.
 *
 * @param name of the flow, as errors tell it
 * @param key under which the state knows it
 * @param index its place among the flows of the sink
 * @param query prepared
 * @param isStream whether it reads a stream
 * @param program a digest of all that decides what is written but the data; of a stream, of all that would change what was written
 */
public record SinkFlow(
        String name, String key, int index, MaintainedQueries.Query query, boolean isStream, String program) {
    /** The flows of a sink, in their order. */
    public static List<SinkFlow> of(Sink sink, PreparedPipeline prepared) {
        List<Flow> flows = prepared.pipeline().flowsInto(sink.name());
        List<SinkFlow> all = new ArrayList<>();
        for (int i = 0; i < flows.size(); i++) {
            Flow flow = flows.get(i);
            MaintainedQueries.Query query = prepared.find(flow);
            Plan plan = query.plan();
            boolean isStream = Plans.nodes(plan).stream()
                    .anyMatch(node -> node instanceof Plan.Scan scan && scan.mode() == Plan.ScanMode.STREAM);
            String program = isStream ? ProgramDigest.of(sink) : ProgramDigest.of(sink, plan, prepared.pipeline());
            all.add(new SinkFlow(
                    flow.name().simpleName(),
                    sink.name().key() + "/" + flow.name().key(),
                    i,
                    query,
                    isStream,
                    program));
        }
        return all;
    }

    /** Its query as it was written. */
    public Plan plan() {
        return query.plan();
    }

    /** Its query as the change of it is found. */
    public Maintained maintained() {
        return query.maintained();
    }

    /** Whether rows that it reads more give rows that it adds to those it has written. */
    public boolean addsRows() {
        return isStream && maintained().followsWithoutState();
    }

    /** Whether what it wrote before does not count. */
    public boolean isAnew(Basis basis) {
        return basis == Basis.NOTHING || (!isStream && CurrentTime.isOrUserAskedBy(plan()));
    }

    /** Who reads for it. */
    public Reader reader() {
        return isStream ? Reader.stream(0) : Reader.VIEW;
    }
}
