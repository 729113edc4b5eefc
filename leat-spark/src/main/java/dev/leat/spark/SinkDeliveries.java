package dev.leat.spark;

import dev.leat.error.LeatException;
import dev.leat.fault.FaultPoint;
import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import dev.leat.sink.FolderSink;
import dev.leat.sink.OutsideSinks;
import dev.leat.sink.OutsideSinks.Waiting;
import dev.leat.spark.store.CommitEntry;
import dev.leat.spark.store.CommitLog;
import dev.leat.spark.store.FolderDelivery;
import dev.leat.spark.store.FolderDelivery.Move;
import dev.leat.spark.store.Outbox;
import dev.leat.spark.store.RowsDelivery;
import dev.leat.spark.store.SinkChanges;
import dev.leat.spark.store.SinkChanges.Delivered;
import dev.leat.spark.store.SinkFolder;
import dev.leat.spi.CommitStamp;
import dev.leat.spi.EngineStatus.SinkStatus;
import dev.leat.spi.SinkWriter;
import dev.leat.spi.SinkWriters;
import dev.leat.type.EpochMicros;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Brings what published commits have decided to sinks: files to their places, rows outside. An entry of the log of its own says that a sink
 * has got it, so that little is done again after a kill; what is done again has no other outcome.
 */
final class SinkDeliveries implements OutsideSinks.Outbox, AutoCloseable {
    private final SparkSession spark;
    private final CommitLog log;
    private final Outbox outbox;
    private final SparkFailures failures;
    private final OutsideSinks outside;
    private final Set<String> lookedThrough = new HashSet<>();
    private final Map<String, LeatException> problems = new HashMap<>();

    SinkDeliveries(
            SparkSession spark, CommitLog log, Outbox outbox, SparkFailures failures, SinkWriters sinks, Clock waits) {
        this.spark = spark;
        this.log = log;
        this.outbox = outbox;
        this.failures = failures;
        this.outside = new OutsideSinks(this, sinks, waits);
    }

    /** Where what is to be delivered waits. */
    Outbox outbox() {
        return outbox;
    }

    /** Whether this process has looked for files in a sink's folder that the state does not know. */
    boolean hasLookedThrough(SinkFolder folder) {
        return lookedThrough.contains(folder.location());
    }

    /** Remembers that; what is in the folder from now on is written by this process. */
    void lookedThrough(SinkFolder folder) {
        lookedThrough.add(folder.location());
    }

    /**
     * Delivers what can be.
     *
     * @return why a sink has not got all, by its name
     */
    Map<RelationName, LeatException> deliver(Pipeline pipeline) {
        deliverFiles();
        Map<RelationName, LeatException> all = new LinkedHashMap<>();
        problems.forEach((sink, problem) -> all.put(RelationName.ofKey(sink), problem));
        all.putAll(outside.deliver(pipeline));
        return all;
    }

    private void deliverFiles() {
        problems.clear();
        List<Delivered> done = new ArrayList<>();
        for (FolderDelivery delivery : log.state().sinks().folders()) {
            if (problems.containsKey(delivery.sink())) {
                continue;
            }
            try {
                // One that was taken for dead must not undo what the next has done.
                log.requireWriter();
                deliver(delivery);
                done.add(new Delivered(delivery.commit(), delivery.sink()));
            } catch (LeatException e) {
                problems.put(delivery.sink(), e);
            }
        }
        if (!done.isEmpty()) {
            FaultPoint.SINK_FILES_MOVED.reach();
            record(done);
            FaultPoint.STAGING_DROPPED.reach();
        }
    }

    /** Removals first, so that no reader sees a row twice. */
    private void deliver(FolderDelivery delivery) {
        SinkFolder folder = SinkFolder.at(delivery.folder(), configuration());
        for (String name : delivery.removed()) {
            folder.remove(name);
            FaultPoint.SINK_FILE_REMOVED.reach();
        }
        if (delivery.isMarked()) {
            folder.move(delivery.staging() + "/" + FolderSink.MARK, FolderSink.MARK);
        }
        for (Move move : delivery.moves()) {
            folder.move(delivery.staging() + "/" + move.staged(), move.name());
            FaultPoint.SINK_FILE_MOVED.reach();
        }
        folder.forceNames();
    }

    private Configuration configuration() {
        return spark.sparkContext().hadoopConfiguration();
    }

    private void record(List<Delivered> done) {
        FaultPoint.TRANSACTION_WRITTEN.reach();
        log.add(CommitEntry.ofSinks(
                log.state().number() + 1, EpochMicros.of(log.nextTime()), log.writer(), SinkChanges.done(done)));
        FaultPoint.TRANSACTION_COMMITTED.reach();
        done.forEach(delivered -> outbox.remove(delivered.commit(), delivered.sink()));
    }

    @Override
    public String identity() {
        return log.state().identity();
    }

    @Override
    public List<Waiting> pending() {
        return log.state().sinks().rows().stream()
                .map(rows -> new Waiting(rows.commit(), rows.sink(), SchemaJson.read(rows.columns())))
                .toList();
    }

    @Override
    public void write(Waiting waiting, SinkWriter writer) {
        RowsDelivery delivery = log.state().sinks().rows().stream()
                .filter(rows -> rows.commit() == waiting.commit() && rows.sink().equals(waiting.sink()))
                .findFirst()
                .orElseThrow();
        Instant published = EpochMicros.instant(delivery.micros());
        List<String> files = new ArrayList<>();
        delivery.folders()
                .forEach(folder ->
                        outbox.files(folder).forEach(file -> files.add(outbox.location(folder + "/" + file))));
        try (OutboxRows rows = new OutboxRows(spark, failures, waiting.columns(), files)) {
            writer.write(new CommitStamp(delivery.commit(), published), rows);
        }
    }

    @Override
    public void remove(Waiting waiting) {
        record(List.of(new Delivered(waiting.commit(), waiting.sink())));
    }

    /** How many commits the sink that is furthest behind has not got yet. */
    long undelivered(Pipeline pipeline) {
        long files = pipeline.sinks().stream()
                .mapToLong(sink -> waitingFiles(sink.name().key()))
                .max()
                .orElse(0);
        return Math.max(files, outside.undelivered(pipeline));
    }

    private long waitingFiles(String sink) {
        return log.state().sinks().folders().stream()
                .filter(delivery -> delivery.sink().equals(sink))
                .count();
    }

    /** What sinks have not got yet. */
    List<SinkStatus> status(Pipeline pipeline) {
        List<Waiting> pending = pending();
        return pipeline.sinks().stream()
                .map(sink -> {
                    String key = sink.name().key();
                    long rows = pending.stream()
                            .filter(waiting -> waiting.sink().equals(key))
                            .count();
                    Optional<LeatException> problem =
                            Optional.ofNullable(problems.get(key)).or(() -> outside.failure(key));
                    return new SinkStatus(
                            sink.name(), rows + waitingFiles(key), problem.map(LeatException::getMessage));
                })
                .toList();
    }

    @Override
    public void close() {
        outside.close();
    }
}
