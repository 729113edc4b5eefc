package dev.leat.duckdb;

import dev.leat.duckdb.store.DeliveryLog;
import dev.leat.duckdb.store.DeliveryLog.Delivery;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.error.LeatException;
import dev.leat.fault.FaultPoint;
import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.plan.RelationName;
import dev.leat.spi.CommitStamp;
import dev.leat.spi.QueryResult;
import dev.leat.spi.SinkWriter;
import dev.leat.spi.SinkWriters;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the rows of published commits to sinks outside, each sink's in the order of the commits. A sink that does not take
 * them is tried again after pauses that grow; the others get theirs. A commit whose rows may have arrived is given again, and a
 * writer that guarantees each row once knows it by its number. What waits for a sink that the project does not have at the moment
 * goes on waiting.
 */
final class OutsideDelivery implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final DuckDbEngine engine;
    private final SinkWriters writers;
    private final Map<String, Target> targets = new HashMap<>();

    OutsideDelivery(DuckDbEngine engine, SinkWriters writers) {
        this.engine = engine;
        this.writers = writers;
    }

    /** A sink with its writer, and when it may be tried again after it has failed. */
    private static final class Target {
        private final Sink sink;
        private final String columns;
        private Optional<SinkWriter> writer = Optional.empty();
        private Duration pause = FIRST_PAUSE;
        private Instant notBefore = Instant.MIN;
        private Optional<LeatException> failure = Optional.empty();

        Target(Sink sink, String columns) {
            this.sink = sink;
            this.columns = columns;
        }

        void failed(LeatException e, Instant now) {
            failure = Optional.of(e);
            notBefore = now.plus(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            // What a writer has begun may be in any state; a new one finds out.
            close();
        }

        void succeeded() {
            failure = Optional.empty();
            pause = FIRST_PAUSE;
            notBefore = Instant.MIN;
        }

        void close() {
            writer.ifPresent(SinkWriter::close);
            writer = Optional.empty();
        }
    }

    /**
     * Delivers what can be.
     *
     * @return why a sink has not got all, by sink; empty if all have
     */
    Map<RelationName, LeatException> deliver(Pipeline pipeline) {
        Map<RelationName, LeatException> failures = new LinkedHashMap<>();
        try {
            DeliveryLog log = new DeliveryLog(engine.database());
            for (Delivery delivery : log.pending()) {
                Optional<Sink> sink = pipeline.sinks().stream()
                        .filter(candidate -> candidate.name().key().equals(delivery.sink()))
                        .findFirst();
                if (sink.isPresent() && !failures.containsKey(sink.get().name())) {
                    deliver(delivery, target(sink.get(), delivery), log)
                            .ifPresent(failure -> failures.put(sink.get().name(), failure));
                }
            }
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "deliver to the sinks");
        }
        return failures;
    }

    private Target target(Sink sink, Delivery delivery) {
        Target known = targets.get(delivery.sink());
        if (known != null && known.sink.equals(sink) && known.columns.equals(delivery.columns())) {
            return known;
        }
        if (known != null) {
            known.close();
        }
        Target target = new Target(sink, delivery.columns());
        targets.put(delivery.sink(), target);
        return target;
    }

    private Optional<LeatException> deliver(Delivery delivery, Target target, DeliveryLog log) throws SQLException {
        if (engine.waits().instant().isBefore(target.notBefore)) {
            return target.failure;
        }
        try {
            write(delivery, writer(target));
        } catch (LeatException e) {
            // An attempt may take longer than the pause after it.
            target.failed(e, engine.waits().instant());
            return Optional.of(e);
        }
        target.succeeded();
        FaultPoint.DELIVERED.reach();
        log.remove(delivery);
        return Optional.empty();
    }

    private SinkWriter writer(Target target) throws SQLException {
        if (target.writer.isEmpty()) {
            target.writer = Optional.of(writers.open(
                    target.sink, SchemaJson.read(target.columns), engine.log().identity()));
        }
        return target.writer.get();
    }

    private void write(Delivery delivery, SinkWriter writer) throws SQLException {
        CommitStamp commit = engine.log().stamp(delivery.commit());
        String sql = "SELECT * FROM " + delivery.table();
        try (QueryResult rows = new DuckDbResult(engine, SchemaJson.read(delivery.columns()), evaluation -> sql)) {
            writer.write(commit, rows);
        }
    }

    /** What is to be delivered. */
    List<Delivery> pending() {
        try {
            return new DeliveryLog(engine.database()).pending();
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "list what is to be delivered");
        }
    }

    /** Why a sink did not take what it was given last. */
    Optional<LeatException> failure(String sink) {
        return Optional.ofNullable(targets.get(sink)).flatMap(target -> target.failure);
    }

    @Override
    public void close() {
        targets.values().forEach(Target::close);
        targets.clear();
    }
}
