package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.NearestName;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.sql.analysis.AnalyzedQuery;
import dev.leat.sql.analysis.Relation;
import dev.leat.sql.project.ColumnConversion.Missing;
import dev.leat.sql.project.Resolution.State;
import dev.leat.sql.project.Statement.DeclaredColumn;
import dev.leat.sql.project.Statement.TableSpec;
import dev.leat.sql.translate.QueryTranslator;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compiles definitions, each after those it reads. A definition that is wrong is reported once; what reads it is
 * compiled only if its columns are declared, and otherwise left out in silence.
 */
final class DefinitionCompiler implements Statement.Visitor<Boolean> {
    private final QuerySession session;
    private final FileSources files;
    private final Map<QueryDefinition, Resolution> resolutions;
    private final Problems problems;
    private final StreamRules streams = new StreamRules();
    private final PipelineParts parts = new PipelineParts();
    private final Set<RelationName> brokenFiles = new HashSet<>();
    private @Nullable Definition compiled;

    DefinitionCompiler(
            QuerySession session, FileSources files, Map<QueryDefinition, Resolution> resolutions, Problems problems) {
        this.session = session;
        this.files = files;
        this.resolutions = resolutions;
        this.problems = problems;
    }

    PipelineParts parts() {
        return parts;
    }

    /** Compiles one definition. */
    void compile(Definition definition) {
        compiled = definition;
        definition.statement().accept(this);
    }

    private Definition current() {
        return Objects.requireNonNull(compiled, "a definition is being compiled");
    }

    /** Makes the declared columns known, so that what reads a definition that is wrong can be checked all the same. */
    void assume(Definition definition) {
        List<DeclaredColumn> columns = definition.statement() instanceof Statement.CreateStreamingTable table
                ? table.spec().columns()
                : definition.statement() instanceof Statement.CreateMaterializedView view
                        ? view.spec().columns()
                        : List.of();
        if (!columns.isEmpty()) {
            know(definition.name(), columns.stream().map(DeclaredColumn::field).toList());
        }
    }

    private void know(RelationName name, List<Field> columns) {
        session.relations().add(new Relation(name, columns));
    }

    private boolean attempt(Runnable work) {
        try {
            work.run();
            return true;
        } catch (LeatException e) {
            SourcePosition position = current().written().position();
            e.diagnostics().forEach(found -> problems.add(found.position().isPresent() ? found : found.at(position)));
            return false;
        }
    }

    @Override
    public Boolean visit(Statement.CreateSource statement) {
        return attempt(() -> {
            FileSources.Opened opened = files.open(current().name(), statement);
            StoredColumns.check(
                            current().toString(),
                            opened.source().schema(),
                            current().written().position())
                    .forEach(problems::add);
            session.relations().add(opened.relation());
            parts.sources.add(opened.source());
        });
    }

    @Override
    public Boolean visit(Statement.CreateMaterializedView statement) {
        QueryDefinition query = current().queries().get(0);
        Optional<Diagnostic> stream = StreamRules.refuseStream(query, current());
        stream.ifPresent(problems::add);
        Optional<AnalyzedQuery> analyzed = analyze(query);
        assume(current());
        if (analyzed.isEmpty() || stream.isPresent()) {
            return false;
        }
        return attempt(() -> {
            List<Field> columns = columns(statement.spec()).orElseGet(analyzed.get()::fields);
            checkStored(columns, statement.spec());
            AnalyzedQuery stored = convert(analyzed.get(), query, columns, statement.spec(), Missing.ERROR);
            know(current().name(), columns);
            Plan plan = QueryTranslator.translate(stored);
            parts.datasets.add(new Dataset.MaterializedView(
                    current().name(),
                    columns,
                    statement.spec().attributes(),
                    plan,
                    expectations(statement.spec(), columns),
                    current().written().position()));
        });
    }

