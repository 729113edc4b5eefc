package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Quarantine;
import dev.leat.plan.RelationName;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.project.ProjectSource.Placed;
import dev.leat.sql.project.Statement.CreateFlow;
import dev.leat.sql.project.Statement.Name;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Gives the statements of a project their names and puts the flows to their targets. */
final class DefinitionReader {
    private final ProjectSource source;
    private final SparkSettings settings;
    private final Problems problems;
    private final Definitions definitions;
    private final Map<String, SourcePosition> flows = new HashMap<>();
    /** Targets of flows that are wrong, and reported. */
    private final Set<Definition> withoutQuery = new HashSet<>();

    private DefinitionReader(ProjectSource source, SparkSettings settings, Problems problems) {
        this.source = source;
        this.settings = settings;
        this.problems = problems;
        this.definitions = new Definitions(source.catalogName());
    }

    static Definitions read(ProjectSource source, SparkSettings settings, Problems problems) {
        DefinitionReader reader = new DefinitionReader(source, settings, problems);
        source.statements()
                .forEach(placed -> SpecialTimes.refuse(placed.statement().text(), problems));
        source.statements().forEach(placed -> placed.statement().accept(reader.new Registration(placed.schemaName())));
        // Flows come second, since they may stand before their targets.
        source.statements().forEach(reader::flow);
        reader.requireFlows();
        reader.requireQuarantines();
        return reader.definitions;
    }

    /** Registers what has a name that can be read or written. */
    private final class Registration implements Statement.Visitor<Optional<Definition>> {
        private final String schemaName;

        Registration(String schemaName) {
            this.schemaName = schemaName;
        }

        private Optional<Definition> table(Statement statement, Name written) {
            if (written.parts().size() == 3 && !written.parts().get(0).equalsIgnoreCase(source.catalogName())) {
                problems.add(
                        ErrorCode.NOT_SUPPORTED,
                        written.position(),
                        "A project has one catalog, " + source.catalogName() + "; " + written + " is in another one");
                return Optional.empty();
            }
            return add(statement, written, definitions.qualify(written.parts(), schemaName));
        }

        private Optional<Definition> add(Statement statement, Name written, RelationName name) {
            Definition definition = new Definition(name, written, statement);
            Optional<Definition> earlier = definitions.add(definition);
            if (earlier.isPresent()) {
                problems.add(Diagnostic.ofSpark(
                        ErrorCode.PROJECT,
                        "PIPELINE_DUPLICATE_IDENTIFIERS.OUTPUT",
                        "The name " + written + " is taken by the "
                                + earlier.get().kind() + " defined at "
                                + earlier.get().written().position(),
                        Optional.of(written.position())));
                return Optional.empty();
            }
            return Optional.of(definition);
        }

        private Optional<Definition> withQuery(Optional<Definition> target, LogicalPlan query) {
            target.ifPresent(definition -> addQuery(definition, query, Optional.empty()));
            return target;
        }

        private void addQuery(Definition target, LogicalPlan query, Optional<ChangeCapture> capture) {
            StatementText text = target.statement().text();
            ReferenceFinder.Found found = ReferenceFinder.find(query, settings, text.source(), problems);
            target.queries()
                    .add(new QueryDefinition(target.name(), target.written(), text, query, schemaName, found, capture));
        }

        @Override
        public Optional<Definition> visit(Statement.CreateStreamingTable statement) {
            Optional<Definition> table = table(statement, statement.name());
            table.ifPresent(found -> statement.query().ifPresent(query -> {
                flows.put(found.name().key(), found.written().position());
                addQuery(found, query, statement.capture());
            }));
            return table;
        }

        @Override
        public Optional<Definition> visit(Statement.CreateMaterializedView statement) {
            Optional<Definition> table = table(statement, statement.name());
            table.ifPresent(
                    found -> flows.put(found.name().key(), found.written().position()));
            return withQuery(table, statement.query());
        }

        @Override
        public Optional<Definition> visit(Statement.CreateTemporaryView statement) {
            RelationName name = new RelationName(statement.name().parts());
            return withQuery(add(statement, statement.name(), name), statement.query());
        }

        @Override
        public Optional<Definition> visit(Statement.CreateSource statement) {
            return table(statement, statement.name());
        }

        @Override
        public Optional<Definition> visit(Statement.CreateSink statement) {
            return add(
                    statement,
                    statement.name(),
                    new RelationName(statement.name().parts()));
        }

        @Override
        public Optional<Definition> visit(CreateFlow statement) {
            return Optional.empty();
        }

        @Override
        public Optional<Definition> visit(Statement.SetConfiguration statement) {
            return Optional.empty();
        }

        @Override
        public Optional<Definition> visit(Statement.UseSchema statement) {
            return Optional.empty();
        }

        @Override
        public Optional<Definition> visit(Statement.SetCatalog statement) {
            return Optional.empty();
        }
    }

