package dev.leat.cli;

import dev.leat.connect.kafka.KafkaReaders;
import dev.leat.connect.kafka.KafkaSinkWriters;
import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.Database;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.AskedQuery;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.pipeline.TopicFormat;
import dev.leat.run.ConsoleSinkWriter;
import dev.leat.run.SteadyClock;
import dev.leat.spi.Engine;
import dev.leat.spi.Evaluator;
import dev.leat.spi.EvaluatorFactory;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.spi.SinkWriter;
import dev.leat.spi.SinkWriters;
import dev.leat.spi.SourceReaders;
import dev.leat.spi.SourceScan;
import dev.leat.spi.StoredDataset;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.sql.project.CompiledProject;
import dev.leat.sql.project.PlanCache;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.project.QueryCompiler;
import dev.leat.sql.project.QueryCompiler.CompiledQuery;
import dev.leat.sql.project.SourceFile;
import dev.leat.sql.read.SparkFileReaders;
import dev.leat.sql.read.SparkRecordParsers;
import dev.leat.type.Field;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A project with what it takes to compile and run it. Spark's code is loaded when it is first needed. */
final class OpenProject implements AutoCloseable {
    private static final String STATE_FOLDER = ".leat";
    private static final String PLANS_FOLDER = "plans";

    private final ProjectOptions options;
    private final ProjectLocation location;
    private final Readers readers = new Readers();
    private Optional<ProjectTexts> texts = Optional.empty();
    private Optional<SourceFile> query = Optional.empty();

    OpenProject(ProjectOptions options) {
        this.options = options;
        this.location = ProjectLocation.of(options.project());
    }

    /** Readers on Spark's code, and of topics. */
    private static final class Readers implements SourceReaders, AutoCloseable {
        private Optional<KafkaReaders> topics = Optional.empty();

        @Override
        public SourceScan open(SourceDefinition source) {
            return source.format().equals(TopicFormat.NAME)
                    ? topics().open(source)
                    : new SparkFileReaders().open(source);
        }

        /** Made for the first source that needs it, and kept: it holds connections. */
        private synchronized SourceReaders topics() {
            if (topics.isEmpty()) {
                topics = Optional.of(new KafkaReaders(new SparkRecordParsers()));
            }
            return topics.get();
        }

        @Override
        public synchronized void close() {
            // A method reference would load their code at the end of each command.
            if (topics.isPresent()) {
                topics.get().close();
            }
            topics = Optional.empty();
        }
    }

    /** Standard output, and topics, whose code is loaded for the first sink that needs it. */
    private record Sinks(ProjectLocation location) implements SinkWriters {
        @Override
        public SinkWriter open(Sink sink, List<Field> columns, String state) {
            return sink.format().equals(SinkOptions.CONSOLE)
                    ? new ConsoleSinkWriter(sink, columns, new FileOutputStream(FileDescriptor.out))
                    : topics().open(sink, columns, state);
        }

        @Override
        public String guarantee(Sink sink) {
            return switch (sink.format()) {
                case SinkOptions.CONSOLE -> ConsoleSinkWriter.GUARANTEE.text();
                case TopicFormat.NAME -> topics().guarantee(sink);
                default -> SinkWriters.super.guarantee(sink);
            };
        }

        @Override
        public void check(Sink sink) {
            if (sink.format().equals(TopicFormat.NAME)) {
                topics().check(sink);
            }
        }

        private SinkWriters topics() {
            return new KafkaSinkWriters(name(location));
        }
    }

    /** Evaluators on Spark's code. */
    private static final class Evaluators implements EvaluatorFactory {
        @Override
        public Evaluator open(EvaluatorProgram program) {
            return new SparkEvaluatorFactory().open(program);
        }
    }

    /** As the user has given it. */
    Path path() {
        return options.project();
    }

    ProjectLocation location() {
        return location;
    }

    /** The name by which topics know who writes to them. */
    String name() {
        return name(location);
    }

    private static String name(ProjectLocation location) {
        return String.valueOf(location.folder().getFileName());
    }

    /** Ends the connections of its readers; the engines on it were closed before. */
    @Override
    public void close() {
        readers.close();
    }

    /** What a reader of a sink can rely on, in words. */
    String guarantee(Sink sink) {
        return new Sinks(location).guarantee(sink);
    }

