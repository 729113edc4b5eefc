package dev.leat.connect.kafka;

import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Sink;
import dev.leat.plan.RelationName;
import dev.leat.spi.SinkWriter;
import dev.leat.testkit.HeapRows;
import dev.leat.testkit.TestSinkWriterContract;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes commits to a sink until it has them all, or until this process is killed. */
final class SinkWriterProcess {
    static final int COMMITS = 300;
    static final int ROWS = 20;

    private SinkWriterProcess() {}

    static Sink sink(String servers, String topic) {
        return new Sink(
                RelationName.of("out"),
                "kafka",
                Map.of("kafka.bootstrap.servers", servers, "topic", topic, "kafka.transactional.id", "writer-" + topic),
                new SourcePosition("p.sql", 1, 1, 1));
    }

    static String value(long commit, int row) {
        return commit + ":" + row;
    }

    /** The brokers, the topic, and the first commit whose delivery was not noted; the sink may have it all the same. */
    public static void main(String[] arguments) {
        Field column = new Field("value", Simple.STRING, true);
        try (SinkWriter writer =
                new KafkaSinkWriters("test").open(sink(arguments[0], arguments[1]), List.of(column), "state")) {
            for (long commit = Long.parseLong(arguments[2]); commit <= COMMITS; commit++) {
                long number = commit;
                writer.write(
                        TestSinkWriterContract.stamp(number),
                        HeapRows.of(
                                column,
                                IntStream.range(0, ROWS)
                                        .mapToObj(row -> value(number, row))
                                        .toList()));
                System.out.println(commit);
            }
        }
    }
}
