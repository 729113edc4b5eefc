package dev.leat.spark.read;

import dev.leat.error.LeatException;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.TopicFormat;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Opens sources; keeps the connections to brokers until it is closed. For one thread. */
public final class SparkSources implements AutoCloseable {
    private final SparkSession spark;
    private Optional<TopicSources> topics = Optional.empty();

    /** Opens sources for a session. */
    public SparkSources(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Opens a source.
     *
     * @throws LeatException NOT_SUPPORTED for formats that are not read on Spark, SOURCE_NOT_FOUND if a path is not there
     */
    public SparkSource open(Source source) {
        boolean isTopic = source.definition().format().equals(TopicFormat.NAME);
        return isTopic ? topics().open(source) : FileSource.open(spark, source);
    }

    private TopicSources topics() {
        TopicSources opened = topics.orElseGet(() -> new TopicSources(spark));
        topics = Optional.of(opened);
        return opened;
    }

    @Override
    public void close() {
        topics.ifPresent(TopicSources::close);
        topics = Optional.empty();
    }
}
