package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.render.Relations;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names relations as the user does, whether they have been computed or not. */
final class DescribedRelations implements Relations {
    private final Map<String, Source> sources = new HashMap<>();
    private final Set<String> readers = new LinkedHashSet<>();

    DescribedRelations(Pipeline pipeline) {
        pipeline.sources().forEach(source -> sources.put(source.name().key(), source));
    }

    @Override
    public Relation find(Plan.Scan scan) {
        Source source = sources.get(scan.relation().key());
        if (source != null) {
            readers.add(source.name() + ": Spark's " + source.files().format() + " reader");
        }
        return new Relation(
                LiteralSql.identifier(scan.relation().toString()),
                scan.fields().stream().map(LiteralSql::identifier).toList());
    }

    List<String> readers() {
        return List.copyOf(readers);
    }
}
