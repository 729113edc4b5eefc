package dev.leat.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.error.ErrorCode;
import dev.leat.json.SchemaJson;
import dev.leat.plan.RelationName;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RejectedRecord;
import dev.leat.spi.StoredDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** What an engine in another process answers to questions about a project, as JSON. */
public final class AnswerJson {
    private AnswerJson() {}

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static <T> ArrayNode array(List<T> items, Function<T, JsonNode> encoder) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> array.add(encoder.apply(item)));
        return array;
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> decoder) {
        List<T> all = new ArrayList<>();
        array.forEach(item -> all.add(decoder.apply(item)));
        return all;
    }

    private static String text(JsonNode object, String member) {
        return object.path(member).asText();
    }

    private static long number(JsonNode object, String member) {
        return object.path(member).asLong();
    }

    private static RelationName name(JsonNode object) {
        return RelationName.ofKey(text(object, "name"));
    }

    private static Instant instant(JsonNode object, String member) {
        return Instant.parse(text(object, member));
    }

    /** Rows of text. */
    static ArrayNode encodeRows(List<List<Optional<String>>> rows) {
        return array(rows, row -> {
            ArrayNode values = JsonNodeFactory.instance.arrayNode();
            row.forEach(value -> value.ifPresentOrElse(values::add, values::addNull));
            return values;
        });
    }

    /** Rows of text. */
    public static List<List<Optional<String>>> rows(JsonNode answer) {
        return list(
                answer,
                row -> list(row, value -> value.isNull() ? Optional.<String>empty() : Optional.of(value.asText())));
    }

    static JsonNode encode(StoredDataset dataset) {
        return object().put("name", dataset.name().toString())
                .put("kind", dataset.kind())
                .put("schema", SchemaJson.write(dataset.schema()))
                .put("rows", dataset.rows())
                .put("refreshed", dataset.refreshed().toString())
                .put("commit", dataset.commit());
    }

    static ArrayNode encodeDatasets(List<StoredDataset> datasets) {
        return array(datasets, AnswerJson::encode);
    }

    /** The published datasets. */
    public static List<StoredDataset> datasets(JsonNode answer) {
        return list(
                answer,
                dataset -> new StoredDataset(
                        name(dataset),
                        text(dataset, "kind"),
                        SchemaJson.read(text(dataset, "schema")),
                        number(dataset, "rows"),
                        instant(dataset, "refreshed"),
                        number(dataset, "commit")));
    }

    static ArrayNode encodePlan(List<PlannedRefresh> planned) {
        return array(planned, refresh -> {
            ObjectNode node = object().put("name", refresh.name().toString()).put("reason", refresh.reason());
            refresh.extent().ifPresent(extent -> node.put("extent", extent.name()));
            refresh.failure().ifPresent(failure -> node.put("failure", failure.name()));
            return node;
        });
    }

    /** What a run would do. */
    public static List<PlannedRefresh> plan(JsonNode answer) {
        return list(
                answer,
                refresh -> new PlannedRefresh(
                        name(refresh),
                        Optional.ofNullable(refresh.get("extent"))
                                .map(extent -> RefreshResult.Extent.valueOf(extent.asText())),
                        text(refresh, "reason"),
                        Optional.ofNullable(refresh.get("failure"))
                                .map(failure -> ErrorCode.valueOf(failure.asText()))));
    }

    static ArrayNode encodeRejected(List<RejectedRecord> records) {
        return array(
                records,
                rejected -> object().put("commit", rejected.commit())
                        .put("reader", rejected.reader())
                        .put("source", rejected.source())
                        .put("kind", rejected.kind())
                        .put("path", rejected.record().path())
                        .put("position", rejected.record().position())
                        .put("reason", rejected.record().reason())
                        .put("raw", rejected.record().raw()));
    }

    /** Records that were not accepted. */
    public static List<RejectedRecord> rejected(JsonNode answer) {
        return list(
                answer,
                record -> new RejectedRecord(
                        number(record, "commit"),
                        text(record, "reader"),
                        text(record, "source"),
                        text(record, "kind"),
                        new MalformedRecord(
                                text(record, "path"),
                                number(record, "position"),
                                text(record, "reason"),
                                bytes(record.path("raw")))));
    }

    private static byte[] bytes(JsonNode value) {
        try {
            return value.binaryValue();
        } catch (IOException e) {
            throw new UncheckedIOException("not bytes: " + value, e);
        }
    }

    static ObjectNode encodeStatus(EngineStatus status) {
        ObjectNode node = object().put("commits", status.commits()).put("bytes", status.bytes());
        status.last()
                .ifPresent(last -> node.putObject("last")
                        .put("number", last.number())
                        .put("time", last.time().toString())
                        .put("work", last.work().toNanos() / 1000));
        node.set(
                "tables",
                array(
                        status.tables(),
                        table -> object().put("name", table.name().toString())
                                .put("rows", table.rows())
                                .put("changed", table.changed())
                                .put("stateRows", table.stateRows())));
        node.set("reads", array(status.reads(), AnswerJson::encode));
        node.set("sinks", array(status.sinks(), sink -> {
            ObjectNode encoded = object().put("name", sink.name().toString()).put("pending", sink.pending());
            sink.problem().ifPresent(problem -> encoded.put("problem", problem));
            return encoded;
        }));
        return node;
    }

    private static ObjectNode encode(EngineStatus.ReadStatus read) {
        ObjectNode node = object().put("reader", read.reader())
                .put("source", read.source())
                .put("parts", read.parts())
                .put("position", read.position());
        read.lag().ifPresent(lag -> node.put("lag", lag));
        read.watermark().ifPresent(time -> node.put("watermark", time.toString()));
        node.set("counts", RunEventWriter.encode(read.counts()));
        return node;
    }

    /** What was done so far. */
    public static EngineStatus status(JsonNode answer) {
        return new EngineStatus(
                number(answer, "commits"),
                Optional.ofNullable(answer.get("last"))
                        .map(last -> new EngineStatus.CommitStatus(
                                number(last, "number"),
                                instant(last, "time"),
                                Duration.of(number(last, "work"), ChronoUnit.MICROS))),
                number(answer, "bytes"),
                list(
                        answer.path("tables"),
                        table -> new EngineStatus.TableStatus(
                                name(table),
                                number(table, "rows"),
                                number(table, "changed"),
                                number(table, "stateRows"))),
                list(answer.path("reads"), AnswerJson::read),
                list(
                        answer.path("sinks"),
                        sink -> new EngineStatus.SinkStatus(
                                name(sink),
                                number(sink, "pending"),
                                Optional.ofNullable(sink.get("problem")).map(JsonNode::asText))));
    }

    private static EngineStatus.ReadStatus read(JsonNode read) {
        ReadCounts counts = RunEventReader.counts(read.path("counts"));
        return new EngineStatus.ReadStatus(
                text(read, "reader"),
                text(read, "source"),
                number(read, "parts"),
                number(read, "position"),
                read.has("lag") ? OptionalLong.of(number(read, "lag")) : OptionalLong.empty(),
                read.has("watermark") ? Optional.of(instant(read, "watermark")) : Optional.empty(),
                counts);
    }
}
