package dev.leat.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Expectation;
import dev.leat.plan.RelationName;
import dev.leat.spi.ExpectationCounts;
import dev.leat.spi.Outcome;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hears of a run in another process, by the lines of {@link RunEventWriter}. */
public final class RunEventReader {
    /** A value of a row may be as long as a text of Java's. */
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());

    private final Hearer hearer;

    /** Tells what is read to a hearer. */
    public RunEventReader(Hearer hearer) {
        this.hearer = hearer;
    }

    /** Hears of a run. */
    public interface Hearer {
        /** A dataset is being refreshed. */
        void started(RelationName name, int index, int count);

        /** A refresh ended. */
        void ended(Outcome outcome);

        /** A commit was made by a run that stays up. */
        void committed(RunReport report, Duration duration);

        /** The run has ended. */
        void finished(RunReport report);

        /** Something failed that will be tried again. */
        void retrying(List<Diagnostic> problems, Duration after);

        /** Sinks did not take what they were given by a run that stays up. */
        void undelivered(Map<RelationName, LeatException> problems);

        /** A sink shows text on standard output. */
        void printed(String text);

        /** The run as a whole has failed. */
        void broken(List<Diagnostic> problems);

        /** A table of a state that moves was written, or has arrived, as the step says. */
        void moved(String step, String table, long rows, long bytes);

        /** A table stays where it is, since the project does not have what it is of any more. */
        void leftBehind(String table);

        /** A part of an answer to what was asked, in a form of {@link AnswerJson}. */
        void answered(JsonNode part);

        /** What was asked for beside a run is done. */
        void done();

        /**
         * The driver of a run is somewhere in a cluster.
         *
         * @param application what the cluster calls the run
         */
        void submitted(String application);

        /** A run whose driver is somewhere in a cluster is over, with what would be the exit code of a driver here. */
        void over(int code);

        /** A defect of Leat's, as a stack trace. */
        void defect(String trace);
    }

    /**
     * Reads a line.
     *
     * @return whether it was an event; what is none is somebody else's
     */
    public boolean read(String line) {
        if (!line.startsWith(RunEventWriter.PREFIX)) {
            return false;
        }
        try {
            tell(MAPPER.readTree(line));
            return true;
        } catch (JsonProcessingException e) {
            // Another thread of that process has printed into the line.
            return false;
        }
    }

    /** Whether a line tells that a run is over, whose driver is somewhere in a cluster. */
    public static boolean isOver(String line) {
        return line.startsWith(RunEventWriter.PREFIX + "\"over\"");
    }

    private void tell(JsonNode event) {
        switch (event.path("leat").asText()) {
            case "started" ->
                hearer.started(
                        RelationName.ofKey(event.path("name").asText()),
                        event.path("index").asInt(),
                        event.path("count").asInt());
            case "ended" -> hearer.ended(outcome(event.path("outcome")));
            case "committed" -> hearer.committed(report(event), duration(event));
            case "finished" -> hearer.finished(report(event));
            case "retrying" -> hearer.retrying(problems(event), duration(event));
            case "undelivered" -> hearer.undelivered(undelivered(event));
            case "printed" -> hearer.printed(event.path("text").asText());
            case "broken" -> {
                hearer.broken(problems(event));
                Optional.ofNullable(event.get("trace")).ifPresent(trace -> hearer.defect(trace.asText()));
            }
            case "moved" ->
                hearer.moved(
                        event.path("step").asText(),
                        event.path("table").asText(),
                        event.path("rows").asLong(),
                        event.path("bytes").asLong());
            case "left" -> hearer.leftBehind(event.path("table").asText());
            case "answer" -> hearer.answered(event.path("part"));
            case "done" -> hearer.done();
            case "submitted" -> hearer.submitted(event.path("application").asText());
            case "over" -> hearer.over(event.path("code").asInt());
            case "defect" -> hearer.defect(event.path("trace").asText());
            default -> throw new IllegalStateException("no such event: " + event);
        }
    }

    private static Duration duration(JsonNode node) {
        return Duration.of(node.path("micros").asLong(), ChronoUnit.MICROS);
    }

    private static RunReport report(JsonNode event) {
        List<Outcome> outcomes = new ArrayList<>();
        event.path("outcomes").forEach(outcome -> outcomes.add(outcome(outcome)));
        return new RunReport(event.path("commit").asLong(), outcomes, Map.of(), undelivered(event));
    }

    private static Map<RelationName, LeatException> undelivered(JsonNode event) {
        Map<RelationName, LeatException> all = new LinkedHashMap<>();
        event.path("undelivered")
                .forEach(sink ->
                        all.put(RelationName.ofKey(sink.path("sink").asText()), new LeatException(problems(sink))));
        return all;
    }

    private static Outcome outcome(JsonNode node) {
        return new Outcome(
                RelationName.ofKey(node.path("name").asText()),
                Outcome.Status.valueOf(node.path("status").asText()),
                Optional.ofNullable(node.get("result")).map(RunEventReader::result),
                duration(node),
                problems(node));
    }

    private static RefreshResult result(JsonNode node) {
        Map<String, ReadCounts> reads = new LinkedHashMap<>();
        node.path("reads").properties().forEach(read -> reads.put(read.getKey(), counts(read.getValue())));
        List<ExpectationCounts> expectations = new ArrayList<>();
        for (JsonNode counts : node.path("expectations")) {
            expectations.add(new ExpectationCounts(
                    counts.path("name").asText(),
                    Expectation.Action.valueOf(counts.path("action").asText()),
                    counts.path("passed").asLong(),
                    counts.path("violated").asLong()));
        }
        return new RefreshResult(
                RefreshResult.Extent.valueOf(node.path("extent").asText()),
                node.path("rowsOut").asLong(),
                node.path("rowsOfDatasets").asLong(),
                reads,
                expectations);
    }

    static ReadCounts counts(JsonNode node) {
        return new ReadCounts(
                node.path("read").asLong(),
                node.path("accepted").asLong(),
                node.path("malformed").asLong(),
                node.path("late").asLong(),
                node.path("rejected").asLong(),
                node.path("kept").asLong(),
                node.path("direct").asLong());
    }

    private static List<Diagnostic> problems(JsonNode node) {
        List<Diagnostic> problems = new ArrayList<>();
        for (JsonNode problem : node.path("problems")) {
            Optional<SourcePosition> position = Optional.ofNullable(problem.get("position"))
                    .map(found -> new SourcePosition(
                            found.path("file").asText(),
                            found.path("line").asInt(),
                            found.path("column").asInt(),
                            found.path("length").asInt()));
            problems.add(new Diagnostic(
                    ErrorCode.valueOf(problem.path("code").asText()),
                    Optional.ofNullable(problem.get("condition")).map(JsonNode::asText),
                    problem.path("message").asText(),
                    position));
        }
        return problems;
    }
}
