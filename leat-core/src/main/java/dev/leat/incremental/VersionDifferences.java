package dev.leat.incremental;

import dev.leat.cluster.SparkVersion;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PlanPreparation;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.StructType;
import java.util.ArrayList;
import java.util.List;

/** What an earlier version of Spark reads otherwise, and is not refused, since data seldom has it. */
public final class VersionDifferences {
    private VersionDifferences() {}

    /** Those of a query, in words. */
    public static List<String> of(Pipeline pipeline, SparkVersion version, Plan query) {
        List<String> differences = new ArrayList<>();
        if (version.computesAsCompiled()) {
            return differences;
        }
        for (Plan node : Plans.nodes(new PlanPreparation(pipeline).prepare(query))) {
            if (node instanceof Plan.Scan scan) {
                pipeline.sources().stream()
                        .filter(source ->
                                source.name().key().equals(scan.relation().key()))
                        .filter(VersionDifferences::hasTextsOfJson)
                        .forEach(
                                source -> differences.add(
                                        "in columns of " + source.name().simpleName()
                                                + " that are texts, a number, list or object of JSON is written anew: 1.5 for 1.50, 100.0 for 1e2"));
            }
        }
        return differences.stream().distinct().toList();
    }

    private static boolean hasTextsOfJson(Source source) {
        return source.definition().format().equals("json")
                && source.schema().stream().anyMatch(column -> hasText(column.type()));
    }

    private static boolean hasText(DataType type) {
        if (type instanceof ArrayType array) {
            return hasText(array.element());
        }
        if (type instanceof MapType map) {
            return hasText(map.value());
        }
        if (type instanceof StructType struct) {
            return struct.fields().stream().anyMatch(field -> hasText(field.type()));
        }
        return type.isText();
    }
}
