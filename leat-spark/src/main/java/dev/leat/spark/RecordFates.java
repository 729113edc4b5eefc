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
        Reader reader = work.isStream() ? Reader.stream(0) : Reader.VIEW;
        Map<String, ReadCounts> reads = find(work.maintained().plan(), reader, work.inputs(), extent);
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
        Optional<Source> read = verdicts.rejected() == 0 && verdicts.rejectedBefore() == 0
                ? Optional.empty()
                : RowOrigins.find(work.prepared().plan())
                        .flatMap(scan -> context.inputs().source(scan.relation()));
        if (read.isEmpty()) {
            return;
        }
        Source source = read.get();
        SourceDelta change = work.inputs().delta(source.name().key());
        long records = verdicts.rejected() - malformed(work, source, added(change, extent));
        long before = verdicts.rejectedBefore() - (extent == Extent.WHOLE ? 0 : malformed(work, source, change.torn()));
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

    /** The same of a query without those that were late. */
    Map<String, ReadCounts> find(Plan plan, Reader reader, InputChanges inputs, Extent extent) {
        Map<String, ReadCounts> reads = new TreeMap<>();
        inputs.sources().forEach((source, change) -> {
            if (!added(change, extent).isEmpty()) {
                Set<String> asked = inputs.asked(source);
                keepMalformed(source, change, extent, asked);
                List<Plan.Scan> scans = reader.counted(plan).stream()
                        .filter(scan -> scan.relation().key().equals(source))
                        .toList();
                reads.put(source, scans.size() < 2 ? counts(change, extent, asked) : ofScans(scans, change, extent));
            }
        });
        return reads;
    }

    /** Each scan of a source reads each of its records, and finds those malformed of which a value is that it asks for. */
    private static ReadCounts ofScans(List<Plan.Scan> scans, SourceDelta change, Extent extent) {
        return scans.stream()
                .map(scan -> counts(change, extent, Set.copyOf(scan.fields())))
                .reduce(ReadCounts.NONE, ReadCounts::plus);
    }

    private static Map<String, PositionRange> added(SourceDelta change, Extent extent) {
        return extent == Extent.WHOLE ? change.source().all() : change.added();
    }

    /** What a commit reads again, by the commit that has read it before. */
    private static Map<Long, Map<String, PositionRange>> takenBack(SourceDelta change, Extent extent) {
        return extent == Extent.WHOLE ? Map.of() : change.tornByCommit();
    }

    private void keepMalformed(String source, SourceDelta change, Extent extent, Set<String> asked) {
        SparkSource read = change.source();
        read.count(added(change, extent), asked)
                .content()
                .ifPresent(content -> context.malformed(dataset, source, content));
        takenBack(change, extent)
                .forEach((commit, ranges) -> read.count(ranges, asked)
                        .content()
                        .ifPresent(content -> context.takeBack(dataset, source, commit, content)));
    }

    /** What became of the records that are read, of which those that are read again count once. */
    private static ReadCounts counts(SourceDelta change, Extent extent, Set<String> asked) {
        ReadCounts all = counts(change.source(), added(change, extent), asked);
        for (Map<String, PositionRange> ranges : takenBack(change, extent).values()) {
            all = all.minus(counts(change.source(), ranges, asked));
        }
        return all;
    }

    private static ReadCounts counts(SparkSource source, Map<String, PositionRange> ranges, Set<String> asked) {
        SparkSource.Records records = source.count(ranges, asked);
        long accepted = records.read() - records.malformed();
        long kept = source.keepsMalformed() ? records.malformed() : 0;
        return new ReadCounts(records.read(), accepted, records.malformed(), 0, 0, kept, 0);
    }
}
