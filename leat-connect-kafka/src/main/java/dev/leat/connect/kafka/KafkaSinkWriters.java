package dev.leat.connect.kafka;

import dev.leat.pipeline.Sink;
import dev.leat.spi.SinkWriter;
import dev.leat.spi.SinkWriters;
import dev.leat.type.Field;
import java.util.List;

/** Opens topics as sinks. */
public final class KafkaSinkWriters implements SinkWriters {
    private final String project;

    /**
     * Writers of one project.
     *
     * @param project its name: with that of a sink it tells one writer from another, on all brokers that both may use
     */
    public KafkaSinkWriters(String project) {
        this.project = project;
    }

    @Override
    public SinkWriter open(Sink sink, List<Field> columns, String state) {
        return KafkaSinkWriter.open(KafkaSink.of(sink, project + "." + state), SinkColumns.of(columns));
    }

    @Override
    public String guarantee(Sink sink) {
        return KafkaSinkWriter.GUARANTEE.text() + "; for readers with isolation.level=read_committed";
    }

    @Override
    public void check(Sink sink) {
        var unused = KafkaSink.of(sink, project);
    }
}