    private void flow(Placed placed) {
        if (!(placed.statement() instanceof CreateFlow flow)) {
            return;
        }
        RelationName name = definitions.qualify(flow.name().parts(), placed.schemaName());
        SourcePosition earlier = flows.putIfAbsent(name.key(), flow.name().position());
        if (earlier != null) {
            definitions.resolve(flow.target().parts(), placed.schemaName()).ifPresent(withoutQuery::add);
            problems.add(Diagnostic.ofSpark(
                    ErrorCode.PROJECT,
                    "PIPELINE_DUPLICATE_IDENTIFIERS.FLOW",
                    "The flow name " + flow.name() + " is taken by the flow defined at " + earlier,
                    Optional.of(flow.name().position())));
            return;
        }
        Optional<Definition> target = definitions.resolve(flow.target().parts(), placed.schemaName());
        if (target.isEmpty()) {
            if (source.mayBeDefinedByFailed(
                    flow.target().parts().get(flow.target().parts().size() - 1))) {
                return;
            }
            problems.add(Diagnostic.ofSpark(
                    ErrorCode.PROJECT,
                    "TABLE_OR_VIEW_NOT_FOUND",
                    "The flow " + flow.name() + " writes to " + flow.target()
                            + ", which is neither a streaming table nor a" + " sink of the project"
                            + definitions.hint(flow.target().parts()),
                    Optional.of(flow.target().position())));
            return;
        }
        withoutQuery.add(target.get());
        if (accepts(target.get(), flow)) {
            ReferenceFinder.Found found =
                    ReferenceFinder.find(flow.query(), settings, flow.text().source(), problems);
            target.get()
                    .queries()
                    .add(new QueryDefinition(
                            name, flow.name(), flow.text(), flow.query(), placed.schemaName(), found, flow.capture()));
        }
    }

    /** Whether the target can be written by flows; reported if not. */
    private boolean accepts(Definition target, CreateFlow flow) {
        if (target.statement() instanceof Statement.CreateSink && flow.capture().isEmpty()) {
            return true;
        }
        if (!(target.statement() instanceof Statement.CreateStreamingTable)) {
            String why = target.statement() instanceof Statement.CreateMaterializedView
                    ? "its content is that of its own query; make it a streaming table, or add a UNION ALL to its query"
                    : "only streaming tables"
                            + (flow.capture().isEmpty() ? " and sinks are" : " keep rows by their key");
            problems.add(
                    ErrorCode.PROJECT,
                    flow.target().position(),
                    "The " + target + " cannot be written by the flow " + flow.name() + ": " + why);
            return false;
        }
        if (flow.matching() == Statement.Matching.BY_POSITION) {
            problems.add(Diagnostic.ofSpark(
                    ErrorCode.PROJECT,
                    "PIPELINE_SQL_GRAPH_ELEMENT_REGISTRATION_ERROR",
                    "A flow matches columns by name; write INSERT INTO " + flow.target() + " BY NAME",
                    Optional.of(flow.target().position())));
        }
        return true;
    }

    private void requireFlows() {
        boolean hasResult = false;
        for (Definition definition : definitions.all()) {
            boolean isTable = definition.statement() instanceof Statement.CreateStreamingTable;
            boolean isSink = definition.statement() instanceof Statement.CreateSink;
            hasResult |= isTable || isSink || definition.statement() instanceof Statement.CreateMaterializedView;
            boolean isFilled = !definition.queries().isEmpty()
                    || withoutQuery.contains(definition)
                    || source.mayBeFilledByFailed(definition.name().simpleName());
            if ((isTable || isSink) && !isFilled) {
                problems.add(Diagnostic.ofSpark(
                        ErrorCode.PROJECT,
                        "PIPELINE_DATASET_WITHOUT_FLOW",
                        "The " + definition + " has no flow; add " + (isTable ? "AS SELECT …, or " : "")
                                + "CREATE FLOW … AS INSERT INTO " + definition.written(),
                        Optional.of(definition.written().position())));
            }
        }
        if (!hasResult && problems.isEmpty()) { // Otherwise it may be there, but wrong.
            problems.add(Diagnostic.ofSpark(
                    ErrorCode.PROJECT,
                    "RUN_EMPTY_PIPELINE",
                    "The project " + source.name() + " defines no streaming table, materialized view or sink",
                    Optional.empty()));
        }
    }

    /** The table of the rows that a dataset quarantines has a name of its own. */
    private void requireQuarantines() {
        for (Definition definition : definitions.all()) {
            Optional<Definition> taken = definition.name().parts().size() < 3
                    ? Optional.empty()
                    : definitions.find(Quarantine.name(definition.name()));
            if (taken.isPresent()) {
                definition.expectations().stream()
                        .filter(expectation -> expectation.action() == Expectation.Action.QUARANTINE)
                        .findFirst()
                        .ifPresent(expectation -> problems.add(
                                ErrorCode.PROJECT,
                                expectation.position(),
                                "Rows cannot be quarantined: their table "
                                        + taken.get().name().simpleName() + " has the name of the "
                                        + taken.get().kind() + " defined at "
                                        + taken.get().written().position()));
            }
        }
    }
}