    @Override
    public Boolean visit(Statement.CreateTemporaryView statement) {
        QueryDefinition query = current().queries().get(0);
        if (Resolution.firstStream(query).isPresent()) {
            streams.addStreamingView(current());
        }
        Optional<AnalyzedQuery> analyzed = analyze(query);
        return analyzed.isPresent()
                && attempt(() -> {
                    List<Field> columns = analyzed.get().fields();
                    throwAll(StoredColumns.check(
                            current().toString(), columns, current().written().position()));
                    know(current().name(), columns);
                    Plan plan = QueryTranslator.translateView(analyzed.get());
                    session.relations().add(Relation.ofView(current().name(), columns, plan));
                    parts.datasets.add(new Dataset.TemporaryView(
                            current().name(), columns, plan, current().written().position()));
                });
    }

    @Override
    public Boolean visit(Statement.CreateStreamingTable statement) {
        assume(current());
        List<Diagnostic> refused = refuseKeys(statement.spec());
        StreamRules.refuseSecondFlow(current()).ifPresent(refused::add);
        refused.forEach(problems::add);
        Map<QueryDefinition, AnalyzedQuery> analyzed = new LinkedHashMap<>();
        for (QueryDefinition query : current().queries()) {
            Optional<Diagnostic> batch = StreamRules.requireStream(query, current());
            batch.ifPresent(problems::add);
            Optional<AnalyzedQuery> one = analyze(query);
            if (one.isPresent() && batch.isEmpty() && isStreamable(one.get(), query)) {
                analyzed.put(query, one.get());
            }
        }
        boolean isWhole = analyzed.size() == current().queries().size() && !analyzed.isEmpty();
        return isWhole && refused.isEmpty() && attempt(() -> streamingTable(statement, analyzed));
    }

    private boolean isStreamable(AnalyzedQuery query, QueryDefinition definition) {
        Optional<Diagnostic> unsupported = StreamRules.checkOperations(query, definition);
        unsupported.ifPresent(problems::add);
        return unsupported.isEmpty();
    }

    private void streamingTable(Statement.CreateStreamingTable statement, Map<QueryDefinition, AnalyzedQuery> queries) {
        List<Field> columns = columns(statement.spec()).orElseGet(() -> merged(queries));
        checkStored(columns, statement.spec());
        List<Flow> flows = new ArrayList<>();
        for (Map.Entry<QueryDefinition, AnalyzedQuery> entry : queries.entrySet()) {
            QueryDefinition query = entry.getKey();
            List<Field> wanted = new ArrayList<>(entry.getValue().fields().subList(0, controlCount(query)));
            wanted.addAll(columns);
            AnalyzedQuery stored = convert(entry.getValue(), query, wanted, statement.spec(), Missing.NULLS);
            query.capture().ifPresent(capture -> requireOrder(wanted, capture));
            Plan plan = QueryTranslator.translate(stored);
            Plan kept =
                    query.capture().map(capture -> LatestRows.of(plan, capture)).orElse(plan);
            flows.add(new Flow(
                    query.name(), current().name(), kept, query.written().position()));
        }
        know(current().name(), columns);
        parts.datasets.add(new Dataset.StreamingTable(
                current().name(),
                columns,
                statement.spec().attributes(),
                expectations(statement.spec(), columns),
                current().written().position()));
        parts.flows.addAll(flows);
    }

    private static int controlCount(QueryDefinition query) {
        return query.capture().map(ChangeCapture::controlCount).orElse(0);
    }

    private static void requireOrder(List<Field> columns, ChangeCapture capture) {
        List<Diagnostic> wrong = new ArrayList<>();
        for (Field column : columns) {
            if (StoredColumns.hasMap(column.type())) {
                wrong.add(Diagnostic.of(
                        ErrorCode.NOT_SUPPORTED,
                        "AUTO CDC cannot take the column " + column.name()
                                + ": it contains a MAP, and of two changes alike in all else the greater one counts; leave it"
                                + " out with COLUMNS * EXCEPT, or make it an array with map_entries",
                        capture.position()));
            }
        }
        throwAll(wrong);
    }

