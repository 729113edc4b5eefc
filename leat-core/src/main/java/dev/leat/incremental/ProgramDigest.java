package dev.leat.incremental;

import dev.leat.digest.Digests;
import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.pipeline.SourceOptions;
import dev.leat.plan.Fingerprint;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.type.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A digest of all that decides the content of a dataset but the data. */
public final class ProgramDigest {
    /** Raised when results or stored rows of the same program come out differently. */
    private static final int VERSION = 2;

    private static final String FLOWS = "/";

    private static final Set<String> BY_NAME = Set.of("json", "parquet");

    private ProgramDigest() {}

    /** A digest of a dataset with its judged query; the query's own leaves out the names of columns. */
    public static String of(Dataset dataset, Plan plan, Pipeline pipeline) {
        StringBuilder target = new StringBuilder(SchemaJson.write(dataset.schema()));
        for (Expectation expectation : dataset.expectations()) {
            target.append('\n').append(expectation.action()).append(expectation.name());
        }
        return of(target.toString(), plan, pipeline);
    }

    /**
     * The digests of a streaming table: of what its rows are kept with, and of its flows. Other flows take the records that come
     * from then on; the rows of those that came before stay.
     */
    public static String ofStream(Dataset dataset, Plan plan, Pipeline pipeline, Maintained maintained) {
        String all = of(dataset, plan, pipeline);
        String flows = maintained.hasWatermarks() ? Digests.sha256(all + " without late rows") : all;
        String kept = maintained.followsWithoutState()
                ? Digests.sha256(String.join("\n", datasetsOfStreams(plan, pipeline)))
                : flows;
        return kept + FLOWS + flows;
    }

    /** Of them only changes are known, so that one that was not read before cannot be followed from its first row on. */
    private static Set<String> datasetsOfStreams(Plan plan, Pipeline pipeline) {
        Set<String> read = new TreeSet<>();
        for (Plan node : Plans.nodes(plan)) {
            if (node instanceof Plan.Scan scan && scan.mode() == Plan.ScanMode.STREAM) {
                read.add(scan.relation().key());
            }
        }
        pipeline.sources().forEach(source -> read.remove(source.name().key()));
        return read;
    }

    /** Whether the rows of a streaming table of one program can be kept by another. */
    public static boolean keepsRows(String before, String now) {
        return before.split(FLOWS, -1)[0].equals(now.split(FLOWS, -1)[0]);
    }

    /** A digest of what an operator of a view computes; views in which it is the same have the same rows of it. */
    public static String of(Plan operator, Pipeline pipeline) {
        return of("", operator, pipeline);
    }

    /** A digest of what is written to a sink, and how, with the query whose rows are. */
    public static String of(Sink sink, Plan plan, Pipeline pipeline) {
        return of(target(sink), plan, pipeline);
    }

    /** A digest of where a sink's rows go, and how they are written there. */
    public static String of(Sink sink) {
        return Digests.sha256(target(sink));
    }

    private static String target(Sink sink) {
        return sink.format() + SinkOptions.decisive(sink);
    }

    private static String of(String target, Plan plan, Pipeline pipeline) {
        Set<String> read = new TreeSet<>();
        Map<String, Set<String>> fields = new HashMap<>();
        for (Plan node : Plans.nodes(plan)) {
            if (node instanceof Plan.Scan scan) {
                read.add(scan.relation().key() + scan.mode());
                fields.computeIfAbsent(scan.relation().key(), key -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER))
                        .addAll(scan.fields());
            }
        }
        StringBuilder text = new StringBuilder();
        text.append(VERSION)
                .append('\n')
                .append(target)
                .append('\n')
                .append(Fingerprint.of(plan).sha256())
                .append('\n');
        text.append(String.join("\n", read)).append('\n').append(settings(pipeline.settings()));
        for (Source source : pipeline.sources()) {
            Optional.ofNullable(fields.get(source.name().key()))
                    .ifPresent(found -> text.append('\n').append(source(source, found)));
        }
        return Digests.sha256(text.toString());
    }

    private static String source(Source source, Set<String> read) {
        return List.of(
                        source.name().key(),
                        source.definition().format(),
                        source.definition().paths(),
                        options(source.definition()),
                        settings(source.definition().settings()),
                        SchemaJson.write(decisive(source, read)))
                .toString();
    }

    /** Where records name their fields, those that are not read have no part in the others. */
    private static List<Field> decisive(Source source, Set<String> read) {
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(source.definition().options());
        boolean hasPlaces = !BY_NAME.contains(source.definition().format())
                && !SourceOptions.isAddingMode(options.get(SourceOptions.SCHEMA_EVOLUTION_MODE));
        return source.schema().stream()
                .filter(field -> hasPlaces || read.contains(field.name()))
                .toList();
    }

    private static Map<String, String> options(SourceDefinition source) {
        Map<String, String> options = new TreeMap<>(source.options());
        options.entrySet()
                .removeIf(option -> !SourceOptions.decideRows(source.format(), option.getKey(), option.getValue()));
        return options;
    }

    /** Leat's own settings are about how results are kept, not what they are. */
    private static String settings(Settings settings) {
        Map<String, String> decisive = new TreeMap<>(settings.configuration());
        decisive.keySet().removeIf(key -> key.startsWith(MaintenanceDemand.PREFIX));
        return settings.zone() + decisive;
    }
}
