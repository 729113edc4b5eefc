package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.sql.analysis.Scala;
import dev.leat.sql.analysis.SparkErrors;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.project.Statement.CreateFlow;
import dev.leat.sql.project.Statement.Matching;
import dev.leat.sql.project.Statement.Name;
import dev.leat.sql.project.Statement.SetCatalog;
import dev.leat.sql.project.Statement.SetConfiguration;
import dev.leat.sql.project.Statement.TableSpec;
import dev.leat.sql.project.Statement.UseSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.analysis.LocalTempView$;
import org.apache.spark.sql.catalyst.analysis.UnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.CreateFlowCommand;
import org.apache.spark.sql.catalyst.plans.logical.CreateMaterializedViewAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.CreatePipelineDataset;
import org.apache.spark.sql.catalyst.plans.logical.CreateStreamingTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.CreateTable;
import org.apache.spark.sql.catalyst.plans.logical.CreateTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.CreateView;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SetCatalogAndNamespace;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.execution.command.CreateViewCommand;
import org.apache.spark.sql.execution.command.SetCatalogCommand;
import org.apache.spark.sql.execution.command.SetCommand;
import org.apache.spark.sql.execution.command.SetNamespaceCommand;
import org.apache.spark.sql.execution.datasources.CreateTempViewUsing;

/** Turns a statement's text into a {@link Statement} with Spark's parser, or into the problems it has. */
final class StatementParser {
    private final SparkSettings settings;
    private final Problems problems;

