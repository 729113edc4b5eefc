package dev.leat.incremental;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.SourcePosition;
import dev.leat.incremental.TimeOfRows.Misplaced;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Sink;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the definitions of a pipeline may ask for the time. A row of a stream has that of the commit in which it came, and
 * keeps it; what always equals its query over the data alone cannot ask for it.
 */
public final class TimeRules {
    private final MaintainedQueries queries;
    private final Map<String, Dataset> datasets = new HashMap<>();
    private final Map<String, Boolean> growing = new HashMap<>();

    private TimeRules(MaintainedQueries queries) {
        this.queries = queries;
        queries.pipeline()
                .datasets()
                .forEach(dataset -> datasets.put(dataset.name().key(), dataset));
    }

    /** What is wrong, each at the call if its place is known. */
    public static List<Diagnostic> check(MaintainedQueries queries) {
        return new TimeRules(queries).check();
    }

    private List<Diagnostic> check() {
        List<Diagnostic> refused = new ArrayList<>();
        for (Dataset dataset : queries.pipeline().datasets()) {
            if (dataset instanceof Dataset.MaterializedView) {
                refuse(queries.find(dataset).plan(), "The materialized view " + simpleName(dataset.name()))
                        .map(found -> placed(found, dataset.position()))
                        .ifPresent(refused::add);
            } else if (dataset instanceof Dataset.StreamingTable) {
                Maintained query = queries.find(dataset).maintained();
                misplaced(query, "The streaming table " + simpleName(dataset.name()))
                        .map(found -> placed(found, dataset.position()))
                        .ifPresent(refused::add);
            }
        }
        for (Sink sink : queries.pipeline().sinks()) {
            for (Flow flow : queries.pipeline().flowsInto(sink.name())) {
                ofSink(sink, flow).map(found -> placed(found, flow.position())).ifPresent(refused::add);
            }
        }
        return refused;
    }

    private static String simpleName(RelationName name) {
        return name.simpleName();
    }

    private static Diagnostic placed(Diagnostic found, SourcePosition position) {
        return found.position().isPresent() ? found : found.at(position);
    }

    private Optional<Diagnostic> ofSink(Sink sink, Flow flow) {
        Plan plan = queries.find(flow).plan();
        String what = "The flow " + simpleName(flow.name()) + " into the sink " + simpleName(sink.name());
        if (!ClosedGroups.readsStream(plan)) {
            return refuse(plan, what);
        }
        Maintained query = queries.find(flow).maintained();
        boolean isRewritten = CurrentTime.isAskedBy(plan) && !query.followsWithoutState();
        return isRewritten ? Optional.of(refusal(plan, what, Misplaced.WRITTEN_AGAIN)) : misplaced(query, what);
    }

    /** The refusal of a query that is no stream's, if it asks for the time. */
    private Optional<Diagnostic> refuse(Plan plan, String what) {
        return calls(plan).stream()
                .findFirst()
                .map(call -> diagnostic(
                        call,
                        what + " cannot ask for the time" + through(call)
                                + ": it is what its query gives for the data, and time goes on while the data stay as they are. Ask"
                                + " for it in a streaming table, whose rows keep the time of the commit that brought them, and group"
                                + " by a window of that; or bound a stream with WATERMARK; or ask in leat query"));
    }

    private Optional<Diagnostic> misplaced(Maintained query, String what) {
        if (!CurrentTime.isAskedBy(query.plan())) {
            return Optional.empty();
        }
        return new TimeOfRows(query, this::growsAlone)
                .find()
                .map(problem -> refusal(problem.node(), what, problem.why()));
    }

    private Diagnostic refusal(Plan plan, String what, Misplaced why) {
        Call call = calls(plan).get(0);
        String reason = switch (why) {
            case ABOVE_ROWS_THAT_CHANGE ->
                "the rows there change in later commits, and would get another time then. Ask for it where rows come"
                        + " in, as in FROM (SELECT *, now() AS arrived FROM STREAM(…)), and here for max(arrived)";
            case COMPUTED_AGAIN ->
                "the rows there are computed again in later commits, and would get another time then. Ask for it"
                        + " where rows come in and are kept, below the watermark: FROM (SELECT *, now() AS arrived"
                        + " FROM STREAM(…)) WATERMARK … DELAY OF …";
            case WRITTEN_AGAIN ->
                "a sink gets all rows of such a query again when they change, which would have another time then. Fill"
                        + " a streaming table with it, and let the flow read that";
        };
        return diagnostic(call, what + " cannot ask for the time here" + through(call) + ": " + reason);
    }

    private static Diagnostic diagnostic(Call call, String message) {
        return new Diagnostic(ErrorCode.NOT_SUPPORTED, Optional.empty(), message, call.position());
    }

    private String through(Call call) {
        return queries.pipeline().datasets().stream()
                .filter(dataset -> dataset instanceof Dataset.TemporaryView view
                        && call.position().isPresent()
                        && calls(view.query()).stream()
                                .anyMatch(own -> own.position().equals(call.position())))
                .findFirst()
                .map(view -> ", as it does through the temporary view " + simpleName(view.name()))
                .orElse("");
    }

    /** The calls, those of one node for a node that asks itself. */
    private static List<Call> calls(Plan plan) {
        List<Call> calls = new ArrayList<>();
        List<Plan> nodes = CurrentTime.isIn(plan) ? List.of(plan) : Plans.nodes(plan);
        for (Plan node : nodes) {
            Plans.expressions(node)
                    .forEach(expression -> Expressions.forEach(expression, part -> {
                        if (CurrentTime.is(part)) {
                            calls.add((Call) part);
                        }
                    }));
        }
        return calls;
    }

    /** Whether the rows of what a stream is read of never change. */
    private boolean growsAlone(Plan.Scan scan) {
        Dataset dataset = datasets.get(scan.relation().key());
        if (dataset == null) {
            return true;
        }
        Boolean known = growing.get(dataset.name().key());
        if (known == null) {
            Maintained query = queries.find(dataset).maintained();
            Predicate<Plan.Scan> below = this::growsAlone;
            known = query.followsStreams() && new TimeOfRows(query, below).growsAlone(query.plan());
            growing.put(dataset.name().key(), known);
        }
        return known;
    }
}
