package dev.leat.duckdb;

import dev.leat.duckdb.render.Evaluation;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.render.Relations;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.spi.SourceReaders;
import dev.leat.spi.SourceScan;
import dev.leat.type.Field;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names relations as the user does, whether they have been computed or not. */
final class DescribedRelations implements Relations {
    private final SourceReaders factory;
    private final Instant moment;
    private final Map<String, Source> sources = new HashMap<>();
    private final Set<String> readers = new LinkedHashSet<>();

    DescribedRelations(Pipeline pipeline, SourceReaders factory, Instant moment) {
        this.factory = factory;
        this.moment = moment;
        pipeline.sources().forEach(source -> sources.put(source.name().key(), source));
    }

    @Override
    public Relation find(Plan.Scan scan, Evaluation evaluation) {
        Source source = sources.get(scan.relation().key());
        if (source != null) {
            readers.add(source.name() + ": " + reader(source, scan.fields()));
        }
        return new Relation(
                LiteralSql.identifier(scan.relation().toString()),
                scan.fields().stream().map(LiteralSql::identifier).toList());
    }

    @Override
    public Instant moment() {
        return moment;
    }

    private String reader(Source source, List<String> fields) {
        try {
            SourceScan scan = factory.open(source.definition().withSchema(source.schema()));
            return scan.reader(fields.stream().map(field -> nameIn(scan, field)).toList());
        } catch (LeatException e) {
            return "cannot be read now: " + e.getMessage();
        }
    }

    private static String nameIn(SourceScan scan, String field) {
        return scan.schema().stream()
                .map(Field::name)
                .filter(field::equalsIgnoreCase)
                .findFirst()
                .orElse(field);
    }

    List<String> readers() {
        return List.copyOf(readers);
    }
}
