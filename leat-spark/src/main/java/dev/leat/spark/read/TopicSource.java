package dev.leat.spark.read;

import dev.leat.connect.kafka.KafkaReaders;
import dev.leat.connect.kafka.KafkaScan;
import dev.leat.connect.kafka.SourceOption;
import dev.leat.incremental.Reader;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.plan.Plan;
import dev.leat.reading.ReadingEnd;
import dev.leat.spi.Position;
import dev.leat.spi.PositionRange;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceProgress;
import dev.leat.spi.SourceScan;
import dev.leat.type.Identifiers;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A source of topics. Where its records are the driver asks the brokers, as the embedded engine does; executors read them. */
public final class TopicSource implements SparkSource {
    private static final String CLIENT = "kafka.";

    private final Source source;
    private final KafkaScan scan;
    private final TopicReads reads;
    private final Optional<JsonValues> values;
    private final Optional<ReadingEnd.Parts> bounded;
    private final Map<Counted, Records> counted = new HashMap<>();

    /** What is counted; of records that are not parsed it does not depend on the columns. */
    private record Counted(Map<String, PositionRange> ranges, Set<String> asked) {}

    private TopicSource(
            Source source,
            KafkaScan scan,
            TopicReads reads,
            Optional<JsonValues> values,
            Optional<ReadingEnd.Parts> bounded) {
        this.source = source;
        this.scan = scan;
        this.reads = reads;
        this.values = values;
        this.bounded = bounded;
    }

    static TopicSource open(SparkSession spark, Source source, KafkaReaders readers) {
        KafkaScan scan = readers.open(withoutValues(source.definition()));
        boolean isParsed =
                source.definition().options().keySet().stream().anyMatch(SourceOption.VALUE_FORMAT::equalsIgnoreCase);
        Optional<JsonValues> values = isParsed ? Optional.of(JsonValues.of(spark, source)) : Optional.empty();
        return new TopicSource(source, scan, new TopicReads(spark, scan), values, Optional.empty());
    }

    /** Where records are does not depend on how they are parsed. */
    private static SourceDefinition withoutValues(SourceDefinition definition) {
        Map<String, String> options = new TreeMap<>(definition.options());
        options.keySet().removeIf(option -> !isOfTopics(option));
        return new SourceDefinition(
                definition.format(), definition.paths(), options, Optional.empty(), definition.settings());
    }

    /** Whether an option says where records are, and not how they are parsed. */
    static boolean isOfTopics(String option) {
        return option.toLowerCase(Locale.ROOT).startsWith(CLIENT)
                || SourceOption.ALL.stream()
                        .map(SourceOption::name)
                        .filter(name -> !name.equals(SourceOption.VALUE_FORMAT))
                        .anyMatch(option::equalsIgnoreCase);
    }

    @Override
    public SparkSource until(ReadingEnd end) {
        String key = source.name().key();
        return new TopicSource(source, scan, reads, values, Optional.of(end.parts(scan, key)));
    }

    @Override
    public SparkSource withFacts() {
        return this;
    }

    private ReadingEnd.Parts parts() {
        return bounded.orElseGet(
                () -> ReadingEnd.ofQuery().parts(scan, source.name().key()));
    }

    @Override
    public SourceDelta change(Map<String, Position> before, Reader reader) {
        return TopicDelta.find(this, scan, parts(), before, reader);
    }

    @Override
    public Map<String, PositionRange> all() {
        Map<String, PositionRange> all = new TreeMap<>();
        parts().parts().forEach(part -> all.put(part.name(), new PositionRange(part.start(), part.end())));
        return all;
    }

    @Override
    public Map<String, Position> positions() {
        return change(Map.of(), Reader.VIEW).positions();
    }

    @Override
    public String ends(ReadingEnd end) {
        return end.available(scan, source.name().key()).parts().toString();
    }

    /** As on the embedded engine, a record counts as a byte. */
    @Override
    public long bytes() {
        return parts().parts().stream().mapToLong(TopicSource::size).sum();
    }

    private static long size(SourcePart part) {
        return part.end() - part.start();
    }

    @Override
    public Optional<SourceProgress> progress() {
        return parts().progress();
    }

    @Override
    public Set<String> left() {
        return parts().left();
    }

    @Override
    public Dataset<Row> read(Map<String, PositionRange> chosen, List<String> columns) {
        Dataset<Row> records = reads.records(chosen);
        Dataset<Row> rows = values.isPresent() ? values.get().rows(records, Set.copyOf(columns)) : records;
        return rows.select(columns.stream().map(this::column).toArray(Column[]::new));
    }

    private Column column(String name) {
        return switch (name) {
            case SourceScan.METADATA_COLUMN -> metadata().as(name);
            case Plan.Scan.PART ->
                functions
                        .concat(
                                functions.col(TopicReads.TOPIC),
                                functions.lit(String.valueOf(TopicReads.DASH)),
                                functions.col(TopicReads.PARTITION).cast("string"))
                        .as(name);
            case Plan.Scan.POSITION ->
                values.map(JsonValues::position)
                        .orElseGet(() -> functions.col(TopicReads.OFFSET))
                        .as(name);
            default ->
                values.map(parsed -> parsed.column(name)).orElseGet(() -> functions.col(Identifiers.quote(name)));
        };
    }

    private static Column metadata() {
        return functions.struct(TopicReads.METADATA.stream().map(functions::col).toArray(Column[]::new));
    }

    @Override
    public Records count(Map<String, PositionRange> chosen, Set<String> asked) {
        Counted key = new Counted(Map.copyOf(chosen), values.isPresent() ? Set.copyOf(asked) : Set.of());
        Records known = counted.get(key);
        if (known == null) {
            known = find(chosen, asked);
            counted.put(key, known);
        }
        return known;
    }

    private Records find(Map<String, PositionRange> chosen, Set<String> asked) {
        Dataset<Row> records = reads.records(chosen);
        return values.isPresent()
                ? values.get().count(records, asked)
                : new Records(records.count(), 0, Optional.empty());
    }

    @Override
    public boolean keepsMalformed() {
        return values.filter(JsonValues::dropsMalformed).isEmpty();
    }
}
