package dev.leat.pipeline;

/** The format of sources and sinks that are topics of Kafka. */
public final class TopicFormat {
    /** Its name. */
    public static final String NAME = "kafka";

    private TopicFormat() {}
}
