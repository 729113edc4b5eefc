package dev.leat.sql.project;

import dev.leat.error.SourcePosition;
import dev.leat.incremental.MaintainedQueries;
import dev.leat.incremental.MaintenanceDemand;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Dataset.Attributes;
import java.util.Map;
import java.util.Optional;

/** Holds each dataset to the upkeep that its property, or else the project, demands. */
final class DemandRules {
    private final MaintainedQueries queries;
    private final Optional<String> ofProject;
    private final Map<String, SourcePosition> places;
    private final Problems problems;

    /**
     * The rules of a project.
     *
     * @param places where datasets say their own demand, by the keys of their names
     */
    DemandRules(MaintainedQueries queries, Map<String, SourcePosition> places, Problems problems) {
        this.queries = queries;
        this.ofProject = Optional.ofNullable(
                queries.pipeline().settings().configuration().get(MaintenanceDemand.KEY));
        this.places = places;
        this.problems = problems;
    }

    void check() {
        for (Dataset dataset : queries.pipeline().datasets()) {
            attributes(dataset)
                    .flatMap(attributes -> Optional.ofNullable(
                                    attributes.properties().get(MaintenanceDemand.KEY))
                            .or(() -> ofProject))
                    .flatMap(MaintenanceDemand::find)
                    .flatMap(demand -> demand.check(
                            dataset, queries, places.getOrDefault(dataset.name().key(), dataset.position())))
                    .ifPresent(problems::add);
        }
    }

    private static Optional<Attributes> attributes(Dataset dataset) {
        return dataset.accept(new Dataset.Visitor<Optional<Attributes>>() {
            @Override
            public Optional<Attributes> visit(Dataset.StreamingTable table) {
                return Optional.of(table.attributes());
            }

            @Override
            public Optional<Attributes> visit(Dataset.MaterializedView view) {
                return Optional.of(view.attributes());
            }

            @Override
            public Optional<Attributes> visit(Dataset.TemporaryView view) {
                return Optional.empty();
            }
        });
    }
}
