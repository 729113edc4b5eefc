package dev.leat.spark;

import dev.leat.incremental.PreparedPipeline;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.plan.ResultColumns;
import dev.leat.reading.ReadingEnd;
import dev.leat.spark.read.SparkSource;
import dev.leat.spark.read.SparkSources;
import dev.leat.spark.read.SparkTypes;
import dev.leat.spark.store.TableVersion;
import dev.leat.spark.store.WarehouseState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a query reads, as SQL: results as of one commit, and sources as they are. */
final class QueriedRelations {
    private final StoredRelations stored;
    private final CommitInputs inputs;
    private final Plan plan;
    private final Views views;
    private final Map<String, TableVersion> tables = new LinkedHashMap<>();

    QueriedRelations(WarehouseState state, Pipeline pipeline, SparkSources sources, Plan plan, Views views) {
        this.stored = new StoredRelations(state);
        this.inputs = new CommitInputs(sources, state, new PreparedPipeline(pipeline), ReadingEnd.ofQuery());
        this.plan = plan;
        this.views = views;
    }

    /** What a plan reads under a name, as SQL of a relation. */
    String find(RelationName name) {
        return inputs.source(name).map(this::source).orElseGet(() -> result(name));
    }

    private String source(Source source) {
        Set<String> asked = InputChanges.fields(plan, source.name());
        SparkSource opened = inputs.opened(source, asked);
        return views.name(SourceRows.read(opened, opened.all(), source, asked));
    }

    private String result(RelationName name) {
        StoredRelations.Stored result = stored.find(name).orElseThrow(() -> ResultColumns.notComputed(name));
        TableVersion version = result.version().orElseThrow(() -> ResultColumns.notComputed(name));
        for (Plan node : Plans.nodes(plan)) {
            if (node instanceof Plan.Scan scan && scan.relation().key().equals(name.key())) {
                ResultColumns.require(scan, result.columns(), SparkTypes::areStoredAlike);
            }
        }
        tables.put(result.table(), version);
        return SparkTables.relation(result.table(), version, result.columns());
    }

    /** The tables that were read so far, as they were read. */
    Map<String, TableVersion> tables() {
        return Map.copyOf(tables);
    }
}