    StatementParser(SparkSettings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** The statement; empty if something is wrong with it. */
    Optional<Statement> parse(StatementText text) {
        ConstraintClauses constraints = ConstraintClauses.find(text);
        StatementWording wording = StatementWording.of(text, constraints);
        if (!constraints.problems().isEmpty()) {
            constraints.problems().forEach(problems::add);
            return Optional.empty();
        }
        Optional<Integer> auto = AutoCdcClauses.find(text);
        if (auto.isPresent() && text.has(1, "FLOW")) {
            return attempt(text, () -> AutoCdcFlow.read(text, auto.get(), settings));
        }
        return plan(wording).flatMap(plan -> statement(text, plan, constraints));
    }

    @SuppressWarnings("CatchingUnchecked") // Spark throws checked exceptions that Scala does not declare.
    private Optional<LogicalPlan> plan(StatementWording wording) {
        StatementText text = wording.text();
        try {
            return Optional.of(settings.within(() -> new SparkSqlParser().parsePlan(wording.sql())));
        } catch (Exception | StackOverflowError e) {
            Diagnostic found = SparkErrors.diagnose(e, wording.source());
            boolean isRefusal = found.message().startsWith("Operation not allowed");
            Diagnostic better = isRefusal ? wording.locate(found) : wording.advise(found);
            problems.add(better.position().isPresent() ? better : better.at(text.start()));
            return Optional.empty();
        }
    }

    private Optional<Statement> statement(StatementText text, LogicalPlan plan, ConstraintClauses constraints) {
        return attempt(
                text,
                () -> plan instanceof CreatePipelineDataset create
                        ? dataset(text, create, ExpectationReader.read(text, constraints.clauses(), settings))
                        : convert(text, plan));
    }

    private Optional<Statement> attempt(StatementText text, Supplier<Statement> reading) {
        try {
            return Optional.of(reading.get());
        } catch (LeatException e) {
            e.diagnostics()
                    .forEach(found -> problems.add(found.position().isPresent() ? found : found.at(text.start())));
            return Optional.empty();
        }
    }

    private Statement dataset(
            StatementText text, CreatePipelineDataset create, List<DeclaredExpectation> expectations) {
        if (create instanceof CreateMaterializedViewAsSelect view) {
            Name name = name(text, "VIEW", view.name());
            TableSpec spec = new TableSpecReader(text).dataset(view, expectations);
            return new Statement.CreateMaterializedView(text, name, spec, view.query());
        }
        Name name = name(text, "TABLE", create.name());
        TableSpec spec = new TableSpecReader(text).dataset(create, expectations);
        Optional<AutoCdcReader.Changes> changes = AutoCdcClauses.find(text)
                .map(auto -> new AutoCdcReader(text, AutoCdcClauses.read(text, auto), settings).read());
        Optional<LogicalPlan> query =
                create instanceof CreateStreamingTableAsSelect table ? Optional.of(table.query()) : Optional.empty();
        return new Statement.CreateStreamingTable(
                text,
                name,
                spec,
                query.or(() -> changes.map(AutoCdcReader.Changes::query)),
                changes.map(AutoCdcReader.Changes::capture));
    }

    private Statement convert(StatementText text, LogicalPlan plan) {
        if (plan instanceof CreateViewCommand create) {
            return temporaryView(text, create);
        }
        if (plan instanceof CreateFlowCommand create) {
            return flow(text, create);
        }
        if (plan instanceof CreateTable create) {
            String keyword = StatementWording.isSink(text) ? "SINK" : "TABLE";
            Name name = name(text, keyword, create.name());
            TableSpecReader reader = new TableSpecReader(text);
            return StatementWording.isSink(text) ? reader.sink(name, create) : reader.source(name, create);
        }
        return convertSetting(text, plan);
    }

    private static Statement convertSetting(StatementText text, LogicalPlan plan) {
        if (plan instanceof SetCommand set) {
            if (set.kv().isEmpty() || set.kv().get()._2().isEmpty()) {
                throw refused(text.start(), "SET must give a value here: SET key = value");
            }
            return new SetConfiguration(
                    text, set.kv().get()._1(), set.kv().get()._2().get());
        }
        if (plan instanceof SetNamespaceCommand use) {
            return new UseSchema(text, Scala.list(use.namespace()));
        }
        if (plan instanceof SetCatalogCommand set) {
            return new SetCatalog(text, set.catalogName());
        }
        if (plan instanceof SetCatalogAndNamespace) {
            String written = text.sql().substring(text.tokens().get(1).start());
            throw refused(
                    text.start(),
                    "USE without SCHEMA does not say whether it means a catalog or a schema, and Spark refuses it in a"
                            + " pipeline; write USE SCHEMA " + written);
        }
        throw new LeatException(unexpected(text, plan));
    }

    private static Diagnostic unexpected(StatementText text, LogicalPlan plan) {
        String allowed = "; expected CREATE STREAMING TABLE, MATERIALIZED VIEW, TEMPORARY VIEW, FLOW, SINK or TABLE …"
                + " USING, SET or USE SCHEMA";
        String first = text.tokens().get(0).text().toUpperCase(java.util.Locale.ROOT);
        String what = "A project has no " + first + " statements" + allowed;
        if (plan instanceof CreateView) {
            return Diagnostic.of(
                    ErrorCode.NOT_SUPPORTED,
                    "A view that outlives the run is not supported; write CREATE TEMPORARY VIEW for a named query, or"
                            + " CREATE MATERIALIZED VIEW to store its result",
                    text.find("VIEW"));
        } else if (plan instanceof CreateTableAsSelect) {
            return Diagnostic.of(
                    ErrorCode.NOT_SUPPORTED,
                    "CREATE TABLE … AS SELECT is not a definition; write CREATE MATERIALIZED VIEW … AS SELECT",
                    text.find("TABLE"));
        } else if (plan instanceof CreateTempViewUsing) {
            return Diagnostic.of(
                    ErrorCode.NOT_SUPPORTED,
                    "A view over files is not supported; declare a source with CREATE TABLE … USING … OPTIONS",
                    text.find("VIEW"));
        } else if (plan instanceof InsertIntoStatement) {
            what = "An INSERT stands in a flow: CREATE FLOW name AS INSERT INTO table BY NAME SELECT …";
        } else if (first.equals("SELECT") || first.equals("WITH") || first.equals("FROM") || first.equals("VALUES")) {
            what =
                    "A query on its own defines nothing; write CREATE MATERIALIZED VIEW name AS before it, or run it with"
                            + " leat query";
        } else if (first.equals("CREATE")) {
            String kind = text.tokens().size() > 1
                    ? " " + text.tokens().get(1).text().toUpperCase(java.util.Locale.ROOT)
                    : "";
            what = "A project has no such CREATE" + kind + " statements" + allowed;
        }
        return Diagnostic.of(ErrorCode.PROJECT, what, text.start());
    }

    private static Statement temporaryView(StatementText text, CreateViewCommand create) {
        SourcePosition position = namePosition(text, "VIEW");
        if (create.viewType() != LocalTempView$.MODULE$) {
            throw notSupported(text.find("GLOBAL"), "A global view is not supported; write CREATE TEMPORARY VIEW");
        }
        if (create.name().database().isDefined()) {
            throw refused(position, "The name of a temporary view has one part; remove the schema");
        }
        if (create.userSpecifiedColumns().nonEmpty()) {
            throw notSupported(
                    position,
                    "A column list of a temporary view is not supported, since Spark's pipelines do not apply it; name the"
                            + " columns in the query with AS");
        }
        if (create.collation().isDefined()) {
            throw notSupported(text.find("COLLATION"), "A default collation is not supported; remove the clause");
        }
        Name name = new Name(List.of(create.name().table()), position);
        return new Statement.CreateTemporaryView(text, name, create.plan());
    }

    private static Statement flow(StatementText text, CreateFlowCommand create) {
        Name name = name(text, "FLOW", create.name());
        if (name.parts().size() > 1) {
            throw refused(name.position(), "The name of a flow has one part; remove the schema");
        }
        if (!(create.flowOperation() instanceof InsertIntoStatement insert)
                || !(insert.table() instanceof UnresolvedRelation table)) {
            throw notSupported(
                    text.start(), "Only flows of the form CREATE FLOW name AS INSERT INTO table … are supported");
        }
        if (insert.overwrite()) {
            throw refused(text.find("OVERWRITE"), "A flow appends; write INSERT INTO");
        }
        if (insert.partitionSpec().nonEmpty()) {
            throw refused(text.find("PARTITION"), "The target of a flow takes no PARTITION clause; remove it");
        }
        if (insert.userSpecifiedCols().nonEmpty()) {
            throw refused(
                    text.find("INTO"),
                    "The target of a flow takes no column list; write BY NAME and name the query's columns");
        }
        Name target = new Name(
                Scala.list(table.multipartIdentifier()),
                text.source().position(table.origin()).orElseGet(text::start));
        Matching matching = insert.byName() ? Matching.BY_NAME : Matching.BY_POSITION;
        return new CreateFlow(text, name, target, matching, insert.query(), Optional.empty());
    }

    private static Name name(StatementText text, String keyword, LogicalPlan written) {
        SourcePosition position = namePosition(text, keyword);
        if (!(written instanceof UnresolvedIdentifier identifier)) {
            throw notSupported(position, "A computed name (IDENTIFIER) is not supported here; write the name itself");
        }
        List<String> parts = Scala.list(identifier.nameParts());
        if (parts.size() > 3) {
            throw refused(position, "A name has at most three parts: catalog, schema and table");
        }
        return new Name(parts, position);
    }

    /** The place of the name that follows a keyword, all its parts. */
    private static SourcePosition namePosition(StatementText text, String keyword) {
        List<SqlToken> tokens = text.tokens();
        int index = 0;
        while (index < tokens.size() - 1 && !tokens.get(index).is(keyword)) {
            index++;
        }
        int first = Math.min(index + (text.has(index + 1, "IF", "NOT", "EXISTS") ? 4 : 1), tokens.size() - 1);
        int last = first;
        while (text.has(last + 1, ".") && last + 2 < tokens.size()) {
            last += 2;
        }
        SourcePosition start = text.position(tokens.get(first));
        int length = tokens.get(last).end() - tokens.get(first).start();
        return new SourcePosition(start.file(), start.line(), start.column(), length);
    }

    static LeatException refused(SourcePosition position, String message) {
        return new LeatException(Diagnostic.of(ErrorCode.PROJECT, message, position));
    }

    static LeatException notSupported(SourcePosition position, String message) {
        return new LeatException(Diagnostic.of(ErrorCode.NOT_SUPPORTED, message, position));
    }
}
