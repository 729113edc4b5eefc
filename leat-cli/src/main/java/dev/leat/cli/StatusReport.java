package dev.leat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.spi.EngineStatus;
import java.io.PrintWriter;
import java.util.List;

/** The status of a project as JSON, and as tables for reading. */
final class StatusReport {
    private static final String LAG = "lag";
    private static final String PROBLEM = "problem";
    private static final String WATERMARK = "watermark";
    private static final List<TextTable.Alignment> TABLE_COLUMNS = List.of(
            TextTable.Alignment.LEFT, TextTable.Alignment.RIGHT, TextTable.Alignment.RIGHT, TextTable.Alignment.RIGHT);

    private StatusReport() {}

    static ObjectNode json(EngineStatus status, WrittenNames names) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("commits", status.commits());
        status.last()
                .ifPresent(commit -> report.putObject("last_commit")
                        .put("number", commit.number())
                        .put("time", commit.time().toString())
                        .put("milliseconds", commit.work().toMillis()));
        report.put("state_bytes", status.bytes());
        ArrayNode tables = report.putArray("datasets");
        status.tables()
                .forEach(table -> tables.addObject()
                        .put("name", table.name().simpleName())
                        .put("rows", table.rows())
                        .put("changed_in_commit", table.changed())
                        .put("state_rows", table.stateRows()));
        ArrayNode reads = report.putArray("sources");
        for (EngineStatus.ReadStatus read : status.reads()) {
            ObjectNode object = reads.addObject()
                    .put("source", names.find(read.source()))
                    .put("read_by", names.find(read.reader()))
                    .put("parts", read.parts())
                    .put("position", read.position());
            read.lag().ifPresentOrElse(lag -> object.put(LAG, lag), () -> object.putNull(LAG));
            read.watermark().ifPresent(time -> object.put(WATERMARK, time.toString()));
            object.put("read", read.counts().read())
                    .put("accepted", read.counts().accepted())
                    .put("malformed", read.counts().malformed())
                    .put("late", read.counts().late())
                    .put("rejected", read.counts().rejected());
        }
        ArrayNode sinks = report.putArray("sinks");
        for (EngineStatus.SinkStatus sink : status.sinks()) {
            ObjectNode object =
                    sinks.addObject().put("name", sink.name().simpleName()).put("pending", sink.pending());
            sink.problem().ifPresent(problem -> object.put(PROBLEM, problem));
        }
        return report;
    }

    static void print(JsonNode report, PrintWriter out) {
        JsonNode commit = report.path("last_commit");
        out.println(
                commit.isMissingNode()
                        ? "no commits yet"
                        : "commit " + commit.path("number").asText() + " of "
                                + commit.path("time").asText() + ", "
                                + commit.path("milliseconds").asText() + " ms of work; state "
                                + report.path("state_bytes").asText() + " bytes");
        out.println();
        TextTable datasets =
                new TextTable(List.of("dataset", "rows", "changed in commit", "rows of state"), TABLE_COLUMNS);
        for (JsonNode dataset : report.path("datasets")) {
            datasets.add(texts(dataset, "name", "rows", "changed_in_commit", "state_rows"));
        }
        datasets.print(out);
        printSources(report, out);
        printSinks(report, out);
    }

    private static void printSources(JsonNode report, PrintWriter out) {
        if (report.path("sources").isEmpty()) {
            return;
        }
        out.println();
        TextTable.Alignment right = TextTable.Alignment.RIGHT;
        TextTable sources = new TextTable(
                List.of(
                        "source",
                        "read by",
                        "parts",
                        "position",
                        LAG,
                        "read",
                        "accepted",
                        "malformed",
                        "late",
                        "rejected",
                        WATERMARK),
                List.of(
                        TextTable.Alignment.LEFT,
                        TextTable.Alignment.LEFT,
                        right,
                        right,
                        right,
                        right,
                        right,
                        right,
                        right,
                        right,
                        TextTable.Alignment.LEFT));
        for (JsonNode source : report.path("sources")) {
            sources.add(texts(
                    source,
                    "source",
                    "read_by",
                    "parts",
                    "position",
                    LAG,
                    "read",
                    "accepted",
                    "malformed",
                    "late",
                    "rejected",
                    WATERMARK));
        }
        sources.print(out);
    }

    private static void printSinks(JsonNode report, PrintWriter out) {
        if (report.path("sinks").isEmpty()) {
            return;
        }
        out.println();
        TextTable sinks = new TextTable(
                List.of("sink", "pending", PROBLEM),
                List.of(TextTable.Alignment.LEFT, TextTable.Alignment.RIGHT, TextTable.Alignment.LEFT));
        for (JsonNode sink : report.path("sinks")) {
            sinks.add(texts(sink, "name", "pending", PROBLEM));
        }
        sinks.print(out);
    }

    private static List<String> texts(JsonNode object, String... members) {
        return java.util.Arrays.stream(members)
                .map(member -> object.path(member).isMissingNode()
                                || object.path(member).isNull()
                        ? "-"
                        : object.path(member).asText())
                .toList();
    }
}
