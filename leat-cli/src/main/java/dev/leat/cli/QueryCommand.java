package dev.leat.cli;

import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.TextColumns;
import dev.leat.spi.Engine;
import dev.leat.spi.QueryResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers a query over the results of a project. */
@Command(
        name = "query",
        description = "Answers a query over the results of a project.",
        mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
    /** The forms of a result. */
    enum Format {
        table,
        csv,
        json,
        parquet
    }

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Parameters(index = "1", paramLabel = "SQL", description = "A SELECT, or - to read it from standard input.")
    private String sql = "";

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: table).")
    private Format format = Format.table;

    @Option(names = "--output", paramLabel = "FILE", description = "Where the result goes (default: standard output).")
    private Optional<Path> output = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (format == Format.parquet && output.isEmpty()) {
            throw new LeatException(ErrorCode.USAGE, "A Parquet result needs a file; add --output FILE");
        }
        Optional<OutputFile> file = output.map(OutputFile::new);
        String text = sql.equals("-") ? standardInput() : sql;
        OpenProject project = options.open();
        Pipeline pipeline = project.requireWith(text);
        Plan plan = query(pipeline);
        try (Engine engine = readsDatasets(plan, pipeline) ? project.existingEngine() : project.transientEngine()) {
            if (file.isPresent()) {
                write(engine, pipeline, plan, file.get());
            } else {
                print(engine, pipeline, plan, spec.commandLine().getOut());
            }
        }
        return 0;
    }

    private static String standardInput() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(System.in.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LeatException(ErrorCode.USAGE, "The query on standard input is not valid UTF-8; convert it", e);
        } catch (IOException e) {
            throw FileErrors.convert(e, "read the query from standard input");
        }
    }

    private static Plan query(Pipeline pipeline) {
        for (Dataset dataset : pipeline.datasets()) {
            if (dataset instanceof Dataset.TemporaryView view && view.name().equals(OpenProject.QUERY)) {
                return view.query();
            }
        }
        throw new LeatException(ErrorCode.INTERNAL, "The query is not in the pipeline it was compiled with");
    }

    /** Whether the answer depends on results of a run; a query of files alone does not. */
    private static boolean readsDatasets(Plan plan, Pipeline pipeline) {
        Set<String> sources = new HashSet<>();
        pipeline.sources().forEach(source -> sources.add(source.name().key()));
        return Plans.nodes(plan).stream()
                .anyMatch(node -> node instanceof Plan.Scan scan
                        && !sources.contains(scan.relation().key()));
    }

    private void write(Engine engine, Pipeline pipeline, Plan plan, OutputFile file) {
        if (format == Format.parquet) {
            file.write(part -> engine.exportParquet(pipeline, plan, part));
        } else {
            file.writeText(out -> print(engine, pipeline, plan, out));
        }
    }

    private void print(Engine engine, Pipeline pipeline, Plan plan, PrintWriter out) {
        List<String> names = plan.output().stream().map(Column::name).toList();
        Plan text = format == Format.json ? TextColumns.json(plan) : TextColumns.cast(plan);
        try (QueryResult result = engine.query(pipeline, text)) {
            writer().write(names, result, out);
        }
        out.flush();
    }

    private ResultWriter writer() {
        return switch (format) {
            case table -> ResultWriter.TABLE;
            case csv -> ResultWriter.CSV;
            case json, parquet -> ResultWriter.JSON;
        };
    }
}
