package dev.leat.connect.kafka;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadLimit;
import dev.leat.spi.ReadPart;
import dev.leat.spi.ReadWait;
import dev.leat.spi.RecordFormat;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceProgress;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SourceSplit;
import dev.leat.spi.SplitReader;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Topics with what they hold at the first look. A part is a partition, a position an offset. */
public final class KafkaScan implements SourceScan {
    private static final String READER = "Kafka's client";

    private final KafkaSource source;
    private final KafkaCluster cluster;
    private final Optional<Map<String, PositionRange>> ranges;
    /** Where readers have said that they read on, by part. */
    private final Map<String, Set<Long>> readOn;

    private Optional<Map<String, TopicPart>> found;

    KafkaScan(KafkaSource source, KafkaCluster cluster) {
        this(source, cluster, Optional.empty(), new ConcurrentHashMap<>(), Optional.empty());
    }

    private KafkaScan(
            KafkaSource source,
            KafkaCluster cluster,
            Optional<Map<String, PositionRange>> ranges,
            Map<String, Set<Long>> readOn,
            Optional<Map<String, TopicPart>> found) {
        this.source = source;
        this.cluster = cluster;
        this.ranges = ranges;
        this.readOn = readOn;
        this.found = found;
    }

    @Override
    public List<Field> schema() {
        return source.values().map(RecordFormat::schema).orElseGet(() -> RawColumns.fields(source.hasHeaders()));
    }

    @Override
    public List<Field> metadataFields() {
        return source.values().isPresent() ? RawColumns.metadataFields() : List.of();
    }

    private synchronized Map<String, TopicPart> found() {
        if (found.isEmpty()) {
            Map<String, TopicPart> byName = new LinkedHashMap<>();
            cluster.parts(source.topics()).forEach(part -> byName.put(part.name(), part));
            found = Optional.of(byName);
        }
        return found.get();
    }

    @Override
    public List<SourcePart> parts() {
        return parts(part -> from(part, source.starting().of(part.partition(), part.first(), part.end())));
    }

    private List<SourcePart> parts(Function<TopicPart, SourcePart> reading) {
        List<SourcePart> parts = new ArrayList<>();
        for (TopicPart part : found().values()) {
            if (ranges.isEmpty()) {
                parts.add(reading.apply(part));
                continue;
            }
            Optional.ofNullable(ranges.get().get(part.name()))
                    .ifPresent(range -> parts.add(part.between(range.start(), range.end())));
        }
        return parts;
    }

    private static SourcePart from(TopicPart part, long start) {
        return part.between(start, part.end());
    }

    @Override
    public List<SourcePart> parts(Map<String, ReadPart> read) {
        return parts(part -> {
            Optional<ReadPart> known = Optional.ofNullable(read.get(part.name()))
                    .filter(before -> part.tag(part.next(before.end())).equals(before.tag()));
            return from(part, start(part, known, read.isEmpty()));
        });
    }

    @Override
    public ReadLimit limit() {
        return source.offsetsMax().isPresent()
                ? ReadLimit.ofUnits(source.offsetsMax().getAsLong())
                : ReadLimit.NONE;
    }

    @Override
    public Optional<ReadWait> awaited() {
        return source.awaited();
    }

    @Override
    public List<SourcePart> within(ReadLimit limit, List<SourcePart> parts, Map<String, Long> read) {
        return OffsetShares.limit(parts, read, limit.unitsMax());
    }

    @Override
    public SourceProgress.Unit unit() {
        return SourceProgress.Unit.RECORDS;
    }

    /** Where the first read of a partition began, or begins. One that has come since others were read is read from its first record. */
    private long start(TopicPart part, Optional<ReadPart> known, boolean isFirst) {
        if (known.isPresent()) {
            return Math.max(part.first(), part.next(known.get().start()));
        }
        return isFirst
                ? source.starting().of(part.partition(), part.first(), part.end())
                : source.starting().ofNew(part.partition(), part.first(), part.end());
    }

    @Override
    public SourceScan only(Map<String, PositionRange> chosen) {
        return new KafkaScan(source, cluster, Optional.of(Map.copyOf(chosen)), readOn, Optional.of(found()));
    }

    @Override
    public String tag(String part, long position) {
        return Optional.ofNullable(found().get(part))
                .map(known -> known.tag(position))
                .orElse("");
    }