    /** The project, compiled anew. */
    CompiledProject compile() {
        CompiledProject compiled = new ProjectCompiler(readers, new Sinks(location)).compile(texts());
        cache().ifPresent(plans -> compiled.pipeline().ifPresent(pipeline -> plans.put(texts(), pipeline)));
        return compiled;
    }

    /** The project as it was compiled before, if nothing has changed. */
    CompiledProject load() {
        return cache().flatMap(plans -> plans.find(texts()))
                .map(pipeline -> CompiledProject.of(pipeline, texts()))
                .orElseGet(this::compile);
    }

    /** The pipeline; what is wrong with the project is thrown together. */
    Pipeline require() {
        return load().require();
    }

    /**
     * The pipeline with an {@link AskedQuery}.
     *
     * @param stored finds what runs have left, for a project that cannot be compiled
     */
    Pipeline requireWith(String sql, Function<Settings, Optional<List<StoredDataset>>> stored) {
        query = Optional.of(new SourceFile(AskedQuery.NAME.simpleName(), sql));
        Optional<Pipeline> cached = cache().flatMap(plans -> plans.find(texts(), sql));
        if (cached.isPresent()) {
            return cached.get();
        }
        CompiledProject compiled = load();
        if (compiled.pipeline().isEmpty()) {
            Optional<List<StoredDataset>> left = stored.apply(compiled.settings());
            if (left.isPresent()) {
                return overResults(StoredResults.pipeline(left.get(), compiled.settings()), sql);
            }
        }
        Pipeline pipeline = compiled.require();
        Pipeline extended = extend(pipeline, new QueryCompiler(pipeline, location.folder(), readers).compile(sql));
        cache().ifPresent(plans -> plans.put(texts(), sql, extended));
        return extended;
    }

    /** With the results of earlier runs alone, where the project or its sources are broken. */
    private Pipeline overResults(Pipeline results, String sql) {
        return extend(results, new QueryCompiler(results, location.folder(), readers).compile(sql));
    }

    private static Pipeline extend(Pipeline pipeline, CompiledQuery query) {
        return AskedQuery.put(pipeline, query.sources(), query.columns(), query.plan());
    }

    /** A line of the project's files, or of the query. */
    Optional<String> line(SourcePosition position) {
        return Stream.concat(texts.stream().flatMap(read -> read.files().stream()), query.stream())
                .filter(file -> file.name().equals(position.file()))
                .findFirst()
                .flatMap(file -> file.line(position.line()));
    }

    private ProjectTexts texts() {
        if (texts.isEmpty()) {
            texts = Optional.of(ProjectTexts.read(location));
        }
        return texts.get();
    }

    /** Plans of earlier starts, beside the state. */
    private Optional<PlanCache> cache() {
        return Version.build().map(build -> new PlanCache(state().resolve(PLANS_FOLDER), build));
    }

    /** The folder of the state: in the project, or beside the file, unless the user says otherwise. */
    Path state() {
        return options.state().map(path -> path.toAbsolutePath().normalize()).orElseGet(() -> {
            Path folder = location.folder().resolve(STATE_FOLDER);
            String file = String.valueOf(location.file().getFileName());
            return location.isSingleFile()
                    ? folder.resolve(file.substring(0, file.length() - ".sql".length()))
                    : folder;
        });
    }

    /** An engine without state, for queries of files alone. */
    Engine transientEngine() {
        return DuckDbEngine.open(EngineOptions.inMemory(), code());
    }

    /** The engine on the project's state, made if it is missing. */
    Engine engine() {
        return embeddedEngine();
    }

    /** The same as what it is. */
    DuckDbEngine embeddedEngine() {
        return DuckDbEngine.open(EngineOptions.at(state()), code());
    }

    /** What engines are given. */
    DuckDbEngine.Code code() {
        return new DuckDbEngine.Code(
                new Evaluators(),
                readers,
                new Sinks(location),
                Clock.systemUTC(),
                new SteadyClock(Clock.systemUTC()),
                FunctionTable.STANDARD);
    }

    /** Whether there is a database; the folder alone may hold only plans. */
    boolean hasState() {
        return Files.exists(state().resolve(Database.FILE));
    }

    /** Requires that there is a state. */
    void requireState() {
        if (!hasState()) {
            throw new LeatException(
                    ErrorCode.PROJECT,
                    "The project has no results yet (there are none in " + state() + "); run it first: leat run "
                            + options.project());
        }
    }

    /** The engine on state that is there. */
    Engine existingEngine() {
        requireState();
        return engine();
    }
}
