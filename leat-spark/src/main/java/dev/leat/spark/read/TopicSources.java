package dev.leat.spark.read;

import dev.leat.connect.kafka.KafkaReaders;
import dev.leat.pipeline.Source;
import org.apache.spark.sql.SparkSession;

/** Opens topics; what names Kafka's client is behind it, which projects without topics do not have. */
final class TopicSources implements AutoCloseable {
    private final SparkSession spark;
    private final KafkaReaders readers = new KafkaReaders(new UnparsedRecords());

    TopicSources(SparkSession spark) {
        this.spark = spark;
    }

    SparkSource open(Source source) {
        return TopicSource.open(spark, source, readers);
    }

    @Override
    public void close() {
        readers.close();
    }
}
