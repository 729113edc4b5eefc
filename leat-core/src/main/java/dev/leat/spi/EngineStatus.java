package dev.leat.spi;

import dev.leat.plan.RelationName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an engine has done for a pipeline so far.
 *
 * @param commits how many there were
 * @param last the latest of them
 * @param bytes of the state on disk; 0 where it is in memory
 */
public record EngineStatus(
        long commits,
        Optional<CommitStatus> last,
        long bytes,
        List<TableStatus> tables,
        List<ReadStatus> reads,
        List<SinkStatus> sinks) {
    public EngineStatus {
        tables = List.copyOf(tables);
        reads = List.copyOf(reads);
        sinks = List.copyOf(sinks);
    }

    /**
     * A commit.
     *
     * @param work how long its datasets and sinks took, together
     */
    public record CommitStatus(long number, Instant time, Duration work) {}

    /**
     * A dataset.
     *
     * @param changed the commit that last changed it
     * @param stateRows rows that are stored of its query's operators
     */
    public record TableStatus(RelationName name, long rows, long changed, long stateRows) {}

    /**
     * The read of a source by a dataset or sink.
     *
     * @param parts how many files or partitions were read
     * @param position what was read of them, together, in bytes or offsets
     * @param lag what is there and was not read, in the same unit; empty where the source cannot be opened
     * @param watermark rows with an earlier time are late; empty where no rows are, or not yet
     * @param counts of the records that the reader's content is made from
     */
    public record ReadStatus(
            String reader,
            String source,
            long parts,
            long position,
            OptionalLong lag,
            Optional<Instant> watermark,
            ReadCounts counts) {}

    /**
     * A sink.
     *
     * @param pending commits, or files of commits, that it has not got yet
     * @param problem why not
     */
    public record SinkStatus(RelationName name, long pending, Optional<String> problem) {}
}
