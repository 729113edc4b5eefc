package dev.leat.connect.kafka;

import dev.leat.spi.SourcePart;
import org.apache.kafka.common.TopicPartition;

/**
 * A partition of a topic, with what it holds.
 *
 * @param topicId which a topic of the same name that is made later does not have
 * @param first the first offset that is kept
 * @param end the offset after the last record that readers see
 */
record TopicPart(TopicPartition partition, String topicId, long first, long end) {
    String name() {
        return partition.toString();
    }

    /** What tells its content from that of any other partition; nothing does beyond its end. */
    String tag(long position) {
        return position > end ? "" : topicId + ":" + partition.partition();
    }

    /** Where a reader goes on that has read it up to a position: at its end if it has lost records which that reader has. */
    long next(long position) {
        return Math.min(position, end);
    }

    SourcePart between(long start, long stop) {
        return new SourcePart(name(), start, stop, 0, "");
    }
}
