package dev.leat.conformance.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leat.conformance.command.CommandRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What {@code leat status} says of the project. */
final class ToldStatus {
    private static final List<String> SOURCES = List.of(SoakProject.CLICKS, SoakProject.LINES);
    private static final List<String> READERS_WITH_WATERMARK = List.of("windows", "days");

    private final JsonNode status;

    private ToldStatus(JsonNode status) {
        this.status = status;
    }

    static ToldStatus of(Path project) {
        CommandRun command = CommandRun.of("status", project.toString(), "--json");
        if (command.exitCode() != 0) {
            throw new IllegalStateException("status ended with " + command.exitCode() + ": " + command.err());
        }
        try {
            return new ToldStatus(new ObjectMapper().readTree(command.out()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("status is not JSON: " + command.out(), e);
        }
    }

    private Stream<JsonNode> reads() {
        List<JsonNode> reads = new ArrayList<>();
        status.path("sources").forEach(reads::add);
        return reads.stream().filter(read -> SOURCES.contains(source(read)));
    }

    private static String source(JsonNode read) {
        return read.path("source").asText();
    }

    private static String reader(JsonNode read) {
        return read.path("read_by").asText();
    }

    /** How many records of a source all of its readers have read; one that is not there yet has read none. */
    long read(String source) {
        List<Long> counts = reads().filter(read -> source(read).equals(source))
                .map(read -> read.path("read").asLong())
                .toList();
        return counts.size() < SoakProject.readers(source) ? 0 : Collections.min(counts);
    }

    /** Whether all watermarks are known, so that a row can be late. */
    boolean hasWatermarks() {
        return reads().filter(read -> READERS_WITH_WATERMARK.contains(reader(read)) && read.has("watermark"))
                        .count()
                == READERS_WITH_WATERMARK.size();
    }

    /** Commits that wait for a sink. */
    long pending() {
        long pending = 0;
        for (JsonNode sink : status.path("sinks")) {
            pending += sink.path("pending").asLong();
        }
        return pending;
    }

    /** What became of the records of each read, as {@link ExpectedResults#counts}. */
    Stream<String> counts() {
        return reads().map(read -> String.join(
                ",",
                source(read),
                reader(read),
                read.path("accepted").asText(),
                read.path("malformed").asText(),
                read.path("late").asText()));
    }

    /** The same as expected. */
    Stream<String> expectedCounts(ExpectedResults expected) {
        return reads().map(read -> expected.counts(source(read), reader(read)));
    }
}
