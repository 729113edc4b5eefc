package dev.leat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.run.TextTable;
import dev.leat.spi.EngineStatus;
import java.io.PrintWriter;
import java.util.List;

/** The status of a project as JSON, and as tables for reading. */
final class StatusReport {
    private static final String LAG = "lag";
    private static final String PROBLEM = "problem";
    private static final String WATERMARK = "watermark";
    private static final List<Column> DATASET_COLUMNS = List.of(
            new Column("name", "dataset", TextTable.Alignment.LEFT),
            Column.ofNumber("rows"),
            Column.ofNumber("changed_in_commit"),
            new Column("state_rows", "rows of state", TextTable.Alignment.RIGHT));
    private static final List<Column> SOURCE_COLUMNS = List.of(
            Column.ofText("source"),
            Column.ofText("read_by"),
            Column.ofNumber("parts"),
            Column.ofNumber("position"),
            Column.ofNumber(LAG),
            Column.ofNumber("read"),
            Column.ofNumber("accepted"),
            Column.ofNumber("malformed"),
            Column.ofNumber("late"),
            Column.ofNumber("rejected"),
            Column.ofText(WATERMARK));
    private static final List<Column> SINK_COLUMNS = List.of(
            new Column("name", "sink", TextTable.Alignment.LEFT), Column.ofNumber("pending"), Column.ofText(PROBLEM));

    /** A column of a table, with a member of the JSON's objects. */
    private record Column(String member, String head, TextTable.Alignment alignment) {
        static Column ofText(String member) {
            return new Column(member, member.replace('_', ' '), TextTable.Alignment.LEFT);
        }

        static Column ofNumber(String member) {
            return new Column(member, member.replace('_', ' '), TextTable.Alignment.RIGHT);
        }
    }

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
        print(report.path("datasets"), DATASET_COLUMNS, out);
        printSome(report.path("sources"), SOURCE_COLUMNS, out);
        printSome(report.path("sinks"), SINK_COLUMNS, out);
    }

    private static void printSome(JsonNode objects, List<Column> columns, PrintWriter out) {
        if (!objects.isEmpty()) {
            out.println();
            print(objects, columns, out);
        }
    }

    private static void print(JsonNode objects, List<Column> columns, PrintWriter out) {
        TextTable table = new TextTable(
                columns.stream().map(Column::head).toList(),
                columns.stream().map(Column::alignment).toList());
        for (JsonNode object : objects) {
            table.add(columns.stream()
                    .map(column -> text(object.path(column.member())))
                    .toList());
        }
        table.print(out);
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "-" : value.asText();
    }
}
