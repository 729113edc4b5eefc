package dev.leat.cli;

import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
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

    @Mixin
    private SparkOptions spark = new SparkOptions();

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
        ResultsOfProject results = new ResultsOfProject(options.open(), spark, spec);
        Pipeline pipeline = results.project().requireWith(text, results::stored);
        try (Results found = results.forQuery(pipeline)) {
            if (file.isPresent()) {
                write(found, pipeline, file.get());
            } else {
                found.print(pipeline, writer(), spec.commandLine().getOut());
                spec.commandLine().getOut().flush();
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

    private void write(Results results, Pipeline pipeline, OutputFile file) {
        if (format == Format.parquet) {
            file.write(part -> results.exportParquet(pipeline, part));
        } else {
            file.writeText(out -> results.print(pipeline, writer(), out));
        }
    }

    private ResultWriter writer() {
        return switch (format) {
            case table -> ResultWriter.TABLE;
            case csv -> ResultWriter.CSV;
            case json, parquet -> ResultWriter.JSON;
        };
    }
}
