package dev.leat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.ErrorOwner;
import dev.leat.error.LeatException;
import dev.leat.json.PipelineJson;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.plan.RelationName;
import dev.leat.run.RunEventReader;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.spi.Outcome;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Runs a compiled project as an application of Spark, in a process of its own, and shows what that tells of the run. What Spark logs goes to
 * a file beside the state.
 */
final class SparkRun implements RunEventReader.Hearer {
    /** Where plans and logs are, in the folder of the state. */
    static final String FOLDER = "spark";

    private static final String PLAN = "plan.json";

    private final SparkOptions options;
    private final SparkProcess process;
    private final RunListener listener;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Problems problems;
    private final String name;
    private final Map<RelationName, String> told = new HashMap<>();
    private Optional<Integer> exitCode = Optional.empty();
    private Optional<MoveProgress> moves = Optional.empty();
    private Optional<Answer> answer = Optional.empty();
    private boolean isAnswered;
    private Optional<String> application = Optional.empty();

    /**
     * What is asked of the application.
     *
     * @param taker of the parts of its answer, until there are enough
     * @param failure is told why there is none
     */
    private record Answer(Predicate<JsonNode> taker, Consumer<List<Diagnostic>> failure) {}

    /**
     * A run.
     *
     * @param folder for the plan and logs
     * @param name of the log, which no other has
     */
    SparkRun(
            SparkOptions options,
            Path folder,
            String name,
            RunListener listener,
            PrintWriter out,
            PrintWriter err,
            Problems problems) {
        this.options = options;
        this.process = new SparkProcess(folder, name);
        this.name = name;
        this.listener = listener;
        this.out = out;
        this.err = err;
        this.problems = problems;
    }

    /** Tells of tables that move, too. */
    SparkRun telling(MoveProgress progress) {
        moves = Optional.of(progress);
        return this;
    }

    /** Gives on what the application answers, and why it does not, in place of telling it. */
    SparkRun answering(Predicate<JsonNode> taker, Consumer<List<Diagnostic>> failure) {
        answer = Optional.of(new Answer(taker, failure));
        return this;
    }

    /**
     * Runs.
     *
     * @param arguments of the application, beside the plan and the warehouse
     * @return the exit code
     */
    int run(Pipeline pipeline, Path state, SparkHome spark, List<String> arguments) {
        Settings settings = pipeline.settings();
        boolean isRemote = options.isDriverInCluster(settings);
        // Others may ask at the same time.
        Path plan = process.write(answer.isPresent() ? name + "." + PLAN : PLAN, PipelineJson.write(pipeline));
        String warehouse = options.warehouse(settings, state);
        Submission submission = new Submission(spark, options.master(settings), configuration());
        if (isRemote) {
            String run = name + "-" + UUID.randomUUID();
            return await(submission.remote(run, plan, warehouse, arguments), submission.master());
        }
        List<String> application =
                new ArrayList<>(List.of("--plan", plan.toString(), "--warehouse", warehouse, "--attached"));
        application.addAll(arguments);
        try {
            return await(submission.here(application), submission.master());
        } finally {
            if (answer.isPresent()) {
                process.remove(plan);
            }
        }
    }

    /** What answers a question ends before somebody could look at its pages. */
    private Map<String, String> configuration() {
        Map<String, String> all =
                new LinkedHashMap<>(answer.isPresent() ? Map.of("spark.ui.enabled", "false") : Map.of());
        all.putAll(options.configuration());
        return all;
    }

    private int await(List<String> command, String master) {
        RunEventReader events = new RunEventReader(this);
        OptionalInt code = process.run(command, master, line -> {
            if (!events.read(line)) {
                err.println(line);
            }
            return !isAnswered;
        });
        return code.isEmpty() ? 0 : exitCode.orElseGet(() -> tellUnexplained(code.getAsInt()));
    }

    /** The application has ended without a word: what Spark logged may tell why. */
    private int tellUnexplained(int code) {
        List<String> errors = process.firstErrors();
        fail(List.of(Diagnostic.of(
                ErrorCode.IO,
                "Spark's application ended with " + code + " before it could tell why. Its log is " + process.log()
                        + ofDriver() + (errors.isEmpty() ? "" : ":\n  " + String.join("\n  ", errors)))));
        return ErrorCode.IO.owner().exitCode();
    }

    @Override
    public void started(RelationName name, int index, int count) {
        listener.started(name, index, count);
    }

    @Override
    public void ended(Outcome outcome) {
        listener.ended(outcome);
    }

    @Override
    public void committed(RunReport report, Duration duration) {
        err.println("commit " + report.commit() + ": "
                + report.outcomes().stream()
                        .filter(outcome -> outcome.result().isPresent())
                        .map(outcome -> outcome.name().simpleName() + " "
                                + RunTable.word(outcome.result().get().extent()))
                        .collect(Collectors.joining(", "))
                + " in " + duration.toMillis() + " ms");
        report.outcomes().forEach(outcome -> outcome.problems().forEach(problems::tell));
    }

    @Override
    public void finished(RunReport report) {
        RunTable.print(report, out);
        report.undelivered().values().forEach(problem -> problems.tellAll(problem.diagnostics()));
        exitCode = Optional.of(
                report.failure().map(code -> code.owner().exitCode()).orElse(0));
    }

    @Override
    public void retrying(List<Diagnostic> found, Duration after) {
        found.forEach(problems::tell);
        err.println("trying again in " + after.toMillis() + " ms");
    }

    @Override
    public void undelivered(Map<RelationName, LeatException> found) {
        found.forEach((sink, problem) -> {
            String text = WatchConsole.undelivered(sink, problem);
            if (!text.equals(told.put(sink, text))) {
                err.println("warning: " + text);
            }
        });
    }

    @Override
    public void printed(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public void broken(List<Diagnostic> found) {
        exitCode = Optional.of(fail(found));
        boolean isUsers = found.stream().allMatch(problem -> problem.code().owner() == ErrorOwner.USER);
        if (answer.isEmpty() || !isUsers) {
            err.println("Spark's log is " + process.log() + ofDriver());
        }
    }

    /** The exit code. */
    private int fail(List<Diagnostic> found) {
        answer.ifPresent(asked -> asked.failure().accept(found));
        return answer.isPresent() ? ErrorCode.IO.owner().exitCode() : problems.tellAll(found);
    }

    @Override
    public void answered(JsonNode part) {
        isAnswered |= answer.filter(asked -> !asked.taker().test(part)).isPresent();
    }

    /** Where the log of a driver somewhere in the cluster is. */
    private String ofDriver() {
        return application
                .map(name -> "; that of the driver is the cluster's, of the application " + name
                        + (name.startsWith("application_") ? ": yarn logs -applicationId " + name : ""))
                .orElse("");
    }

    @Override
    public void moved(String step, String table, long rows, long bytes) {
        moves.ifPresent(progress -> progress.moved(step, table, rows, bytes));
    }

    @Override
    public void leftBehind(String table) {
        moves.ifPresent(progress -> progress.leftBehind(table));
    }

    @Override
    public void done() {
        exitCode = Optional.of(0);
    }

    @Override
    public void submitted(String name) {
        application = Optional.of(name);
    }

    @Override
    public void over(int code) {
        exitCode = Optional.of(exitCode.orElse(code));
    }

    @Override
    public void defect(String trace) {
        err.println(trace);
        err.println("This is a defect of " + Version.text() + ". Please report it with the lines above.");
    }
}