    private List<Expectation> expectations(TableSpec spec, List<Field> columns) {
        return new ExpectationCompiler(
                        session, current().statement().text(), current().name(), columns)
                .compile(spec.expectations());
    }

    private static List<Diagnostic> refuseKeys(TableSpec spec) {
        List<Diagnostic> refused = new ArrayList<>();
        for (DeclaredExpectation expectation : spec.expectations()) {
            if (expectation.test() instanceof DeclaredExpectation.Unique) {
                refused.add(Diagnostic.of(
                        ErrorCode.NOT_SUPPORTED,
                        "UNIQUE is not supported on a streaming table, whose rows are judged as they come; declare it on a"
                                + " materialized view that reads the table",
                        expectation.place()));
            }
        }
        return refused;
    }

    private List<Field> merged(Map<QueryDefinition, AnalyzedQuery> queries) {
        MergedSchema schema = new MergedSchema(current().written().toString());
        queries.forEach((query, analyzed) -> schema.add(
                query.written().toString(),
                analyzed.fields().subList(controlCount(query), analyzed.fields().size()),
                query.written().position()));
        return schema.fields();
    }

    @Override
    public Boolean visit(Statement.CreateSink statement) {
        if (!SinkOptions.FORMATS.contains(statement.format())) {
            problems.add(
                    ErrorCode.NOT_SUPPORTED,
                    FileSources.formatPosition(statement.text()),
                    "The sink format " + statement.format() + " is not supported; supported are "
                            + String.join(", ", SinkOptions.FORMATS)
                            + NearestName.hint(statement.format(), SinkOptions.FORMATS));
        }
        refuseUnknownOptions(statement);
        boolean isFine = attempt(() -> {
            Map<String, String> options = new HashMap<>(statement.options());
            if (TopicSink.isOne(statement)) {
                throwAll(TopicSink.checkOptions(statement));
            } else if (SinkOptions.FILE_FORMATS.contains(statement.format())) {
                options.keySet().removeIf(option -> option.equalsIgnoreCase("path"));
                options.put("path", files.sinkPath(statement));
                parts.sinkPaths.put(current().name().key(), FileSources.sinkPathPosition(statement));
            }
            parts.sinks.add(new Sink(
                    current().name(),
                    statement.format(),
                    options,
                    statement.name().position()));
        });
        for (QueryDefinition query : current().queries()) {
            Optional<AnalyzedQuery> analyzed = analyze(query);
            boolean isStreamable = analyzed.isPresent()
                    && (Resolution.firstStream(query).isEmpty() || isStreamable(analyzed.get(), query));
            isFine &= isStreamable
                    && attempt(() -> {
                        throwAll(StoredColumns.checkStored(
                                current().toString(),
                                analyzed.get().fields(),
                                query.written().position()));
                        if (TopicSink.isOne(statement)) {
                            throwAll(TopicSink.checkColumns(
                                    analyzed.get().fields(), query.written().position()));
                        }
                        Plan plan = QueryTranslator.translate(analyzed.get());
                        parts.flows.add(new Flow(
                                query.name(),
                                current().name(),
                                plan,
                                query.written().position()));
                    });
        }
        return isFine;
    }

    private void refuseUnknownOptions(Statement.CreateSink sink) {
        List<String> known = SinkOptions.names(sink.format());
        new TreeMap<>(sink.options()).forEach((option, value) -> {
            if (!known.isEmpty() && SinkOptions.find(sink.format(), option).isEmpty()) {
                problems.add(
                        ErrorCode.OPTION,
                        sink.text().findOption(option),
                        "Unknown option " + option + " of a " + sink.format() + " sink"
                                + NearestName.hint(option, known));
            }
            refuseUnknownValue(sink, option, value);
        });
    }

