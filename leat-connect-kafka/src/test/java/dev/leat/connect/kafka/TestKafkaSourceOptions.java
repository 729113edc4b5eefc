package dev.leat.connect.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.sql.read.SparkRecordParsers;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What options are refused, without a broker. */
final class TestKafkaSourceOptions {
    private static final Field NUMBER = new Field("n", Simple.INT, true);

    private static List<String> problems(List<Field> columns, String... options) {
        Map<String, String> all = new TreeMap<>(Map.of("kafka.bootstrap.servers", "localhost:9092"));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        Optional<List<Field>> schema = columns.isEmpty() ? Optional.empty() : Optional.of(columns);
        SourceDefinition source = new SourceDefinition("kafka", List.of(), all, schema, Settings.DEFAULT);
        try (KafkaReaders readers = new KafkaReaders(new SparkRecordParsers())) {
            LeatException thrown = catchThrowableOfType(LeatException.class, () -> readers.open(source));
            assertThat(thrown).as("refused").isNotNull();
            assertThat(thrown.code()).isEqualTo(ErrorCode.OPTION);
            return thrown.diagnostics().stream().map(Diagnostic::message).toList();
        }
    }

    @Test
    void optionsAreThoseOfTheReference() throws IOException {
        String rows = SourceOption.ALL.stream()
                .map(option -> "| `" + option.name() + "` | " + option.defaultValue() + " | " + option.doc() + " |")
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("../docs/language.md")))
                .contains("<!-- kafka options -->\n| option | default | meaning |\n|---|---|---|\n" + rows
                        + "\n<!-- /kafka options -->");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(problems(
                        List.of(),
                        "startingOffset",
                        "earliest",
                        "kafka.bootstrap.servers",
                        "localhost",
                        "kafka.fetch.max.byte",
                        "1",
                        "kafka.isolation.level",
                        "read_all",
                        "kafka.auto.offset.reset",
                        "latest",
                        "maxOffsetsPerTrigger",
                        "0",
                        "failOnDataLoss",
                        "perhaps"))
                .containsExactly(
                        "Unknown option startingOffset of a kafka source; did you mean startingOffsets?",
                        "Option kafka.auto.offset.reset cannot be set: Leat relies on its own value; remove it",
                        "Unknown option kafka.fetch.max.byte: Kafka's client has no setting fetch.max.byte; did you mean"
                                + " fetch.max.bytes?",
                        "Option kafka.isolation.level: Invalid value read_all for configuration isolation.level: String must be"
                                + " one of: read_committed, read_uncommitted",
                        "Option kafka.bootstrap.servers is localhost, expected host:port, not 'localhost'",
                        "A kafka source needs one of the options subscribe, subscribePattern and assign",
                        "Option maxOffsetsPerTrigger is 0, expected a number of 1 or more",
                        "Option failOnDataLoss is perhaps, expected one of true, false");
    }

    @Test
    void aWaitNeedsALeastThatFitsAndATime() {
        assertThat(problems(List.of(), "subscribe", "a", "maxTriggerDelay", "1 h"))
                .containsExactly("Option maxTriggerDelay has no meaning without minOffsetsPerTrigger");
        assertThat(problems(
                        List.of(),
                        "subscribe",
                        "a",
                        "minOffsetsPerTrigger",
                        "3",
                        "maxOffsetsPerTrigger",
                        "2",
                        "maxTriggerDelay",
                        "soon"))
                .containsExactly(
                        "Option maxTriggerDelay is soon, expected a time such as 500ms, 30s, 15m or 1h",
                        "Option minOffsetsPerTrigger is 3, more than maxOffsetsPerTrigger, which is 2");
        assertThat(problems(List.of(), "subscribe", "a", "minOffsetsPerTrigger", "-1"))
                .containsExactly("Option minOffsetsPerTrigger is -1, expected a number of 1 or more");
        assertThat(problems(List.of(), "subscribe", "a", "idleTimeout", "soon"))
                .singleElement()
                .asString()
                .startsWith("Option idleTimeout is soon, expected a time of whole weeks");
    }

    @Test
    void topicsAreChosenInOneWay() {
        assertThat(problems(List.of(), "subscribe", "a", "assign", "{\"a\": [0]}"))
                .containsExactly(
                        "A kafka source needs one of the options subscribe, subscribePattern and assign, not subscribe and"
                                + " assign");
        assertThat(problems(List.of(), "subscribe", "a,,b c"))
                .containsExactly(
                        "Option subscribe is a,,b c, but '' is no name of a topic",
                        "Option subscribe is a,,b c, but 'b c' is no name of a topic");
        assertThat(problems(List.of(), "subscribePattern", "a("))
                .containsExactly("Option subscribePattern is a(, which is no regular expression: Unclosed group");
        assertThat(problems(List.of(), "assign", "{\"a\": 0}"))
                .containsExactly(
                        "Option assign is {\"a\": 0}, expected JSON such as {\"clicks\": [0, 1]}: a has no list of"
                                + " partitions");
        assertThat(problems(List.of(), "subscribe", "a", "startingOffsets", "{\"a\": {\"0\": -3}}"))
                .singleElement()
                .asString()
                .contains("expected earliest, latest or JSON", "-3 is no offset");
    }

    @Test
    void columnsNeedAFormatAndAFormatColumns() {
        assertThat(problems(List.of(NUMBER), "subscribe", "a"))
                .singleElement()
                .asString()
                .contains("add the option 'value.format' 'json'", "key, value, topic");
        assertThat(problems(List.of(), "subscribe", "a", "value.format", "json"))
                .singleElement()
                .asString()
                .contains("value.format needs declared columns");
        assertThat(problems(List.of(NUMBER), "subscribe", "a", "value.format", "avro"))
                .singleElement()
                .asString()
                .contains("value.format is avro, expected json");
        assertThat(problems(List.of(NUMBER), "subscribe", "a", "value.format", "json", "includeHeaders", "true"))
                .containsExactly("Option includeHeaders has no meaning beside value.format; read _metadata.headers");
        assertThat(problems(List.of(NUMBER), "subscribe", "a", "value.format", "json", "multiLine", "true"))
                .singleElement()
                .asString()
                .startsWith("Unknown option multiLine of a kafka source");
        assertThat(problems(List.of(NUMBER), "subscribe", "a", "value.format", "json", "mode", "LENIENT"))
                .singleElement()
                .asString()
                .contains("Option mode is LENIENT, expected one of PERMISSIVE");
    }
}
