package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Quarantine;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.spi.SourceReaders;
import dev.leat.spi.SourceScan;
import dev.leat.sql.analysis.AnalyzedQuery;
import dev.leat.sql.analysis.Relation;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.project.FileSources.Opened;
import dev.leat.sql.project.Resolution.State;
import dev.leat.sql.project.Statement.Name;
import dev.leat.sql.translate.QueryTranslator;
import dev.leat.type.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Compiles queries over the datasets and sources of a pipeline. Not thread-safe. */
public final class QueryCompiler {
    private static final String FILE_NAME = "<query>";

    private final Pipeline pipeline;
    private final FileSources files;
    private final QuerySession session;
    private final String schemaName;

    /**
     * A compiler for queries over one pipeline.
     *
     * @param folder relative paths of files in queries start here
     */
    public QueryCompiler(Pipeline pipeline, Path folder, SourceReaders readers) {
        this.pipeline = pipeline;
        this.files = new FileSources(folder, pipeline.settings(), readers);
        this.schemaName = SessionNames.schemaName(pipeline.settings());
        this.session = new QuerySession(pipeline.settings(), SessionNames.catalogName(pipeline.settings()));
        for (Dataset dataset : pipeline.datasets()) {
            session.relations()
                    .add(
                            dataset instanceof Dataset.TemporaryView view
                                    ? Relation.ofView(view.name(), view.schema(), view.query())
                                    : new Relation(dataset.name(), dataset.schema()));
            Quarantine.of(dataset).ifPresent(rows -> session.relations().add(new Relation(rows.name(), rows.schema())));
        }
        pipeline.sources().forEach(source -> session.relations().add(new Relation(source.name(), source.schema())));
    }

    /**
     * A compiled query.
     *
     * @param columns of the result
     * @param sources files that only this query names
     */
    public record CompiledQuery(Plan plan, List<Field> columns, List<Source> sources) {
        public CompiledQuery {
            columns = List.copyOf(columns);
            sources = List.copyOf(sources);
        }
    }

    /** The plan of one query, which may end with a semicolon; everything that is wrong is in the exception. */
    public CompiledQuery compile(String sql) {
        Problems problems = new Problems();
        SourceFile file = new SourceFile(FILE_NAME, sql);
        List<StatementText> statements = StatementSplitter.split(file, problems);
        throwAll(problems);
        if (statements.size() != 1) {
            SourcePosition second = statements.size() > 1 ? statements.get(1).start() : file.position(0, 1);
            throw refused(
                    second, statements.isEmpty() ? "There is no query" : "Expected one query, found a second one");
        }
        StatementText text = statements.get(0);
        LogicalPlan parsed = session.analyzer(schemaName).parse(text.source());
        if (parsed instanceof Command || !isQuery(parsed)) {
            throw refused(
                    text.start(),
                    "Expected a query (SELECT, WITH, VALUES, FROM), not "
                            + text.tokens().get(0).text().toUpperCase(Locale.ROOT)
                            + "; definitions belong into the project's files");
        }
        return compile(text, parsed, problems);
    }

    private static boolean isQuery(LogicalPlan parsed) {
        String name = parsed.getClass().getSimpleName();
        return !name.endsWith("Statement") && !name.equals("CompoundBody");
    }

    private CompiledQuery compile(StatementText text, LogicalPlan parsed, Problems problems) {
        Definitions definitions = definitions();
        SparkSettings settings = SparkSettings.of(pipeline.settings());
        RelationName name = RelationName.of(FILE_NAME);
        QueryDefinition query = new QueryDefinition(
                name,
                new Name(List.of(FILE_NAME), text.start()),
                text,
                parsed,
                schemaName,
                ReferenceFinder.find(parsed, settings, text.source(), problems),
                Optional.empty());
        Resolution resolution = new NameResolver(failedName -> false, definitions, problems).resolve(query);
        Resolution.firstStream(query)
                .ifPresent(stream -> problems.add(
                        ErrorCode.NOT_SUPPORTED,
                        stream.position(),
                        "A query reads what is there; write " + stream + " without STREAM"));
        List<Source> sources = open(resolution, problems);
        if (text.tokens().stream().anyMatch(token -> token.is(SourceScan.METADATA_COLUMN))) {
            addMetadata(resolution, problems);
        }
        throwAll(problems);
        if (resolution.state() == State.BROKEN) {
            throw refused(text.start(), "The query could not be resolved");
        }
        AnalyzedQuery analyzed = session.analyze(query, resolution);
        return new CompiledQuery(QueryTranslator.translate(analyzed), analyzed.fields(), sources);
    }

    private Definitions definitions() {
        Definitions definitions = new Definitions(SessionNames.catalogName(pipeline.settings()));
        for (Source source : pipeline.sources()) {
            if (source.name().parts().size() > 2) { // The others are files, which need no name.
                definitions.add(new Definition(source.name(), source.position(), "source"));
            }
        }
        for (Dataset dataset : pipeline.datasets()) {
            String kind = dataset instanceof Dataset.TemporaryView ? "temporary view" : "table";
            definitions.add(new Definition(dataset.name(), dataset.position(), kind));
            Quarantine.of(dataset)
                    .ifPresent(rows -> definitions.add(new Definition(rows.name(), dataset.position(), "table")));
        }
        return definitions;
    }

    private List<Source> open(Resolution resolution, Problems problems) {
        List<Source> opened = new ArrayList<>();
        for (Reference file : resolution.files()) {
            if (session.relations().has(Resolution.fileName(file))) {
                continue;
            }
            try {
                Opened source = files.open(file);
                session.relations().add(source.relation());
                opened.add(source.source());
            } catch (LeatException e) {
                e.diagnostics().forEach(problems::add);
            }
        }
        return opened;
    }

    /** A pipeline does not tell the hidden columns of its sources. */
    private void addMetadata(Resolution resolution, Problems problems) {
        for (Source source : pipeline.sources()) {
            boolean isRead = resolution.definitions().values().stream()
                    .anyMatch(definition ->
                            definition.name().key().equals(source.name().key()));
            if (isRead) {
                try {
                    session.relations().add(files.open(source).relation());
                } catch (LeatException e) {
                    e.diagnostics().forEach(problems::add);
                }
            }
        }
    }

    private static void throwAll(Problems problems) {
        if (!problems.isEmpty()) {
            throw new LeatException(problems.sorted());
        }
    }

    private static LeatException refused(SourcePosition position, String message) {
        return new LeatException(Diagnostic.of(ErrorCode.SYNTAX, message, position));
    }
}
