package dev.leat.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Sink;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Description;
import dev.leat.spi.Engine;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.Outcome;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.QueryResult;
import dev.leat.spi.RefreshResult;
import dev.leat.spi.RejectedRecord;
import dev.leat.spi.SourceProgress;
import dev.leat.spi.StoredDataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class TestPipelineRunner {
    private final List<String> events = new ArrayList<>();

    /** An engine whose refreshes give no rows, or fail as told. */
    private final class TellingEngine implements Engine, Commit {
        private final Map<String, LeatException> failures;

        TellingEngine(Map<String, LeatException> failures) {
            this.failures = failures;
        }

        @Override
        public Commit begin(Pipeline pipeline, CommitTerms terms) {
            return this;
        }

        @Override
        public long number() {
            return 1;
        }

        @Override
        public RefreshResult refresh(Dataset dataset) {
            Optional<LeatException> failure =
                    Optional.ofNullable(failures.get(dataset.name().simpleName()));
            if (failure.isPresent()) {
                throw failure.get();
            }
            return new RefreshResult(RefreshResult.Extent.WHOLE, 0, 0, Map.of());
        }

        @Override
        public RefreshResult write(Sink sink) {
            return new RefreshResult(RefreshResult.Extent.WHOLE, 0, 0, Map.of());
        }

        @Override
        public void publish(List<Outcome> outcomes) {
            events.add("publish");
        }

        @Override
        public Map<String, SourceProgress> progress() {
            return Map.of();
        }

        @Override
        public void close() {
            events.add("close");
        }

        @Override
        public QueryResult query(Pipeline pipeline, Plan plan) {
            throw new UnsupportedOperationException("a run does not query");
        }

        @Override
        public void exportParquet(Pipeline pipeline, Plan plan, Path file) {
            throw new UnsupportedOperationException("a run does not export");
        }

        @Override
        public Map<RelationName, LeatException> deliver(Pipeline pipeline) {
            return Map.of();
        }

        @Override
        public long undelivered(Pipeline pipeline) {
            return 0;
        }

        @Override
        public String inputs(Pipeline pipeline, CommitTerms terms) {
            throw new UnsupportedOperationException("a run does not wait");
        }

        @Override
        public List<PlannedRefresh> plan(Pipeline pipeline) {
            throw new UnsupportedOperationException("a run does not plan");
        }

        @Override
        public EngineStatus status(Pipeline pipeline) {
            throw new UnsupportedOperationException("a run needs no status");
        }

        @Override
        public void forEachRejected(Predicate<RejectedRecord> taker) {
            throw new UnsupportedOperationException("a run lists no rejected records");
        }

        @Override
        public List<StoredDataset> datasets() {
            return List.of();
        }

        @Override
        public Description describe(Pipeline pipeline, Plan plan) {
            throw new UnsupportedOperationException("a run does not describe");
        }
    }

    private final class Listener implements RunListener {
        @Override
        public void started(RelationName name, int index, int count) {}

        @Override
        public void failed(RelationName name, LeatException failure) {
            events.add(name.simpleName() + " failed: " + failure.getCause());
        }

        @Override
        public void ended(Outcome outcome) {
            events.add(outcome.name().simpleName() + " " + outcome.status());
        }
    }

    private RunReport run(Map<String, LeatException> failures) {
        List<Dataset> datasets =
                List.of(view("a", Optional.empty()), view("b", Optional.of("a")), view("c", Optional.empty()));
        Pipeline pipeline = new Pipeline("p", new Settings("UTC", Map.of()), List.of(), datasets, List.of(), List.of());
        return new PipelineRunner(new TellingEngine(failures), new Listener())
                .run(pipeline, Selection.all(), CommitTerms.DEFAULT);
    }

    private static Dataset view(String name, Optional<String> reads) {
        Plan plan = reads.<Plan>map(
                        read -> new Plan.Scan(RelationName.of(read), Plan.ScanMode.TABLE, List.of(), List.of()))
                .orElse(new Plan.Values(List.of(), List.of(List.of())));
        return new Dataset.MaterializedView(
                RelationName.of(name),
                List.of(),
                new Dataset.Attributes(Optional.empty(), Map.of(), List.of(), List.of()),
                plan,
                new SourcePosition("p.sql", 1, 1, 1));
    }

    @Test
    void causeOfAFailureIsToldAndWhatReadsTheDatasetIsSkipped() {
        RunReport report = run(Map.of(
                "a", new LeatException(ErrorCode.INTERNAL, "Broken invariant", new IllegalStateException("odd"))));
        assertThat(events)
                .containsExactly(
                        "a failed: java.lang.IllegalStateException: odd",
                        "a FAILED",
                        "b SKIPPED",
                        "c REFRESHED",
                        "publish",
                        "close");
        assertThat(report.failure()).contains(ErrorCode.INTERNAL);
    }

    @Test
    void fullDiskEndsTheRunAndPublishesNothing() {
        assertThatThrownBy(() -> run(Map.of("c", new LeatException(ErrorCode.DISK_FULL, "Cannot refresh c"))))
                .isInstanceOf(LeatException.class)
                .hasMessage("Cannot refresh c");
        assertThat(events).containsExactly("a REFRESHED", "b REFRESHED", "close");
    }
}
