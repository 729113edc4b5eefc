package dev.leat.spark.application;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.AskedQuery;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.Plan;
import dev.leat.plan.TextColumns;
import dev.leat.run.AnswerWriter;
import dev.leat.run.RunEventWriter;
import dev.leat.spark.SparkEngine;
import dev.leat.spi.QueryResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * What a command asks of a warehouse: {@code datasets}, {@code status}, {@code errors}, {@code plan}, or the rows of the {@link AskedQuery},
 * as {@code text}, as {@code json}, or into a file as {@code parquet}.
 *
 * @param path of the project, as the user has given it
 * @param file on the driver's machine
 */
record ReadStep(String name, String path, Optional<Path> file) implements Step {
    /** Reads {@code --read NAME --path PROJECT [--file FILE]}; absent for an application that runs or moves. */
    static Optional<ReadStep> parse(List<String> arguments) {
        return LeatApplication.Arguments.value(arguments, "--read")
                .map(name -> new ReadStep(
                        name,
                        LeatApplication.Arguments.value(arguments, "--path").orElse("PROJECT"),
                        LeatApplication.Arguments.value(arguments, "--file").map(Path::of)));
    }

    @Override
    public int run(SparkSession session, SparkEngine.Options options, Pipeline pipeline, RunEventWriter events) {
        try (SparkEngine engine = SparkEngine.openToRead(session, options)) {
            if (needsResults(pipeline) && !engine.hasState()) {
                throw new LeatException(
                        ErrorCode.PROJECT,
                        "The project has no results yet (there are none in " + options.warehouse()
                                + "); run it first: leat run " + path + " --engine spark");
            }
            switch (name) {
                case "datasets" -> events.datasets(engine.datasets());
                case "status" -> events.status(engine.status(pipeline));
                case "errors" -> new AnswerWriter(events).rejected(engine::forEachRejected);
                case "plan" -> events.plan(engine.plan(pipeline));
                case "text" -> rows(engine, pipeline, TextColumns.cast(AskedQuery.of(pipeline)), events);
                case "json" -> rows(engine, pipeline, TextColumns.json(AskedQuery.of(pipeline)), events);
                case "parquet" ->
                    engine.exportParquet(
                            pipeline,
                            AskedQuery.of(pipeline),
                            file.orElseThrow(() -> LeatApplication.Arguments.missing("--file")));
                default -> throw new LeatException(ErrorCode.USAGE, "There is no way " + name + " to read a warehouse");
            }
        }
        events.done();
        return 0;
    }

    private boolean needsResults(Pipeline pipeline) {
        return switch (name) {
            case "status", "errors" -> true;
            case "text", "json", "parquet" -> AskedQuery.readsDatasets(pipeline);
            default -> false;
        };
    }

    private static void rows(SparkEngine engine, Pipeline pipeline, Plan text, RunEventWriter events) {
        try (QueryResult result = engine.query(pipeline, text)) {
            new AnswerWriter(events).rows(result);
        }
    }
}
