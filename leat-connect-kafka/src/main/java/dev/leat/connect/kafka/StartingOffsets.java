package dev.leat.connect.kafka;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a first read of a topic begins.
 *
 * @param others of partitions that are not listed: {@link #EARLIEST} or {@link #LATEST}
 * @param listed an offset, {@link #EARLIEST} or {@link #LATEST}
 */
record StartingOffsets(long others, Map<TopicPartition, Long> listed) {
    static final long LATEST = -1;
    static final long EARLIEST = -2;

    StartingOffsets {
        listed = Map.copyOf(listed);
    }

    /** The offset in a partition that holds records from one offset up to another. */
    long of(TopicPartition partition, long first, long end) {
        return place(listed.getOrDefault(partition, others), first, end);
    }

    /** The offset in a partition that has come after the first read, and so was empty then. */
    long ofNew(TopicPartition partition, long first, long end) {
        return place(listed.getOrDefault(partition, EARLIEST), first, end);
    }

    private static long place(long wanted, long first, long end) {
        if (wanted == EARLIEST) {
            return first;
        }
        return wanted == LATEST ? end : Math.min(Math.max(wanted, first), end);
    }
}
