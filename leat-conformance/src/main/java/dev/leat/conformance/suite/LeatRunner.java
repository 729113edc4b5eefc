package dev.leat.conformance.suite;

import dev.leat.conformance.suite.Fixtures.FixtureTable;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.error.ErrorCode;
import dev.leat.error.ErrorOwner;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.spi.Engine;
import dev.leat.spi.QueryResult;
import dev.leat.sql.analysis.AnalyzedQuery;
import dev.leat.sql.analysis.QueryAnalyzer;
import dev.leat.sql.analysis.Relation;
import dev.leat.sql.analysis.RelationCatalog;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.sql.analysis.SqlSession;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.sql.project.QueryCompiler;
import dev.leat.sql.project.QueryCompiler.CompiledQuery;
import dev.leat.sql.translate.QueryTranslator;
import dev.leat.type.Field;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.CreateView;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.execution.command.CreateViewCommand;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/** Leat under test: its front end, its engine, and the suite's tables as sources. */
final class LeatRunner implements QueryRunner {
    private static final int THREADS = 2;
    private static final SourcePosition NOWHERE = SourceText.of("").start();

    private static final Set<String> FILE_FORMATS = Set.of("csv", "json", "text", "parquet", "orc");

    private static final String CATALOG_VIEWS = "WITH SCHEMA and DEFAULT COLLATION of views are not supported";
    private static final Pattern CATALOG_VIEW = Pattern.compile("(?i)\\b(WITH\\s+SCHEMA|DEFAULT\\s+COLLATION)\\b");
    private static final Pattern UNRESOLVED_NAME =
            Pattern.compile("\\[UNRESOLVED_COLUMN\\.\\w+] .* name (?:`[^`]+`\\.)*`([^`]+)` cannot be resolved"
                    + "|\\[NOT_A_CONSTANT_STRING\\.NOT_CONSTANT] The expression \\W*(\\w+)\\b");
    private static final Pattern ALTERED_VIEW = Pattern.compile("(?is)ALTER\\s+VIEW\\s+(\\w+)\\s+WITH\\s+SCHEMA\\b.*");

    private final Fixtures fixtures;
    private final FixtureReaders readers;
    private final Engine engine;
    private final Function<AnalyzedQuery, Plan> translation;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<FixtureTable, String> registered = new HashMap<>();
    private final List<Dataset> views = new ArrayList<>();
    private final Map<String, Dataset.TemporaryView> viewsByName = new HashMap<>();
    private final Map<String, String> refusedViews = new HashMap<>();
    private final Tables tables = new Tables();
    private Optional<SessionAnalyzer> analyzer = Optional.empty();
    private Settings settings = Settings.DEFAULT;

    LeatRunner(Fixtures fixtures) {
        this(fixtures, new FixtureReaders(), LeatRunner::embedded, QueryTranslator::translate);
    }

    /** A runner on another engine, with plans made in another way. */
    LeatRunner(
            Fixtures fixtures,
            FixtureReaders readers,
            Function<FixtureReaders, Engine> engine,
            Function<AnalyzedQuery, Plan> translation) {
        this.fixtures = fixtures;
        this.readers = readers;
        this.engine = engine.apply(readers);
        this.translation = translation;
    }

    private static Engine embedded(FixtureReaders readers) {
        EngineOptions options = EngineOptions.inMemory();
        return DuckDbEngine.open(
                new EngineOptions(Optional.empty(), THREADS, options.memoryLimit()),
                new DuckDbEngine.Code(new SparkEvaluatorFactory(), readers, Clock.systemUTC(), FunctionTable.STANDARD));
    }

    @Override
    public void begin(Settings start) {
        settings = start;
        views.clear();
        viewsByName.clear();
        refusedViews.clear();
        sources.clear();
        registered.clear();
    }

    @Override
    public void change(Settings changed) {
        settings = changed;
    }

    @Override
    public QueryOutcome query(String sql) {
        return guarded(() -> {
            String text = fixtures.substituted(sql);
            LogicalPlan parsed = analyzer().parse(SourceText.of(text));
            return parsed.exists(LeatRunner::isFile) ? queryOfFiles(text) : queryOfTables(parsed, SourceText.of(text));
        });
    }

    private QueryOutcome queryOfTables(LogicalPlan parsed, SourceText text) {
        AnalyzedQuery query = analyzer().analyze(parsed, text);
        return run(pipeline(List.copyOf(sources.values())), translation.apply(query), query.fields());
    }

