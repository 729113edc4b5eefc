package dev.leat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.error.Diagnostic;
import dev.leat.error.LeatException;
import dev.leat.pipeline.AskedQuery;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.run.AnswerJson;
import dev.leat.run.RunListener;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.RejectedRecord;
import dev.leat.spi.StoredDataset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;

/** The results in a warehouse, of which an application of Spark tells, one for each question. It is no writer of the warehouse. */
final class SparkResults implements Results {
    private static final String FOLDER = "read";

    private final OpenProject project;
    private final SparkOptions options;
    private final Settings settings;
    private final CommandSpec spec;

    SparkResults(OpenProject project, SparkOptions options, Settings settings, CommandSpec spec) {
        this.project = project;
        this.options = options;
        this.settings = settings;
        this.spec = spec;
    }

    @Override
    public List<StoredDataset> datasets() {
        List<StoredDataset> all = new ArrayList<>();
        ask(StoredResults.pipeline(List.of(), settings), List.of("datasets"), part -> {
            all.addAll(AnswerJson.datasets(part));
            return true;
        });
        return all;
    }

    @Override
    public EngineStatus status(Pipeline pipeline) {
        List<EngineStatus> found = new ArrayList<>();
        ask(pipeline, List.of("status"), part -> found.add(AnswerJson.status(part)));
        return found.get(0);
    }

    @Override
    public List<PlannedRefresh> plan(Pipeline pipeline) {
        List<PlannedRefresh> all = new ArrayList<>();
        ask(pipeline, List.of("plan"), part -> {
            all.addAll(AnswerJson.plan(part));
            return true;
        });
        return all;
    }

    @Override
    public void forEachRejected(Pipeline pipeline, Predicate<RejectedRecord> taker) {
        ask(
                pipeline,
                List.of("errors"),
                part -> AnswerJson.rejected(part).stream().allMatch(taker));
    }

    @Override
    public void print(Pipeline pipeline, ResultWriter writer, PrintWriter out) {
        String form = writer == ResultWriter.JSON ? "json" : "text";
        writer.write(
                ResultWriter.names(AskedQuery.of(pipeline)),
                taker -> {
                    long[] count = {0};
                    ask(pipeline, List.of(form), part -> {
                        for (List<Optional<String>> row : AnswerJson.rows(part)) {
                            taker.take(row);
                            count[0]++;
                        }
                        return !out.checkError();
                    });
                    return count[0];
                },
                out);
    }

    @Override
    public void exportParquet(Pipeline pipeline, Path file) {
        ask(pipeline, List.of("parquet", "--file", file.toString()), part -> true);
    }

    /** Starts the application, and takes the parts of its answer until there are enough. */
    private void ask(Pipeline pipeline, List<String> question, Predicate<JsonNode> taker) {
        List<String> arguments =
                new ArrayList<>(List.of("--path", project.path().toString(), "--read"));
        arguments.addAll(question);
        List<Diagnostic> problems = new ArrayList<>();
        SparkHome home = RunCommand.home(pipeline, options);
        SparkRun run = new SparkRun(
                options,
                project.state().resolve(SparkRun.FOLDER).resolve(FOLDER),
                RunCommand.LOG_NAME.format(Instant.now()) + "-"
                        + ProcessHandle.current().pid(),
                RunListener.SILENT,
                spec.commandLine().getOut(),
                spec.commandLine().getErr(),
                new Problems(spec.commandLine().getErr(), project::line));
        run.answering(taker, problems::addAll).run(pipeline, project.state(), home, arguments);
        if (!problems.isEmpty()) {
            throw new LeatException(problems);
        }
    }

    @Override
    public void close() {
        // Each application has ended with its answer.
    }
}
