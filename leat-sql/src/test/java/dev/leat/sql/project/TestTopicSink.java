package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Sink;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestTopicSink {
    private static final String CLIENT = "'kafka.bootstrap.servers' 'localhost:9092'";

    @TempDir
    private Path folder = Path.of("");

    private CompiledProject compile(String sql) throws IOException {
        Path file = Files.writeString(folder.resolve("p.sql"), sql);
        return new ProjectCompiler(new SparkFileReaders()).compile(ProjectTexts.read(ProjectLocation.of(file)));
    }

    private List<String> problems(String sql) throws IOException {
        return compile(sql).diagnostics().stream().map(Object::toString).toList();
    }

    @Test
    void rowsOfSparksColumnsAreFine() throws IOException {
        CompiledProject compiled = compile("""
                CREATE SINK out USING kafka OPTIONS (%s, Topic 'out', 'kafka.linger.ms' 5);
                CREATE FLOW some AS INSERT INTO out BY NAME
                SELECT 'k' AS KEY, to_json(struct(1 AS a)) AS value, CAST(NULL AS INT) AS partition, 'other' AS topic,
                  array(named_struct('key', 'h', 'value', X'01')) AS headers;
                CREATE FLOW others AS INSERT INTO out BY NAME SELECT X'00' AS value;
                """.formatted(CLIENT));
        assertThat(compiled.diagnostics()).isEmpty();
        Sink sink = compiled.require().sinks().get(0);
        assertThat(sink.format()).isEqualTo("kafka");
        assertThat(sink.options())
                .isEqualTo(Map.of("kafka.bootstrap.servers", "localhost:9092", "Topic", "out", "kafka.linger.ms", "5"));
    }

    @Test
    void otherColumnsAndTypesAreRefused() throws IOException {
        assertThat(problems("""
                CREATE SINK out USING kafka OPTIONS (%s, topic 'out');
                CREATE FLOW a AS INSERT INTO out BY NAME SELECT 1 AS value, 'k' AS kee;
                CREATE FLOW b AS INSERT INTO out BY NAME SELECT 'k' AS key, '1' AS partition, array('h') AS headers;
                """.formatted(CLIENT)))
                .containsExactly(
                        "p.sql:2:13: The column value of a kafka sink cannot be INT; expected STRING or BINARY",
                        "p.sql:2:13: A kafka sink has no column kee; a record is made of value, key, topic,"
                                + " partition, headers. Put other columns into the value: to_json(struct(…)) AS value",
                        "p.sql:3:13: The column partition of a kafka sink cannot be STRING; expected INT",
                        "p.sql:3:13: The column headers of a kafka sink cannot be ARRAY<STRING>; expected"
                                + " ARRAY<STRUCT<key: STRING, value: BINARY>>",
                        "p.sql:3:13: A kafka sink needs the column value, of type STRING or BINARY");
    }

    @Test
    void optionsAreCheckedAsFarAsTheyAreOurs() throws IOException {
        assertThat(problems("""
                CREATE SINK out USING kafka OPTIONS (topik 'out', path 'dir');
                CREATE FLOW a AS INSERT INTO out BY NAME SELECT 'v' AS value;
                """))
                .containsExactly(
                        "p.sql:1:13: The sink out has no option kafka.bootstrap.servers; add it",
                        "p.sql:1:13: The sink out has no option topic; add it",
                        "p.sql:1:38: Unknown option topik of a kafka sink; did you mean topic?",
                        "p.sql:1:56: A kafka sink has no path; remove it");
    }
}
