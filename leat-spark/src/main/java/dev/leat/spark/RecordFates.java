package dev.leat.spark;

import dev.leat.incremental.Reader;
import dev.leat.spark.read.SourceDelta;
import dev.leat.spark.read.SparkSource;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult.Extent;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What became of the records of the sources that a dataset reads; those that are read again have another fate than before. */
final class RecordFates {
    private final CommitContext context;
    private final String dataset;

    /** Of the records that a dataset reads. */
    RecordFates(CommitContext context, String dataset) {
        this.context = context;
        this.dataset = dataset;
    }

    /** Counts the records that are read, by source, and keeps those that are malformed, and rows that were late. */
    Map<String, ReadCounts> find(DatasetWork work, Extent extent) {
        Map<String, ReadCounts> reads = find(work.inputs(), extent);
        if (work.isStream()) {
            // Each scan of a source reads each of its records.
            reads.replaceAll((source, counts) -> {
                ReadCounts all = counts;
                for (long more = scans(work, source); more > 1; more--) {
                    all = all.plus(counts);
                }
                return all;
            });
        }
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

    private static long scans(DatasetWork work, String source) {
        return Reader.stream(0).counted(work.maintained().plan()).stream()
                .filter(scan -> scan.relation().key().equals(source))
                .count();
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
