package dev.leat.spark.application;

import dev.leat.connect.kafka.KafkaSinkWriters;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import dev.leat.pipeline.TopicFormat;
import dev.leat.run.ConsoleSinkWriter;
import dev.leat.run.RunEventWriter;
import dev.leat.spi.SinkWriter;
import dev.leat.spi.SinkWriters;
import dev.leat.type.Field;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The sinks outside of an application: topics, and the standard output of the command that has started it. */
record ApplicationSinks(String project, RunEventWriter events) implements SinkWriters {
    @Override
    public SinkWriter open(Sink sink, List<Field> columns, String state) {
        if (sink.format().equals(SinkOptions.CONSOLE)) {
            return new ConsoleSinkWriter(sink, columns, new Printed(events));
        }
        if (!sink.format().equals(TopicFormat.NAME)) {
            return SinkWriters.NONE.open(sink, columns, state);
        }
        return new KafkaSinkWriters(project).open(sink, columns, state);
    }

    /** Gives what was printed to the command whenever the printer has no more. */
    private static final class Printed extends ByteArrayOutputStream {
        private final RunEventWriter events;

        Printed(RunEventWriter events) {
            this.events = events;
        }

        @Override
        public void flush() {
            if (size() > 0) {
                events.printed(toString(StandardCharsets.UTF_8));
                reset();
            }
        }
    }
}
