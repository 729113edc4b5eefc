package dev.leat.conformance.realdata;

import dev.leat.conformance.oracle.EngineValues;
import dev.leat.conformance.oracle.Value;
import dev.leat.connect.kafka.KafkaReaders;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.TopicFormat;
import dev.leat.plan.Plan;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.Outcome;
import dev.leat.spi.QueryResult;
import dev.leat.spi.RejectedRecord;
import dev.leat.spi.SourceReaders;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.project.QueryCompiler;
import dev.leat.sql.read.SparkFileReaders;
import dev.leat.sql.read.SparkRecordParsers;
import dev.leat.testkit.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A project that is brought up to date commit by commit while its sources grow. Its clock stands still but for
 * {@link #pass}, so that which parts of a source are idle does not depend on the machine's speed.
 */
final class FollowedProject implements AutoCloseable {
    private final Path folder;
    private final KafkaReaders topics = new KafkaReaders(new SparkRecordParsers());
    private final SourceReaders readers = source ->
            source.format().equals(TopicFormat.NAME) ? topics.open(source) : new SparkFileReaders().open(source);
    private final SteppedClock clock = new SteppedClock();
    private final Pipeline pipeline;
    private final QueryCompiler queries;
    private final Map<String, Plan> plans = new HashMap<>();
    private DuckDbEngine engine;

    /** Writes the definitions into a folder, to which the paths in them are relative. */
    FollowedProject(Path folder, String sql) throws IOException {
        this.folder = folder;
        Path file = Files.writeString(folder.resolve("p.sql"), sql);
        this.pipeline = new ProjectCompiler(readers)
                .compile(ProjectTexts.read(ProjectLocation.of(file)))
                .require();
        this.queries = new QueryCompiler(pipeline, folder, readers);
        this.engine = open();
    }

    private DuckDbEngine open() {
        DuckDbEngine.Code code =
                new DuckDbEngine.Code(new SparkEvaluatorFactory(), readers, clock, FunctionTable.STANDARD);
        return DuckDbEngine.open(EngineOptions.at(folder.resolve(".leat/p")), code);
    }

    /** Lets time pass. */
    void pass(Duration time) {
        clock.step(time);
    }

    /** Closes the state and opens it again, as two runs of the command do. */
    void reopen() {
        engine.close();
        engine = open();
    }

    /** Brings all datasets up to date in one commit. */
    void commit() {
        commit(CommitTerms.DEFAULT);
    }

    /** Computes all datasets anew, from all that there is, in one commit. */
    void commitAnew() {
        commit(CommitTerms.on(CommitTerms.Basis.NOTHING));
    }

    private void commit(CommitTerms terms) {
        RunReport report = new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), terms);
        for (Outcome outcome : report.outcomes()) {
            if (outcome.status() != Outcome.Status.REFRESHED) {
                throw new IllegalStateException("commit " + report.commit() + ": " + outcome.name() + " is "
                        + outcome.status() + " " + outcome.problems());
            }
        }
    }

    /** The rows of a query, each as its values with commas between them. */
    List<String> rows(String sql) {
        Plan plan = plans.computeIfAbsent(sql, text -> queries.compile(text).plan());
        try (QueryResult result = engine.query(pipeline, plan)) {
            return EngineValues.read(result).rows().stream()
                    .map(row -> row.stream().map(Value::toString).collect(Collectors.joining(",")))
                    .toList();
        }
    }

    /** The records that were not accepted. */
    List<RejectedRecord> rejected() {
        List<RejectedRecord> rejected = new ArrayList<>();
        engine.forEachRejected(rejected::add);
        return rejected;
    }

    /** How far everything has come. */
    EngineStatus status() {
        return engine.status(pipeline);
    }

    @Override
    public void close() {
        engine.close();
        topics.close();
    }
}
