package dev.leat.sql.project;

import dev.leat.error.SourcePosition;
import dev.leat.incremental.MaintenanceDemand;
import dev.leat.plan.RelationName;
import dev.leat.sql.project.Statement.Name;
import dev.leat.sql.project.Statement.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source, dataset or sink with the queries that fill it. */
final class Definition {
    private final RelationName name;
    private final Name written;
    private final String kind;
    private final @Nullable Statement statement;
    private final List<QueryDefinition> queries = new ArrayList<>();

    /** A definition that a statement makes. */
    Definition(RelationName name, Name written, Statement statement) {
        this.name = name;
        this.written = written;
        this.kind = statement.accept(KIND);
        this.statement = statement;
    }

    /** A definition of a compiled pipeline. */
    Definition(RelationName name, SourcePosition position, String kind) {
        this.name = name;
        this.written = new Name(name.parts(), position);
        this.kind = kind;
        this.statement = null;
    }

    RelationName name() {
        return name;
    }

    Name written() {
        return written;
    }

    /** The statement; there is none in a compiled pipeline. */
    Statement statement() {
        return Objects.requireNonNull(statement, "a definition of a project has a statement");
    }

    /** The constraints of a streaming table or materialized view. */
    List<DeclaredExpectation> expectations() {
        return spec().map(TableSpec::expectations).orElse(List.of());
    }

    /** Where a streaming table or materialized view demands an upkeep of its own. */
    Optional<SourcePosition> demandPlace() {
        return spec().filter(spec -> spec.attributes().properties().containsKey(MaintenanceDemand.KEY))
                .map(spec -> statement().text().findProperty(MaintenanceDemand.KEY));
    }

    private Optional<TableSpec> spec() {
        return statement instanceof Statement.CreateStreamingTable table
                ? Optional.of(table.spec())
                : statement instanceof Statement.CreateMaterializedView view
                        ? Optional.of(view.spec())
                        : Optional.empty();
    }

    List<QueryDefinition> queries() {
        return queries;
    }

    /** Whether rows are replaced and removed by their keys. */
    boolean isKeyed() {
        return queries.stream().anyMatch(query -> query.capture().isPresent());
    }

    /** What it is, for messages. */
    String kind() {
        return kind;
    }

    @Override
    public String toString() {
        return kind + " " + written;
    }

    private static final Statement.Visitor<String> KIND = new Statement.Visitor<>() {
        @Override
        public String visit(Statement.CreateStreamingTable statement) {
            return "streaming table";
        }

        @Override
        public String visit(Statement.CreateMaterializedView statement) {
            return "materialized view";
        }

        @Override
        public String visit(Statement.CreateTemporaryView statement) {
            return "temporary view";
        }

        @Override
        public String visit(Statement.CreateFlow statement) {
            return "flow";
        }

        @Override
        public String visit(Statement.CreateSource statement) {
            return "source";
        }

        @Override
        public String visit(Statement.CreateSink statement) {
            return "sink";
        }

        @Override
        public String visit(Statement.SetConfiguration statement) {
            return "setting";
        }

        @Override
        public String visit(Statement.UseSchema statement) {
            return "setting";
        }

        @Override
        public String visit(Statement.SetCatalog statement) {
            return "setting";
        }
    };
}
