package dev.leat.pipeline;

import dev.leat.error.SourcePosition;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table or view that the project defines. */
public sealed interface Dataset {
    /** The full name. */
    RelationName name();

    /** The columns. */
    List<Field> schema();

    /** Where it is defined. */
    SourcePosition position();

    /** What is demanded of its rows, in the order written; a view has none. */
    default List<Expectation> expectations() {
        return List.of();
    }

    /** Calls the visitor's method for this kind of dataset. */
    <R> R accept(Visitor<R> visitor);

    /** What the definition says beside the query. */
    record Attributes(
            Optional<String> comment,
            Map<String, String> properties,
            List<String> partitioning,
            List<String> clustering) {
        public Attributes {
            properties = Map.copyOf(properties);
            partitioning = List.copyOf(partitioning);
            clustering = List.copyOf(clustering);
        }
    }

    /** A table that grows by its flows; each input row is processed once. */
    record StreamingTable(
            RelationName name,
            List<Field> schema,
            Attributes attributes,
            List<Expectation> expectations,
            SourcePosition position)
            implements Dataset {
        public StreamingTable {
            schema = List.copyOf(schema);
            expectations = List.copyOf(expectations);
        }

        /** A table without expectations. */
        public StreamingTable(RelationName name, List<Field> schema, Attributes attributes, SourcePosition position) {
            this(name, schema, attributes, List.of(), position);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * A table that always equals its query, but for the rows that its expectations keep out. The plan's output columns are
     * the schema's, in order.
     */
    record MaterializedView(
            RelationName name,
            List<Field> schema,
            Attributes attributes,
            Plan query,
            List<Expectation> expectations,
            SourcePosition position)
            implements Dataset {
        public MaterializedView {
            schema = List.copyOf(schema);
            expectations = List.copyOf(expectations);
        }

        /** A view without expectations. */
        public MaterializedView(
                RelationName name, List<Field> schema, Attributes attributes, Plan query, SourcePosition position) {
            this(name, schema, attributes, query, List.of(), position);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** A named query, computed where it is used. */
    record TemporaryView(RelationName name, List<Field> schema, Plan query, SourcePosition position)
            implements Dataset {
        public TemporaryView {
            schema = List.copyOf(schema);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** One method per kind of dataset. */
    interface Visitor<R> {
        R visit(StreamingTable dataset);

        R visit(MaterializedView dataset);

        R visit(TemporaryView dataset);
    }
}
