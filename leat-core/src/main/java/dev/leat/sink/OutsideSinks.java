package dev.leat.sink;

import dev.leat.error.LeatException;
import dev.leat.fault.FaultPoint;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.plan.RelationName;
import dev.leat.spi.SinkWriter;
import dev.leat.spi.SinkWriters;
import dev.leat.type.Field;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Brings the rows of published commits to sinks outside, each sink's in the order of the commits. A sink that does not take
 * them is tried again after pauses that grow; the others get theirs. A commit whose rows may have arrived is given again, and a
 * writer that guarantees each row once knows it by its number. What waits for a sink that the project does not have at the moment
 * goes on waiting.
 */
public final class OutsideSinks implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Outbox outbox;
    private final SinkWriters writers;
    private final Clock waits;
    private final Map<String, Target> targets = new HashMap<>();

    /**
     * Sinks of one state.
     *
     * @param waits by which pauses are measured
     */
    public OutsideSinks(Outbox outbox, SinkWriters writers, Clock waits) {
        this.outbox = outbox;
        this.writers = writers;
        this.waits = waits;
    }

    /** Rows of a commit for a sink, by its key. */
    public record Waiting(long commit, String sink, List<Field> columns) {
        public Waiting {
            columns = List.copyOf(columns);
        }
    }

    /** Where rows wait that sinks have not got yet. */
    public interface Outbox {
        /** The identity of the state, which tells it apart from all others. */
        String identity();

        /** All that waits, in the order of the commits. */
        List<Waiting> pending();

        /** Gives the rows of a commit to a writer. */
        void write(Waiting waiting, SinkWriter writer);

        /** Forgets what a sink has got. */
        void remove(Waiting waiting);
    }

    /** A sink with its writer, and when it may be tried again after it has failed. */
    private static final class Target {
        private final Sink sink;
        private final List<Field> columns;
        private Optional<SinkWriter> writer = Optional.empty();
        private Duration pause = FIRST_PAUSE;
        private Instant notBefore = Instant.MIN;
        private Optional<LeatException> failure = Optional.empty();

        Target(Sink sink, List<Field> columns) {
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
    public Map<RelationName, LeatException> deliver(Pipeline pipeline) {
        Map<RelationName, LeatException> failures = new LinkedHashMap<>();
        for (Waiting waiting : outbox.pending()) {
            Optional<Sink> sink = pipeline.sinks().stream()
                    .filter(candidate -> candidate.name().key().equals(waiting.sink()))
                    .findFirst();
            if (sink.isPresent() && !failures.containsKey(sink.get().name())) {
                deliver(waiting, target(sink.get(), waiting))
                        .ifPresent(failure -> failures.put(sink.get().name(), failure));
            }
        }
        return failures;
    }

    private Target target(Sink sink, Waiting waiting) {
        Target known = targets.get(waiting.sink());
        if (known != null && known.sink.equals(sink) && known.columns.equals(waiting.columns())) {
            return known;
        }
        if (known != null) {
            known.close();
        }
        Target target = new Target(sink, waiting.columns());
        targets.put(waiting.sink(), target);
        return target;
    }

    private Optional<LeatException> deliver(Waiting waiting, Target target) {
        if (waits.instant().isBefore(target.notBefore)) {
            return target.failure;
        }
        try {
            if (target.writer.isEmpty()) {
                target.writer = Optional.of(writers.open(target.sink, target.columns, outbox.identity()));
            }
            outbox.write(waiting, target.writer.get());
        } catch (LeatException e) {
            // An attempt may take longer than the pause after it.
            target.failed(e, waits.instant());
            return Optional.of(e);
        }
        target.succeeded();
        FaultPoint.DELIVERED.reach();
        outbox.remove(waiting);
        return Optional.empty();
    }

    /** How many commits the sink of a pipeline that is furthest behind has not got yet. */
    public long undelivered(Pipeline pipeline) {
        Map<String, Long> pending =
                outbox.pending().stream().collect(Collectors.groupingBy(Waiting::sink, Collectors.counting()));
        return pipeline.sinks().stream()
                .mapToLong(sink -> pending.getOrDefault(sink.name().key(), 0L))
                .max()
                .orElse(0);
    }

    /** Why a sink did not take what it was given last. */
    public Optional<LeatException> failure(String sink) {
        return Optional.ofNullable(targets.get(sink)).flatMap(target -> target.failure);
    }

    @Override
    public void close() {
        targets.values().forEach(Target::close);
        targets.clear();
    }
}