    private static boolean isFile(LogicalPlan node) {
        if (!(node instanceof UnresolvedRelation relation)) {
            return false;
        }
        List<String> parts = CollectionConverters.asJava(relation.multipartIdentifier());
        return parts.size() == 2 && FILE_FORMATS.contains(parts.get(0));
    }

    /** A query of format.`path`, which goes the way of {@code leat query}. */
    private QueryOutcome queryOfFiles(String sql) {
        CompiledQuery query = new QueryCompiler(pipeline(List.of()), fixtures.warehouse(), readers).compile(sql);
        return run(pipeline(query.sources()), query.plan(), query.columns());
    }

    private QueryOutcome run(Pipeline pipeline, Plan plan, List<Field> columns) {
        try (QueryResult result = engine.query(pipeline, plan)) {
            // As a session shows it: CHAR and VARCHAR are known from the table only.
            StructType schema = (StructType) CharVarcharUtils.replaceCharVarcharWithString(SparkTypes.struct(columns));
            return new HiveText(conf()).answer(schema, EngineRows.read(result));
        }
    }

    @Override
    public QueryOutcome define(String statement) {
        SourceText text = SourceText.of(statement);
        Optional<RelationName> defined = Optional.empty();
        QueryOutcome outcome;
        try {
            QueryAnalyzer analyzer = analyzer();
            LogicalPlan parsed = analyzer.parse(text);
            ViewStatement view = ViewStatement.of(parsed, fixtures.currentDatabase());
            defined = Optional.of(view.name());
            if (CATALOG_VIEW.matcher(statement).find()) {
                throw new LeatException(ErrorCode.NOT_SUPPORTED, CATALOG_VIEWS);
            }
            outcome = guarded(() -> define(view, analyzer.analyze(view.query(), text)));
        } catch (LeatException e) {
            outcome = outcome(e);
        }
        if (defined.isPresent() && outcome instanceof QueryOutcome.Refusal refusal) {
            refuse(defined.get(), refusal.reason());
        }
        return outcome;
    }

    private void refuse(RelationName view, String reason) {
        viewsByName.remove(view.key());
        refusedViews.put(view.key(), reason);
    }

    @Override
    public void prepared(String statement) {
        Matcher altered = ALTERED_VIEW.matcher(statement);
        if (altered.matches()) {
            refuse(
                    RelationName.of(SqlSession.DEFAULT_CATALOG, fixtures.currentDatabase(), altered.group(1)),
                    CATALOG_VIEWS);
        }
    }