    private void refuseUnknownValue(Statement.CreateSink sink, String option, String value) {
        List<String> allowed = SinkOptions.find(sink.format(), option)
                .map(name -> SinkOptions.values(sink.format(), name))
                .orElse(List.of());
        if (!allowed.isEmpty() && !allowed.contains(value.toLowerCase(Locale.ROOT))) {
            problems.add(
                    ErrorCode.OPTION,
                    sink.text().findOption(option),
                    "The option " + option + " of a " + sink.format() + " sink cannot be " + value + "; expected "
                            + String.join(", ", allowed));
        }
    }

    @Override
    public Boolean visit(Statement.CreateFlow statement) {
        return false;
    }

    @Override
    public Boolean visit(Statement.SetConfiguration statement) {
        return false;
    }

    @Override
    public Boolean visit(Statement.UseSchema statement) {
        return false;
    }

    @Override
    public Boolean visit(Statement.SetCatalog statement) {
        return false;
    }

    private Optional<AnalyzedQuery> analyze(QueryDefinition query) {
        Resolution resolution = Objects.requireNonNull(resolutions.get(query), "the names of every query are resolved");
        List<Diagnostic> wrongReads = streams.checkReads(resolution);
        wrongReads.forEach(problems::add);
        if (resolution.state() == State.BROKEN || !wrongReads.isEmpty() || !inputsAreKnown(resolution)) {
            return Optional.empty();
        }
        List<AnalyzedQuery> analyzed = new ArrayList<>();
        attempt(() -> analyzed.add(session.analyze(query, resolution)));
        return analyzed.stream().findFirst();
    }

    private boolean inputsAreKnown(Resolution resolution) {
        boolean known = resolution.definitions().values().stream()
                .allMatch(input -> session.relations().has(input.name()));
        for (Reference file : resolution.files()) {
            known &= isOpen(file);
        }
        return known;
    }

    private boolean isOpen(Reference file) {
        RelationName name = Resolution.fileName(file);
        if (session.relations().has(name)) {
            return true;
        }
        boolean isOpened = !brokenFiles.contains(name)
                && attempt(() -> {
                    FileSources.Opened opened = files.open(file);
                    session.relations().add(opened.relation());
                    parts.sources.add(opened.source());
                });
        if (!isOpened) {
            brokenFiles.add(name);
        }
        return isOpened;
    }

    private static Optional<List<Field>> columns(TableSpec spec) {
        return spec.columns().isEmpty()
                ? Optional.empty()
                : Optional.of(spec.columns().stream().map(DeclaredColumn::field).toList());
    }

    private AnalyzedQuery convert(
            AnalyzedQuery analyzed, QueryDefinition query, List<Field> columns, TableSpec spec, Missing missing) {
        if (analyzed.fields().equals(columns)) {
            return analyzed;
        }
        Map<String, SourcePosition> positions = new HashMap<>();
        spec.columns().forEach(column -> positions.put(column.field().name(), column.position()));
        ColumnConversion conversion = new ColumnConversion(
                current().written().toString(), query.written().position(), positions, missing);
        return session.normalize(query, conversion.convert(analyzed, columns));
    }

    private void checkStored(List<Field> columns, TableSpec spec) {
        List<Diagnostic> wrong = new ArrayList<>(StoredColumns.checkStored(
                current().written().toString(), columns, current().written().position()));
        List<String> names = columns.stream().map(Field::name).toList();
        List<String> layout = new ArrayList<>(spec.attributes().partitioning());
        layout.addAll(spec.attributes().clustering());
        for (String column : layout) {
            if (names.stream().noneMatch(name -> name.equalsIgnoreCase(column))) {
                wrong.add(Diagnostic.of(
                        ErrorCode.ANALYSIS,
                        current().written() + " has no column " + column + " to partition or cluster by"
                                + NearestName.hint(column, names),
                        spec.layoutPosition()));
            }
        }
        throwAll(wrong);
    }

    private static void throwAll(List<Diagnostic> wrong) {
        if (!wrong.isEmpty()) {
            throw new LeatException(wrong);
        }
    }
}
