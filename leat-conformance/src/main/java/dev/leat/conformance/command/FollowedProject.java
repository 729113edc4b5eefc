package dev.leat.conformance.command;

import dev.leat.conformance.oracle.EngineValues;
import dev.leat.conformance.oracle.Value;
import dev.leat.connect.kafka.KafkaReaders;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.Database;
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
import dev.leat.testkit.ConservedState;
import dev.leat.testkit.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A project that is brought up to date commit by commit while its sources grow. Its clock stands still but for
 * {@link #pass}, so that which parts of a source are idle does not depend on the machine's speed.
 */
public final class FollowedProject implements AutoCloseable {
    private static final int THREADS = 2;

    private final Path state;
    private final KafkaReaders topics = new KafkaReaders(new SparkRecordParsers());
    private final SourceReaders readers = source ->
            source.format().equals(TopicFormat.NAME) ? topics.open(source) : new SparkFileReaders().open(source);
    private final SteppedClock clock = new SteppedClock();
    private final Pipeline pipeline;
    private final QueryCompiler queries;
    private final Map<String, Plan> plans = new HashMap<>();
    private DuckDbEngine engine;

    private FollowedProject(Path path, String state) throws IOException {
        ProjectLocation location = ProjectLocation.of(path);
        this.state = location.folder().resolve(state);
        this.pipeline = new ProjectCompiler(readers)
                .compile(ProjectTexts.read(location))
                .require();
        this.queries = new QueryCompiler(pipeline, location.folder(), readers);
        this.engine = open();
    }

    /** Opens the project of a folder that has a {@code spark-pipeline.yml}. */
    public static FollowedProject of(Path folder) throws IOException {
        return new FollowedProject(folder, ".leat");
    }

    /** Writes definitions into a folder, to which the paths in them are relative, as a project of the file {@code p.sql}. */
    public static FollowedProject of(Path folder, String sql) throws IOException {
        return new FollowedProject(Files.writeString(folder.resolve("p.sql"), sql), ".leat/p");
    }

    private DuckDbEngine open() {
        DuckDbEngine.Code code =
                new DuckDbEngine.Code(new SparkEvaluatorFactory(), readers, clock, FunctionTable.STANDARD);
        EngineOptions options = EngineOptions.at(state);
        return DuckDbEngine.open(new EngineOptions(options.state(), THREADS, options.memoryLimit()), code);
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        clock.step(time);
    }

    /** Closes the state and opens it again, as two runs of the command do. */
    public void reopen() {
        engine.close();
        engine = open();
    }

    /** Begins with an empty state. */
    public void beginAnew() throws IOException {
        engine.close();
        try {
            ConservedState.require(state.resolve(Database.FILE));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        engine = open();
    }

    /** Brings all datasets up to date in one commit. */
    public void commit() {
        commit(Selection.all(), CommitTerms.DEFAULT);
    }

    /** Brings the datasets and sinks of these names up to date in one commit. */
    public void commit(List<String> names) {
        commit(Selection.of(names, pipeline), CommitTerms.DEFAULT);
    }

    /** Computes all datasets anew, from all that there is, in one commit. */
    public void commitAnew() {
        commit(Selection.all(), CommitTerms.on(CommitTerms.Basis.NOTHING));
    }

    private void commit(Selection selection, CommitTerms terms) {
        RunReport report = new PipelineRunner(engine, RunListener.SILENT).run(pipeline, selection, terms);
        for (Outcome outcome : report.outcomes()) {
            if (outcome.status() != Outcome.Status.REFRESHED) {
                throw new IllegalStateException("commit " + report.commit() + ": " + outcome.name() + " is "
                        + outcome.status() + " " + outcome.problems());
            }
        }
    }

    /** The rows of a query, each as its values with commas between them. */
    public List<String> rows(String sql) {
        Plan plan = plans.computeIfAbsent(sql, text -> queries.compile(text).plan());
        try (QueryResult result = engine.query(pipeline, plan)) {
            return EngineValues.read(result).rows().stream()
                    .map(row -> row.stream().map(Value::toString).collect(Collectors.joining(",")))
                    .toList();
        }
    }

    /** The records that were not accepted. */
    public List<RejectedRecord> rejected() {
        List<RejectedRecord> rejected = new ArrayList<>();
        engine.forEachRejected(rejected::add);
        return rejected;
    }

    /** How far everything has come. */
    public EngineStatus status() {
        return engine.status(pipeline);
    }

    @Override
    public void close() {
        engine.close();
        topics.close();
    }
}
