package dev.leat.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorOwner;
import dev.leat.error.LeatException;
import dev.leat.plan.RelationName;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.ExpectationCounts;
import dev.leat.spi.Outcome;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.StoredDataset;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Tells another process of a run, a line of JSON for each event, so that it can show it: {@code {"leat": EVENT, …}}.
 * {@link RunEventReader} reads them.
 */
public final class RunEventWriter implements RunListener {
    /** How each line begins, so that what others print between them is told apart. */
    static final String PREFIX = "{\"leat\":";

    private final PrintStream out;

    /** Writes to a stream. */
    public RunEventWriter(PrintStream out) {
        this.out = out;
    }

    private static ObjectNode event(String name) {
        return JsonNodeFactory.instance.objectNode().put("leat", name);
    }

    private synchronized void write(ObjectNode event) {
        out.println(event);
        out.flush();
    }

    @Override
    public void started(RelationName name, int index, int count) {
        write(event("started").put("name", name.toString()).put("index", index).put("count", count));
    }

    @Override
    public void failed(RelationName name, LeatException failure) {
        if (failure.code().owner() == ErrorOwner.INTERNAL) {
            write(event("defect").put("trace", trace(failure)));
        }
    }

    @Override
    public void ended(Outcome outcome) {
        ObjectNode event = event("ended");
        event.set("outcome", encode(outcome));
        write(event);
    }

    /** A commit was made by a run that stays up. */
    public void committed(RunReport report, Duration duration) {
        ObjectNode event = encode("committed", report);
        write(event.put("micros", duration.toNanos() / 1000));
    }

    /** The run has ended. */
    public void finished(RunReport report) {
        write(encode("finished", report));
    }

    /** Something failed that will be tried again. */
    public void retrying(List<Diagnostic> problems, Duration after) {
        ObjectNode event = event("retrying").put("micros", after.toNanos() / 1000);
        event.set("problems", encode(problems));
        write(event);
    }

    /** Sinks did not take what they were given by a run that stays up. */
    public void undelivered(Map<RelationName, LeatException> problems) {
        ObjectNode event = event("undelivered");
        event.set("undelivered", encode(problems));
        write(event);
    }

    /** Text that a sink shows on standard output. */
    public void printed(String text) {
        write(event("printed").put("text", text));
    }

    /** The run as a whole has failed. */
    public void broken(LeatException failure) {
        ObjectNode event = event("broken");
        event.set("problems", encode(failure.diagnostics()));
        if (failure.code().owner() == ErrorOwner.INTERNAL) {
            event.put("trace", trace(failure));
        }
        write(event);
    }

    /**
     * A table of a state that moves was written, or has arrived.
     *
     * @param step which of these, in a word
     */
    public void moved(String step, String table, long rows, long bytes) {
        write(event("moved")
                .put("step", step)
                .put("table", table)
                .put("rows", rows)
                .put("bytes", bytes));
    }

    /** A table stays where it is, since the project does not have what it is of any more. */
    public void leftBehind(String table) {
        write(event("left").put("table", table));
    }

    /** The driver of the run is somewhere in a cluster, where it has a name. */
    public void submitted(String application) {
        write(event("submitted").put("application", application));
    }

    /** The run is over, with what would be the exit code of a driver beside the command; the last line. */
    public void over(int code) {
        write(event("over").put("code", code));
    }

    /** What was asked for beside a run is done. */
    public void done() {
        write(event("done"));
    }

    /** A part of an answer to what was asked. */
    void answer(JsonNode part) {
        ObjectNode event = event("answer");
        event.set("part", part);
        write(event);
    }

    /** What was done for a project so far. */
    public void status(EngineStatus status) {
        answer(AnswerJson.encodeStatus(status));
    }

    /** The published datasets. */
    public void datasets(List<StoredDataset> datasets) {
        answer(AnswerJson.encodeDatasets(datasets));
    }

    /** What a run would do. */
    public void plan(List<PlannedRefresh> planned) {
        answer(AnswerJson.encodePlan(planned));
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static ObjectNode encode(String name, RunReport report) {
        ObjectNode event = event(name).put("commit", report.commit());
        ArrayNode outcomes = event.putArray("outcomes");
        report.outcomes().forEach(outcome -> outcomes.add(encode(outcome)));
        event.set("undelivered", encode(report.undelivered()));
        return event;
    }

    private static ArrayNode encode(Map<RelationName, LeatException> undelivered) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        undelivered.forEach((sink, problem) ->
                all.addObject().put("sink", sink.toString()).set("problems", encode(problem.diagnostics())));
        return all;
    }

    private static ObjectNode encode(Outcome outcome) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("name", outcome.name().toString())
                .put("status", outcome.status().name())
                .put("micros", outcome.duration().toNanos() / 1000);
        outcome.result().ifPresent(result -> node.set("result", encode(result)));
        node.set("problems", encode(outcome.problems()));
        return node;
    }

    private static ObjectNode encode(RefreshResult result) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("extent", result.extent().name())
                .put("rowsOut", result.rowsOut())
                .put("rowsOfDatasets", result.rowsOfDatasets());
        ObjectNode reads = node.putObject("reads");
        result.reads().forEach((source, counts) -> reads.set(source, encode(counts)));
        ArrayNode expectations = node.putArray("expectations");
        for (ExpectationCounts counts : result.expectations()) {
            expectations
                    .addObject()
                    .put("name", counts.name())
                    .put("action", counts.action().name())
                    .put("passed", counts.passed())
                    .put("violated", counts.violated());
        }
        return node;
    }

    static ObjectNode encode(ReadCounts counts) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("read", counts.read())
                .put("accepted", counts.accepted())
                .put("malformed", counts.malformed())
                .put("late", counts.late())
                .put("rejected", counts.rejected())
                .put("kept", counts.kept())
                .put("direct", counts.direct());
    }

    private static ArrayNode encode(List<Diagnostic> problems) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Diagnostic problem : problems) {
            ObjectNode node = all.addObject().put("code", problem.code().name()).put("message", problem.message());
            problem.condition().ifPresent(condition -> node.put("condition", condition));
            problem.position()
                    .ifPresent(position -> node.putObject("position")
                            .put("file", position.file())
                            .put("line", position.line())
                            .put("column", position.column())
                            .put("length", position.length()));
        }
        return all;
    }
}
