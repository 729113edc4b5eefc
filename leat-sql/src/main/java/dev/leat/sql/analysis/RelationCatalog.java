package dev.leat.sql.analysis;

import dev.leat.plan.RelationName;
import java.util.Optional;

/** Answers which relations there are. Names are matched without regard to case. */
public interface RelationCatalog {
    /**
     * The relation of a name of three parts or more: catalog, schema (of one part or more), name. Parts that the query
     * left out are filled in from the {@link SqlSession}.
     */
    Optional<Relation> find(RelationName name);

    /** The temporary view of a name of one part, which hides the tables of that name. */
    default Optional<Relation> findView(String name) {
        return Optional.empty();
    }

    /** The file source written ``format.`path` `` in a query, with the schema its files have; empty if the format is unknown. */
    Optional<Relation> findFile(String format, String path);
}
