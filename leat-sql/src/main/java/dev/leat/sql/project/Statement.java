package dev.leat.sql.project;

import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Dataset.Attributes;
import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** A statement as parsed; names are as written. */
sealed interface Statement {
    StatementText text();

    <R> R accept(Visitor<R> visitor);

    /** A name as written, in one to three parts. */
    record Name(List<String> parts, SourcePosition position) {
        public Name {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return String.join(".", parts);
        }
    }

    /** A declared column. */
    record DeclaredColumn(Field field, SourcePosition position) {}

    /** What is declared of a table beside its query. */
    record TableSpec(
            List<DeclaredColumn> columns,
            Attributes attributes,
            SourcePosition layoutPosition,
            List<DeclaredExpectation> expectations) {
        public TableSpec {
            columns = List.copyOf(columns);
            expectations = List.copyOf(expectations);
        }
    }

    /**
     * CREATE STREAMING TABLE, with or without a query.
     *
     * @param capture if the query gives changes by key
     */
    record CreateStreamingTable(
            StatementText text, Name name, TableSpec spec, Optional<LogicalPlan> query, Optional<ChangeCapture> capture)
            implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** CREATE MATERIALIZED VIEW. */
    record CreateMaterializedView(StatementText text, Name name, TableSpec spec, LogicalPlan query)
            implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** CREATE TEMPORARY VIEW. */
    record CreateTemporaryView(StatementText text, Name name, LogicalPlan query) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** How an INSERT matches columns. */
    enum Matching {
        BY_NAME,
        BY_POSITION
    }

    /**
     * CREATE FLOW … AS INSERT INTO, or AS AUTO CDC INTO.
     *
     * @param capture if the query gives changes by key
     */
    record CreateFlow(
            StatementText text,
            Name name,
            Name target,
            Matching matching,
            LogicalPlan query,
            Optional<ChangeCapture> capture)
            implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** CREATE TABLE … USING. */
    record CreateSource(
            StatementText text,
            Name name,
            String format,
            Map<String, String> options,
            Optional<String> path,
            List<DeclaredColumn> columns)
            implements Statement {
        public CreateSource {
            options = Map.copyOf(options);
            columns = List.copyOf(columns);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** CREATE SINK … USING. */
    record CreateSink(StatementText text, Name name, String format, Map<String, String> options, Optional<String> path)
            implements Statement {
        public CreateSink {
            options = Map.copyOf(options);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** SET key = value. */
    record SetConfiguration(StatementText text, String key, String value) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** USE SCHEMA name: later unqualified names of the same file are in that schema. */
    record UseSchema(StatementText text, List<String> parts) implements Statement {
        public UseSchema {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** SET CATALOG name. */
    record SetCatalog(StatementText text, String name) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** One method per kind of statement. */
    interface Visitor<R> {
        R visit(CreateStreamingTable statement);

        R visit(CreateMaterializedView statement);

        R visit(CreateTemporaryView statement);

        R visit(CreateFlow statement);

        R visit(CreateSource statement);

        R visit(CreateSink statement);

        R visit(SetConfiguration statement);

        R visit(UseSchema statement);

        R visit(SetCatalog statement);
    }
}
