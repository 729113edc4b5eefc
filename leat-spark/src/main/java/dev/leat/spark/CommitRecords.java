package dev.leat.spark;

import dev.leat.move.RecordTable;
import dev.leat.spark.store.CommitEntry;
import dev.leat.spark.store.WarehouseState;
import dev.leat.spi.EngineStatus.CommitStatus;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.type.EpochMicros;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What the commits of runs say of the records that were read: sums since each reader last read all. Entries of the log that only say who
 * writes, or what sinks have got, are none of these.
 */
final class CommitRecords {
    private final Map<Read, ReadCounts> totals = new HashMap<>();
    private Optional<CommitStatus> last = Optional.empty();

    /** A reader and a source, by their names without quotes, in lower case. */
    private record Read(String reader, String source) {}

    private CommitRecords() {}

    /**
     * Of a state.
     *
     * @param entries the commits since it came to the warehouse
     */
    static CommitRecords of(SparkSession spark, WarehouseState state, List<CommitEntry> entries) {
        CommitRecords records = new CommitRecords();
        if (state.table(MovedRecords.table(RecordTable.COMMITS)).isPresent()) {
            records.addMoved(spark, state);
        }
        sinceArrival(entries).forEach(records::add);
        return records;
    }

    /** Another state may have been there before. */
    private static List<CommitEntry> sinceArrival(List<CommitEntry> entries) {
        int start = 0;
        for (int i = 0; i < entries.size(); i++) {
            boolean arrives = entries.get(i).movement().stream()
                    .anyMatch(movement -> !movement.place().location().isEmpty());
            if (entries.get(i).continued() > 0 && arrives) {
                start = i;
            }
        }
        return entries.subList(start, entries.size());
    }

    private void add(CommitEntry entry) {
        if (entry.outcomes().isEmpty()) {
            return;
        }
        for (CommitEntry.OutcomeEntry outcome : entry.outcomes()) {
            String reader = bare(outcome.name());
            if (outcome.extent().equals(Extent.WHOLE.name())) {
                totals.keySet().removeIf(read -> read.reader().equals(reader));
            }
            outcome.reads()
                    .forEach((source, counts) -> totals.merge(
                            new Read(reader, bare(source)),
                            new ReadCounts(
                                    counts.read(),
                                    counts.accepted(),
                                    counts.malformed(),
                                    counts.late(),
                                    counts.rejected(),
                                    0,
                                    0),
                            ReadCounts::plus));
        }
        long work = entry.outcomes().stream()
                .mapToLong(CommitEntry.OutcomeEntry::micros)
                .sum();
        last = Optional.of(new CommitStatus(
                entry.number(), EpochMicros.instant(entry.micros()), Duration.of(work, ChronoUnit.MICROS)));
    }

    /** The record of the embedded engine, from where the state came. */
    private void addMoved(SparkSession spark, WarehouseState state) {
        MovedRecords moved = new MovedRecords(spark, state, List.of());
        try (Views views = new Views(spark)) {
            String commits = views.name(moved.rows(RecordTable.COMMITS));
            String outcomes = views.name(moved.rows(RecordTable.OUTCOMES));
            String counts = views.name(moved.rows(RecordTable.COUNTS));
            spark.sql("SELECT commit, time, (SELECT coalesce(sum(micros), 0L) FROM " + outcomes
                            + " AS o WHERE o.commit = c.commit) FROM (SELECT * FROM " + commits
                            + " ORDER BY commit DESC LIMIT 1) AS c")
                    .collectAsList()
                    .forEach(row -> last = Optional.of(new CommitStatus(
                            row.getLong(0),
                            row.<LocalDateTime>getAs(1).toInstant(ZoneOffset.UTC),
                            Duration.of(row.getLong(2), ChronoUnit.MICROS))));
            String whole = "(SELECT " + key("name") + " AS reader, max(commit) AS commit FROM " + outcomes
                    + " WHERE extent = 'WHOLE' GROUP BY 1)";
            spark.sql("SELECT c.reader, c.source, sum(c.`read`), sum(c.accepted), sum(c.malformed), sum(c.late),"
                            + " sum(c.rejected) FROM (SELECT *, " + key("name") + " AS reader FROM " + counts
                            + ") AS c LEFT JOIN " + whole
                            + " AS w ON c.reader = w.reader WHERE w.commit IS NULL OR c.commit >= w.commit"
                            + " GROUP BY c.reader, c.source")
                    .collectAsList()
                    .forEach(row -> totals.put(new Read(row.getString(0), bare(row.getString(1))), counts(row)));
        }
    }

    private static ReadCounts counts(Row row) {
        return new ReadCounts(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6), 0, 0);
    }

    /** Of a name as it is written, as of a key, without the quotes. */
    private static String key(String name) {
        return "lower(replace(" + name + ", '`', ''))";
    }

    private static String bare(String name) {
        return name.replace("`", "").toLowerCase(Locale.ROOT);
    }

    /** The last commit of a run. */
    Optional<CommitStatus> last() {
        return last;
    }

    /** What became of the records of a source that a reader, which may be a flow behind the name of its sink and a stroke, has read. */
    ReadCounts counts(String reader, String source) {
        return totals.getOrDefault(new Read(bare(reader.split("/", -1)[0]), bare(source)), ReadCounts.NONE);
    }
}
