package dev.leat.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Expectation;
import dev.leat.plan.RelationName;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.ExpectationCounts;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.Outcome;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RejectedRecord;
import dev.leat.spi.StoredDataset;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TestRunEvents {
    private static final RelationName NAME = RelationName.of("spark_catalog", "default", "Order.s");
    private static final Diagnostic PROBLEM = Diagnostic.ofSpark(
            ErrorCode.RUNTIME,
            "DIVIDE_BY_ZERO",
            "Division by zero: \"a\\b\"\nand ü",
            Optional.of(new SourcePosition("a.sql", 3, 7, 5)));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final RunEventWriter writer = new RunEventWriter(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    private final Heard heard = new Heard();

    /** Keeps what it hears. */
    private static final class Heard implements RunEventReader.Hearer {
        private final List<Object> all = new ArrayList<>();

        @Override
        public void started(RelationName name, int index, int count) {
            all.add(List.of(name, index, count));
        }

        @Override
        public void ended(Outcome outcome) {
            all.add(outcome);
        }

        @Override
        public void committed(RunReport report, Duration duration) {
            all.add(List.of(report, duration));
        }

        @Override
        public void finished(RunReport report) {
            all.add(report);
        }

        @Override
        public void retrying(List<Diagnostic> problems, Duration after) {
            all.add(List.of(problems, after));
        }

        @Override
        public void undelivered(Map<RelationName, LeatException> problems) {
            all.add(diagnostics(problems));
        }

        @Override
        public void printed(String text) {
            all.add(text);
        }

        @Override
        public void broken(List<Diagnostic> problems) {
            all.add(problems);
        }

        @Override
        public void moved(String step, String table, long rows, long size) {
            all.add(List.of(step, table, rows, size));
        }

        @Override
        public void leftBehind(String table) {
            all.add(table);
        }

        @Override
        public void answered(JsonNode part) {
            all.add(part);
        }

        @Override
        public void done() {
            all.add(Outcome.Status.REFRESHED);
        }

        @Override
        public void submitted(String application) {
            all.add("submitted " + application);
        }

        @Override
        public void over(int code) {
            all.add("over " + code);
        }

        @Override
        public void defect(String trace) {
            all.add(trace);
        }
    }

    private static Map<RelationName, List<Diagnostic>> diagnostics(Map<RelationName, LeatException> problems) {
        Map<RelationName, List<Diagnostic>> all = new LinkedHashMap<>();
        problems.forEach((sink, problem) -> all.put(sink, problem.diagnostics()));
        return all;
    }

    private List<Object> read() {
        RunEventReader reader = new RunEventReader(heard);
        bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> assertThat(reader.read(line)).as(line).isTrue());
        return heard.all;
    }

    private static Outcome refreshed() {
        RefreshResult result = new RefreshResult(
                RefreshResult.Extent.CHANGE,
                5,
                7,
                Map.of("`a`.`b`", new ReadCounts(9, 4, 3, 1, 1, 3, 2)),
                List.of(new ExpectationCounts("positive", Expectation.Action.DROP_ROW, 8, 1)));
        return new Outcome(NAME, Outcome.Status.REFRESHED, Optional.of(result), Duration.ofMillis(12), List.of());
    }

    private static Outcome failed() {
        return new Outcome(NAME, Outcome.Status.FAILED, Optional.empty(), Duration.ofMillis(3), List.of(PROBLEM));
    }

    @Test
    void whatIsWrittenIsHeard() {
        RunReport report = new RunReport(4, List.of(refreshed(), failed()), Map.of(), Map.of());

        writer.started(NAME, 1, 3);
        writer.ended(refreshed());
        writer.ended(failed());
        writer.committed(report, Duration.ofMillis(40));
        writer.retrying(List.of(PROBLEM), Duration.ofSeconds(2));
        writer.finished(report);

        assertThat(read())
                .containsExactly(
                        List.of(NAME, 1, 3),
                        refreshed(),
                        failed(),
                        List.of(report, Duration.ofMillis(40)),
                        List.of(List.of(PROBLEM), Duration.ofSeconds(2)),
                        report);
    }

    @Test
    void whatIsToldOfAMoveIsHeard() {
        writer.moved("arrived", "a.b", 3, 400);
        writer.leftBehind("c.d");
        writer.done();

        assertThat(read()).containsExactly(List.of("arrived", "a.b", 3L, 400L), "c.d", Outcome.Status.REFRESHED);
    }

    @Test
    void whatSinksDoAndDoNotTakeIsHeard() {
        Map<RelationName, LeatException> problems = Map.of(NAME, new LeatException(PROBLEM));

        writer.printed("a table\nof two lines\n");
        writer.undelivered(problems);
        writer.finished(new RunReport(4, List.of(), Map.of(), problems));

        List<Object> all = read();
        assertThat(all.subList(0, 2)).containsExactly("a table\nof two lines\n", Map.of(NAME, List.of(PROBLEM)));
        assertThat(diagnostics(((RunReport) all.get(2)).undelivered())).isEqualTo(Map.of(NAME, List.of(PROBLEM)));
    }

    @Test
    void runThatFailsTellsWhyAndADefectWhere() {
        writer.broken(new LeatException(PROBLEM));
        writer.broken(new LeatException(ErrorCode.INTERNAL, "a fact does not hold"));

        List<Object> all = read();

        assertThat(all.get(0)).isEqualTo(List.of(PROBLEM));
        assertThat(all.get(1)).isEqualTo(List.of(Diagnostic.of(ErrorCode.INTERNAL, "a fact does not hold")));
        assertThat(all.get(2)).asString().contains("LeatException").contains("TestRunEvents");
    }

    @Test
    void whatIsAskedOfAnEngineIsHeard() {
        Instant time = Instant.parse("9999-12-31T23:59:59.999999Z");
        EngineStatus status = new EngineStatus(
                7,
                Optional.of(new EngineStatus.CommitStatus(7, time, Duration.ofMillis(3))),
                1L << 40,
                List.of(new EngineStatus.TableStatus(NAME, 3, 2, 1)),
                List.of(
                        new EngineStatus.ReadStatus(
                                "a/b",
                                "s",
                                1,
                                2,
                                OptionalLong.of(3),
                                Optional.of(time),
                                ReadCounts.allAccepted(4, 4, 0)),
                        new EngineStatus.ReadStatus(
                                "c", "s", 1, 2, OptionalLong.empty(), Optional.empty(), ReadCounts.NONE)),
                List.of(new EngineStatus.SinkStatus(NAME, 1, Optional.of("a\nb"))));
        List<StoredDataset> datasets = List.of(
                new StoredDataset(NAME, "VIEW", List.of(new Field("x", DataType.Simple.INT, true)), 5, time, 6));
        List<PlannedRefresh> planned = List.of(
                PlannedRefresh.of(NAME, RefreshResult.Extent.CHANGE, "so"),
                PlannedRefresh.failing(NAME, ErrorCode.IO, "not so"));

        writer.status(status);
        writer.datasets(datasets);
        writer.plan(planned);

        List<Object> all = read();
        assertThat(AnswerJson.status((JsonNode) all.get(0))).isEqualTo(status);
        assertThat(AnswerJson.datasets((JsonNode) all.get(1))).isEqualTo(datasets);
        assertThat(AnswerJson.plan((JsonNode) all.get(2))).isEqualTo(planned);
    }

    @Test
    void recordsThatAreManyAreHeardInParts() {
        List<RejectedRecord> records = IntStream.range(0, 5)
                .mapToObj(i -> new RejectedRecord(
                        i, "r", "s", "late", new MalformedRecord("", -1, "why", new byte[30_000 + i])))
                .toList();

        new AnswerWriter(writer).rejected(taker -> assertThat(records).allMatch(taker));

        List<Object> parts = read();
        assertThat(parts).hasSize(2);
        assertThat(parts.stream()
                        .flatMap(part -> AnswerJson.rejected((JsonNode) part).stream())
                        .toList())
                .isEqualTo(records);
    }

    @Test
    void linesOfOthersAreLeftToThem() {
        RunEventReader reader = new RunEventReader(heard);

        assertThat(reader.read("WARN something")).isFalse();
        assertThat(reader.read("{\"leat\":\"ended\", broken by another thr")).isFalse();
        assertThat(heard.all).isEmpty();
    }

    @Test
    void endOfARunElsewhereIsTold() {
        writer.submitted("application_1_2");
        writer.over(2);
        assertThat(read()).containsExactly("submitted application_1_2", "over 2");
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().map(RunEventReader::isOver))
                .containsExactly(false, true);
    }
}
