package dev.leat.sql.project;

import dev.leat.plan.RelationName;
import dev.leat.sql.analysis.Relation;
import dev.leat.sql.analysis.RelationCatalog;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The relations whose columns are known so far, for Spark's analyzer. It asks for streams with full names only, so the
 * temporary views that the query at hand reads as streams stand in for the tables of their full names. Not thread-safe.
 */
final class ProjectRelations implements RelationCatalog {
    private final Map<String, Relation> relations = new HashMap<>();
    private final Map<String, Relation> hiding = new HashMap<>();

    void add(Relation relation) {
        relations.put(relation.name().key(), relation);
    }

    boolean has(RelationName name) {
        return relations.containsKey(name.key());
    }

    /** Until the next call, these names stand for other relations. */
    void hide(Map<RelationName, RelationName> names) {
        hiding.clear();
        names.forEach((hidden, meant) -> Optional.ofNullable(relations.get(meant.key()))
                .ifPresent(relation -> hiding.put(hidden.key(), relation)));
    }

    @Override
    public Optional<Relation> find(RelationName name) {
        return Optional.ofNullable(hiding.get(name.key())).or(() -> Optional.ofNullable(relations.get(name.key())));
    }

    @Override
    public Optional<Relation> findView(String name) {
        return Optional.ofNullable(relations.get(RelationName.of(name).key()));
    }

    @Override
    public Optional<Relation> findFile(String format, String path) {
        return Optional.ofNullable(relations.get(RelationName.of(format, path).key()));
    }
}
