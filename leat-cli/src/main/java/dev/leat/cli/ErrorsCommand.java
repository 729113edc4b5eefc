package dev.leat.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import dev.leat.spi.RejectedRecord;
import dev.leat.spi.StoredDataset;
import dev.leat.sql.project.CompiledProject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the records that were not accepted. */
@Command(
        name = "errors",
        description = "Lists the records of sources that were not accepted: reason, position, content.",
        mixinStandardHelpOptions = true)
final class ErrorsCommand implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of("commit", "reader", "source", "kind", "reason", "part", "position", "raw");

    /** The forms of the list. */
    enum Format {
        table,
        csv,
        json
    }

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private SparkOptions spark = new SparkOptions();

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME",
            description = "Sources, and datasets that read them (default: all).")
    private List<String> names = List.of();

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: table).")
    private Format format = Format.table;

    @Option(names = "--limit", paramLabel = "N", description = "List no more than N records (default: all).")
    private long limit = Long.MAX_VALUE;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (limit < 0) {
            throw new LeatException(ErrorCode.USAGE, "--limit is not negative");
        }
        OpenProject project = options.open();
        CompiledProject compiled = project.load();
        Pipeline pipeline = compiled.pipeline().orElseGet(() -> StoredResults.pipeline(List.of(), compiled.settings()));
        try (Results results = new ResultsOfProject(project, spark, spec).existing(compiled.settings())) {
            WrittenNames written = new WrittenNames(compiled.pipeline());
            requireKnown(results, written);
            ResultWriter writer = switch (format) {
                case table -> ResultWriter.TABLE;
                case csv -> ResultWriter.CSV;
                case json -> ResultWriter.JSON;
            };
            writer.write(
                    COLUMNS,
                    taker -> forEach(results, pipeline, written, taker),
                    spec.commandLine().getOut());
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** Names of the project's, or of results that it does not have any more. */
    private void requireKnown(Results results, WrittenNames written) {
        List<String> others =
                names.stream().filter(name -> !written.isKnown(name)).toList();
        List<StoredDataset> stored = others.isEmpty() ? List.of() : results.datasets();
        for (String name : others) {
            boolean hasResults = stored.stream()
                    .anyMatch(dataset -> dataset.name().simpleName().equalsIgnoreCase(name));
            if (!hasResults) {
                written.require(name);
            }
        }
    }

    private long forEach(Results results, Pipeline pipeline, WrittenNames written, ResultWriter.RowTaker taker) {
        long[] count = {0};
        results.forEachRejected(pipeline, record -> {
            if (count[0] == limit) {
                return false;
            }
            if (isAskedFor(record, written)) {
                count[0]++;
                taker.take(
                        format == Format.json
                                ? List.of(Optional.of(json(record, written)))
                                : values(record, written).stream()
                                        .map(Optional::of)
                                        .toList());
            }
            return true;
        });
        return count[0];
    }

    private boolean isAskedFor(RejectedRecord record, WrittenNames written) {
        return names.isEmpty()
                || names.stream()
                        .anyMatch(name ->
                                written.isNamed(name, record.source()) || written.isNamed(name, record.reader()));
    }

    private static List<String> values(RejectedRecord record, WrittenNames written) {
        return List.of(
                Long.toString(record.commit()),
                written.find(record.reader()),
                written.find(record.source()),
                record.kind(),
                record.record().reason(),
                record.record().path(),
                Long.toString(record.record().position()),
                text(record.record().raw()));
    }

    private static String json(RejectedRecord record, WrittenNames written) {
        List<String> values = values(record, written);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < COLUMNS.size(); i++) {
            object.put(COLUMNS.get(i), values.get(i));
        }
        object.put("commit", record.commit());
        object.put("position", record.record().position());
        return object.toString();
    }

    /** The bytes as text, or in hexadecimal digits where they are none. */
    private static String text(byte[] raw) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException e) {
            return "0x" + HexFormat.of().formatHex(raw);
        }
    }
}
