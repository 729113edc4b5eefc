package dev.leat.spark;

import dev.leat.incremental.Reader;
import dev.leat.incremental.Stored;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.RowOrigins;
import dev.leat.spark.read.RecordPlaces;
import dev.leat.spark.read.SourceDelta;
import dev.leat.spark.read.SparkSource;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult.Extent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * What became of the records of the sources that a dataset reads; those that are read again have another fate than before.
 *
 * <p>Rows that expectations leave out are counted among the records of a source where each row is made of one. The row of a malformed
 * record, kept with NULLs, may be left out as well, and stays malformed: so where there are such, what was read is judged once more, with the
 * places of the records.
 */
final class RecordFates {
    private final CommitContext context;
    private final String dataset;

    /** Of the records that a dataset reads. */
    RecordFates(CommitContext context, String dataset) {
        this.context = context;
        this.dataset = dataset;
    }

    /** Counts the records that are read, by source, and keeps those that are malformed, and rows that were late. */
    Map<String, ReadCounts> find(DatasetWork work, Extent extent, JudgedRows.Verdicts verdicts) {
        Map<String, ReadCounts> reads = find(work.inputs(), extent);
        reads.replaceAll((source, counts) -> ofScans(work, source, extent, counts));
        addRejected(work, extent, verdicts, reads);
        Set<String> sources = Set.copyOf(reads.keySet());
        for (RowsInTime.LateRows late : work.times().late()) {
            String source = late.source().key();
            context.late(dataset, source, late.rows());
            // Of what a dataset has only its late rows are counted.
            ReadCounts read = reads.getOrDefault(source, ReadCounts.NONE);
            ReadCounts all = sources.contains(source)
                    ? read
                    : read.plus(ReadCounts.allAccepted(late.records(), late.records(), late.records()));
            // A record may have made many rows.
            reads.put(source, all.withLate(Math.min(late.records(), all.accepted())));
        }
        return reads;
    }

    private void addRejected(
            DatasetWork work, Extent extent, JudgedRows.Verdicts verdicts, Map<String, ReadCounts> reads) {
        Optional<Source> read = verdicts.added() == 0 && verdicts.takenAway() == 0
                ? Optional.empty()
                : RowOrigins.find(work.prepared().plan())
                        .flatMap(scan -> context.inputs().source(scan.relation()));
        if (read.isEmpty()) {
            return;
        }
        Source source = read.get();
        SourceDelta change = work.inputs().delta(source.name().key());
        Map<String, PositionRange> added =
                extent == Extent.WHOLE ? change.source().all() : change.added();
        Map<String, PositionRange> takenAway = extent == Extent.WHOLE ? Map.of() : change.torn();
        long records = verdicts.added() - malformed(work, source, added);
        long before = verdicts.takenAway() - malformed(work, source, takenAway);
        reads.computeIfPresent(source.name().key(), (key, found) -> found.withRejected(records - before));
    }

    /** How many rows of malformed records in some ranges are left out. */
    private long malformed(DatasetWork work, Source source, Map<String, PositionRange> ranges) {
        String key = source.name().key();
        SparkSource opened = work.inputs().delta(key).source();
        Set<String> asked = work.inputs().asked(key);
        if (ranges.isEmpty()
                || !opened.keepsMalformed()
                || opened.count(ranges, asked).malformed() == 0) {
            return 0;
        }
        Set<String> columns = new HashSet<>(asked);
        columns.addAll(Set.of(Plan.Scan.PART, Plan.Scan.POSITION));
        String rows = context.views().name(SourceRows.read(opened, ranges, source, columns));
        Plan plan = RowOrigins.withPlaces(work.prepared().plan());
        Column position = functions.col(Stored.field(plan.output().size() - 1));
        return context.plans()
                .rows(plan, name -> rows, work.activity())
                .filter(new JudgedRows(work.dataset(), context.staging())
                        .isRejected()
                        .and(position.lt(RecordPlaces.NONE)))
                .count();
    }

    /** Each scan of a source reads each of its records, and finds those malformed of which a value is that it asks for. */
    private static ReadCounts ofScans(DatasetWork work, String key, Extent extent, ReadCounts ofAll) {
        Reader reader = work.isStream() ? Reader.stream(0) : Reader.VIEW;
        List<Set<String>> scans = reader.counted(work.maintained().plan()).stream()
                .filter(scan -> scan.relation().key().equals(key))
                .map(scan -> Set.copyOf(scan.fields()))
                .toList();
        if (scans.size() < 2) {
            return ofAll;
        }
        SourceDelta change = work.inputs().delta(key);
        Map<String, PositionRange> ranges =
                extent == Extent.WHOLE ? change.source().all() : change.added();
        ReadCounts all = ReadCounts.NONE;
        for (Set<String> asked : scans) {
            all = all.plus(counts(change.source(), change.source().count(ranges, asked)));
            for (Map<String, PositionRange> torn : extent == Extent.WHOLE
                    ? List.<Map<String, PositionRange>>of()
                    : change.tornByCommit().values()) {
                all = all.minus(counts(change.source(), change.source().count(torn, asked)));
            }
        }
        return all;
    }

    /** The same without those that were late. */
    Map<String, ReadCounts> find(InputChanges inputs, Extent extent) {
        Map<String, ReadCounts> reads = new TreeMap<>();
        inputs.sources().forEach((source, change) -> {
            Optional<ReadCounts> counts = extent == Extent.WHOLE
                    ? count(source, inputs, change.source().all())
                    : count(source, inputs, change.added()).map(added -> added.minus(torn(source, inputs)));
            counts.ifPresent(found -> reads.put(source, found));
        });
        return reads;
    }

    private Optional<ReadCounts> count(String key, InputChanges inputs, Map<String, PositionRange> ranges) {
        if (ranges.isEmpty()) {
            return Optional.empty();
        }
        SparkSource source = inputs.delta(key).source();
        SparkSource.Records records = source.count(ranges, inputs.asked(key));
        records.content().ifPresent(content -> context.malformed(dataset, key, content));
        return Optional.of(counts(source, records));
    }

    private ReadCounts torn(String key, InputChanges inputs) {
        SourceDelta change = inputs.delta(key);
        ReadCounts all = ReadCounts.NONE;
        for (Map.Entry<Long, Map<String, PositionRange>> torn :
                change.tornByCommit().entrySet()) {
            SparkSource.Records records = change.source().count(torn.getValue(), inputs.asked(key));
            records.content().ifPresent(content -> context.takeBack(dataset, key, torn.getKey(), content));
            all = all.plus(counts(change.source(), records));
        }
        return all;
    }

    private static ReadCounts counts(SparkSource source, SparkSource.Records records) {
        long accepted = records.read() - records.malformed();
        long kept = source.keepsMalformed() ? records.malformed() : 0;
        return new ReadCounts(records.read(), accepted, records.malformed(), 0, 0, kept, 0);
    }
}
