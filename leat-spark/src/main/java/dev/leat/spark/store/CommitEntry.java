package dev.leat.spark.store;

import dev.leat.error.Checks;
import dev.leat.incremental.ReadTimes;
import dev.leat.move.Movement;
import dev.leat.spi.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one commit changes; what it does not name stays as it was. The first entry of a writer changes nothing: it takes the next number,
 * so that a commit of the writer before it that is still under way cannot be made.
 *
 * @param micros when it was made, in microseconds since 1970
 * @param writer who made it
 * @param tables by name
 * @param dropped the tables that are of no use any more
 * @param datasets by key
 * @param positions how far each dataset has read each part of each source, by the dataset's and the source's key; they replace earlier ones
 * @param outcomes what became of the datasets of the run
 * @param identity what tells the state from all others from now on; empty if that stays
 * @param continued where a state arrives that was moved here, the number of its last commit: it takes the place of all that was there, and
 *     numbers go on from it; else 0
 * @param movement where the state is from now on; none if that stays
 * @param times how far the event times of each dataset's reads have come, by the dataset's key and the index of the watermark; they replace
 *     earlier ones
 * @param sinks what changes of sinks
 */
public record CommitEntry(
        long number,
        long micros,
        String writer,
        Map<String, TableVersion> tables,
        List<String> dropped,
        Map<String, DatasetVersion> datasets,
        Map<String, Map<String, Map<String, Position>>> positions,
        List<OutcomeEntry> outcomes,
        String identity,
        long continued,
        List<Movement> movement,
        Map<String, Map<Integer, ReadTimes>> times,
        SinkChanges sinks) {
    public CommitEntry {
        tables = Map.copyOf(tables);
        dropped = List.copyOf(dropped);
        datasets = Map.copyOf(datasets);
        positions = Map.copyOf(positions);
        outcomes = List.copyOf(outcomes);
        // Not in entries of before there were these.
        identity = Optional.ofNullable(identity).orElse("");
        movement = List.copyOf(Optional.ofNullable(movement).orElse(List.of()));
        Checks.verify(movement.size() <= 1, "a state is at one place");
        times = Map.copyOf(Optional.ofNullable(times).orElse(Map.of()));
        sinks = Optional.ofNullable(sinks).orElse(SinkChanges.NONE);
    }

    private CommitEntry(
            long number,
            long micros,
            String writer,
            Map<String, TableVersion> tables,
            SinkChanges sinks,
            String identity,
            List<Movement> movement) {
        this(
                number, micros, writer, tables, List.of(), Map.of(), Map.of(), List.of(), identity, 0, movement,
                Map.of(), sinks);
    }

    /** The first entry of a writer, which names the state if that has no name yet. */
    static CommitEntry takeover(long number, long micros, String writer, WarehouseState state) {
        String name = state.identity().isEmpty() ? writer : "";
        return new CommitEntry(number, micros, writer, Map.of(), SinkChanges.NONE, name, List.of());
    }

    /** An entry that says where the state is from now on. */
    public static CommitEntry ofMovement(long number, long micros, String writer, String identity, Movement movement) {
        return new CommitEntry(number, micros, writer, Map.of(), SinkChanges.NONE, identity, List.of(movement));
    }

    /** An entry that puts a new state, which has nothing yet and is named by its writer, in place of all that was there. */
    public static CommitEntry ofNewState(long number, long micros, String writer) {
        return new CommitEntry(
                number,
                micros,
                writer,
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                writer,
                Math.max(1, number - 1),
                List.of(Movement.NONE),
                Map.of(),
                SinkChanges.NONE);
    }

    /** An entry that changes nothing but tables. */
    public static CommitEntry ofTables(long number, long micros, String writer, Map<String, TableVersion> tables) {
        return new CommitEntry(number, micros, writer, tables, SinkChanges.NONE, "", List.of());
    }

    /** An entry that changes nothing but what is known of sinks. */
    public static CommitEntry ofSinks(long number, long micros, String writer, SinkChanges sinks) {
        return new CommitEntry(number, micros, writer, Map.of(), sinks, "", List.of());
    }

    /**
     * What became of a dataset.
     *
     * @param extent how much was computed; empty if nothing was refreshed
     * @param micros how long it took
     * @param problem why it was not refreshed; empty if it was
     * @param reads what became of the records of each source read
     */
    public record OutcomeEntry(
            String name,
            String status,
            String extent,
            long rowsIn,
            long rowsOut,
            long micros,
            String problem,
            Map<String, ReadEntry> reads) {
        public OutcomeEntry {
            reads = Map.copyOf(reads);
        }
    }

    /** What became of records. */
    public record ReadEntry(long read, long accepted, long malformed, long late, long rejected) {}
}
