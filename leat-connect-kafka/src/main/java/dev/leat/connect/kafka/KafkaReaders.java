package dev.leat.connect.kafka;

import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.RecordParsers;
import dev.leat.spi.SourceReaders;
import java.util.HashMap;
import java.util.Map;

/**
 * Opens topics as sources. How far they have been read is known to whoever reads; no consumer group has a part in it. The
 * brokers are asked when a scan is first asked for what it holds: columns are known without them.
 */
public final class KafkaReaders implements SourceReaders, AutoCloseable {
    private final RecordParsers parsers;
    private final Map<ClientOptions, KafkaCluster> clusters = new HashMap<>();

    /**
     * Readers that keep their connections until they are closed.
     *
     * @param parsers of values
     */
    public KafkaReaders(RecordParsers parsers) {
        this.parsers = parsers;
    }

    @Override
    public KafkaScan open(SourceDefinition source) {
        KafkaSource checked = KafkaSource.of(source, parsers);
        return new KafkaScan(checked, cluster(checked.client()));
    }

    private synchronized KafkaCluster cluster(ClientOptions options) {
        return clusters.computeIfAbsent(options, KafkaCluster::new);
    }

    @Override
    public synchronized void close() {
        clusters.values().forEach(KafkaCluster::close);
        clusters.clear();
    }
}