    @Override
    public boolean grows(String part) {
        return true;
    }

    @Override
    public long requireNothingLost(String part, long position, String tag) {
        readOn.computeIfAbsent(part, key -> ConcurrentHashMap.newKeySet()).add(position);
        Optional<TopicPart> known = Optional.ofNullable(found().get(part));
        if (source.failsOnDataLoss()) {
            requireAll(part, position, tag, known);
        }
        return known.filter(kept -> kept.tag(kept.next(position)).equals(tag))
                .map(kept -> kept.next(position))
                .orElse(position);
    }

    private static void requireAll(String part, long position, String tag, Optional<TopicPart> known) {
        if (known.isEmpty()) {
            throw DataLoss.of(part, position, "the source has no such partition any more");
        }
        if (position > known.get().end()) {
            throw DataLoss.of(
                    part,
                    position,
                    "the partition ends at offset " + known.get().end());
        }
        if (!known.get().tag(position).equals(tag)) {
            throw DataLoss.of(part, position, "the topic was deleted and made anew");
        }
        if (position < known.get().first()) {
            throw expired(known.get(), position);
        }
    }

    @Override
    public List<SourceSplit> splits() {
        List<SourceSplit> splits = new ArrayList<>();
        for (SourcePart part : parts()) {
            if (part.start() < part.end()) {
                splits.add(new SourceSplit(part.name(), part.start(), part.end() - part.start(), part.end(), 0));
            }
        }
        return splits;
    }

    @Override
    public SplitReader read(SourceSplit split, List<String> columns, Consumer<MalformedRecord> malformed) {
        TopicPart part = require(split.path());
        TopicCursor cursor = new TopicCursor(
                cluster,
                part.partition(),
                new PositionRange(split.start(), split.start() + split.length()),
                !mayLose(part, split.start()));
        try {
            return source.values().isPresent()
                    ? ParsedSplitReader.open(source.values().get(), cursor, columns, malformed)
                    : new RawSplitReader(cursor, columns);
        } catch (RuntimeException e) {
            cursor.close();
            throw e;
        }
    }

    /** What was read before and is read again, to follow a change, has to be there: without it that change would be another one. */
    private boolean mayLose(TopicPart part, long start) {
        boolean isNew = start >= part.first()
                || readOn.getOrDefault(part.name(), Set.of()).contains(start);
        return isNew && !source.failsOnDataLoss();
    }

    /** Whether offsets that are gone before they were read are an error; otherwise they are passed over. */
    public boolean failsOnDataLoss() {
        return source.failsOnDataLoss();
    }

    /** The settings of Kafka's client for those who read the records by a consumer of their own, by their names. */
    public Map<String, String> clientSettings() {
        Map<String, String> settings = new TreeMap<>();
        source.client().forConsumer().forEach((name, value) -> settings.put(name, String.valueOf(value)));
        return settings;
    }

    /**
     * Ranges as far as their offsets are still kept.
     *
     * @throws LeatException DATA_LOSS if others are gone, and that is not to be passed over
     */
    public Map<String, PositionRange> requireKept(Map<String, PositionRange> chosen) {
        Map<String, PositionRange> kept = new TreeMap<>();
        chosen.forEach((name, range) -> {
            TopicPart part = require(name);
            if (range.start() < part.first() && range.start() < range.end() && !mayLose(part, range.start())) {
                throw expired(part, range.start());
            }
            long start = Math.min(range.end(), Math.max(range.start(), part.first()));
            kept.put(name, new PositionRange(start, range.end()));
        });
        return kept;
    }

    private TopicPart require(String name) {
        return Optional.ofNullable(found().get(name))
                .orElseThrow(() -> new LeatException(ErrorCode.INTERNAL, "Not a part of this scan: " + name));
    }

    private static LeatException expired(TopicPart part, long position) {
        return DataLoss.of(part.name(), position, "the first offset that is kept is " + part.first());
    }

    @Override
    public String reader(List<String> columns) {
        if (source.values().isEmpty()) {
            return READER;
        }
        List<String> parsed = columns.stream()
                .filter(column -> !column.equals(METADATA_COLUMN))
                .toList();
        return READER + "; " + source.values().get().reader(parsed);
    }
}