    private QueryOutcome define(ViewStatement view, AnalyzedQuery query) {
        Plan plan = QueryTranslator.translateView(query);
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < query.fields().size(); i++) {
            Field field = query.fields().get(i);
            String name =
                    view.columns().isEmpty() ? field.name() : view.columns().get(i);
            fields.add(new Field(name, field.type(), field.nullable()));
        }
        // Each definition has a name of its own, so that views keep what they were defined on.
        RelationName unique = versioned(view.name(), views.size());
        Dataset.TemporaryView dataset = new Dataset.TemporaryView(unique, fields, plan, NOWHERE);
        views.add(dataset);
        viewsByName.put(view.name().key(), dataset);
        refusedViews.remove(view.name().key());
        return new QueryOutcome.Answer("struct<>", List.of(), List.of(), List.of());
    }

    /**
     * A CREATE VIEW statement taken apart.
     *
     * @param columns named by the user, if any
     */
    private record ViewStatement(RelationName name, List<String> columns, LogicalPlan query) {
        static ViewStatement of(LogicalPlan parsed, String database) {
            if (parsed instanceof CreateViewCommand create) {
                TableIdentifier name = create.name();
                boolean global = create.viewType().toString().contains("Global");
                String schema = name.database().getOrElse(() -> global ? "global_temp" : database);
                return new ViewStatement(
                        RelationName.of(SqlSession.DEFAULT_CATALOG, schema, name.table()),
                        names(create.userSpecifiedColumns()),
                        create.plan());
            }
            if (parsed instanceof CreateView create && create.child() instanceof UnresolvedIdentifier identifier) {
                List<String> parts = new ArrayList<>(CollectionConverters.asJava(identifier.nameParts()));
                if (parts.size() == 1) {
                    parts.add(0, database);
                }
                if (parts.size() == 2) {
                    parts.add(0, SqlSession.DEFAULT_CATALOG);
                }
                return new ViewStatement(new RelationName(parts), names(create.userSpecifiedColumns()), create.query());
            }
            throw new LeatException(ErrorCode.NOT_SUPPORTED, "CREATE VIEW of this form is not supported");
        }

        private static List<String> names(scala.collection.Seq<Tuple2<String, Option<String>>> columns) {
            return CollectionConverters.asJava(columns).stream().map(Tuple2::_1).toList();
        }
    }

    private static RelationName versioned(RelationName name, int version) {
        List<String> parts = new ArrayList<>(name.parts());
        parts.set(parts.size() - 1, name.simpleName() + "#" + version);
        return new RelationName(parts);
    }

    /** Making one costs tens of milliseconds; its relations are looked up anew for each query. */
    private QueryAnalyzer analyzer() {
        SqlSession session = new SqlSession(settings, SqlSession.DEFAULT_CATALOG, fixtures.currentDatabase(), tables);
        if (analyzer.filter(made -> made.session().equals(session)).isEmpty()) {
            analyzer = Optional.of(new SessionAnalyzer(session, new QueryAnalyzer(session)));
        }
        return analyzer.orElseThrow().analyzer();
    }

    private record SessionAnalyzer(SqlSession session, QueryAnalyzer analyzer) {}

    private Pipeline pipeline(List<Source> read) {
        return new Pipeline("suite", settings, read, List.copyOf(views), List.of(), List.of());
    }

    private final class Tables implements RelationCatalog {
        @Override
        public Optional<Relation> find(RelationName name) {
            boolean isView = fixtures.isView(name);
            String refused = refusedViews.get(name.key());
            if (isView && refused != null) {
                throw new LeatException(ErrorCode.NOT_SUPPORTED, refused);
            }
            Dataset.TemporaryView view = viewsByName.get(name.key());
            if (isView && view != null) {
                return Optional.of(Relation.ofView(view.name(), view.schema(), view.query()));
            }
            return fixtures.find(name).map(table -> relation(name, table));
        }

        @Override
        public Optional<Relation> findView(String name) {
            RelationName full = RelationName.of(SqlSession.DEFAULT_CATALOG, fixtures.currentDatabase(), name);
            return fixtures.isTemporaryView(name) ? find(full) : Optional.empty();
        }

        @Override
        public Optional<Relation> findFile(String format, String path) {
            return Optional.empty();
        }
    }

    private Relation relation(RelationName name, FixtureTable table) {
        String path = registered.computeIfAbsent(table, added -> {
            String key = name.key() + "#" + registered.size();
            readers.register(key, added);
            RelationName unique = versioned(name, registered.size());
            SourceDefinition files =
                    new SourceDefinition(FixtureReaders.FORMAT, List.of(key), Map.of(), Optional.empty(), settings);
            sources.put(key, new Source(unique, files, SparkTypes.fields(added.columns()), NOWHERE));
            return key;
        });
        Source source = java.util.Objects.requireNonNull(sources.get(path));
        return new Relation(source.name(), source.schema());
    }

    private SQLConf conf() {
        SQLConf conf = new SQLConf();
        conf.setConfString("spark.sql.session.timeZone", settings.zone());
        conf.setConfString("spark.sql.datetime.java8API.enabled", "true");
        settings.configuration().forEach(conf::setConfString);
        return conf;
    }

    /** Work that gives an outcome unless it throws. */
    private interface Work {
        QueryOutcome run() throws Exception;
    }

    private QueryOutcome guarded(Work work) {
        try {
            return work.run();
        } catch (LeatException e) {
            return outcome(e);
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            // Scala throws checked exceptions without saying so, and a defect must not end the run.
            return new QueryOutcome.Defect(e.toString());
        }
    }

    private QueryOutcome outcome(LeatException e) {
        if (e.code() == ErrorCode.NOT_SUPPORTED) {
            return new QueryOutcome.Refusal(message(e));
        }
        if (namesVariable(e)) {
            return new QueryOutcome.Refusal("Session variables are not supported");
        }
        Optional<String> condition = e.diagnostics().get(0).condition();
        boolean isOurs = e.code().owner() == ErrorOwner.INTERNAL
                && condition
                        .filter(c -> !c.toUpperCase(Locale.ROOT).startsWith("INTERNAL_ERROR"))
                        .isEmpty();
        return isOurs ? new QueryOutcome.Defect(message(e)) : new QueryOutcome.Failure(condition, message(e));
    }

    /** Leat has no session variables, so that the name of one is an unknown column. */
    private boolean namesVariable(LeatException e) {
        Matcher name = UNRESOLVED_NAME.matcher(message(e));
        return name.find()
                && fixtures.isVariable(Optional.ofNullable(name.group(1)).orElseGet(() -> name.group(2)));
    }

    private static String message(LeatException e) {
        return String.valueOf(e.getMessage());
    }

    @Override
    public void close() {
        engine.close();
    }
}
