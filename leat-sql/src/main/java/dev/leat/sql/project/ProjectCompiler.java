package dev.leat.sql.project;

import dev.leat.incremental.MaintainedQueries;
import dev.leat.incremental.TimeRules;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.spi.SinkWriters;
import dev.leat.spi.SourceReaders;
import dev.leat.sql.analysis.SparkSettings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Compiles a project: reads its files, gives names their meaning, and analyses every query. */
public final class ProjectCompiler {
    private final SourceReaders readers;
    private final SinkWriters writers;

    /** A compiler that knows of no sinks outside more than the names of their options. */
    public ProjectCompiler(SourceReaders readers) {
        this(readers, SinkWriters.NONE);
    }

    /**
     * A compiler.
     *
     * @param readers open the sources to learn their columns
     * @param writers look at the options of sinks
     */
    public ProjectCompiler(SourceReaders readers, SinkWriters writers) {
        this.readers = readers;
        this.writers = writers;
    }

    /** Compiles; what is wrong with the project is in the result, not thrown. */
    public CompiledProject compile(ProjectTexts texts) {
        Problems problems = new Problems();
        ProjectSource source = new ProjectReader(texts, problems).read();
        PipelineParts parts = compile(source, problems);
        Settings settings = settings(source);
        // Of a project with mistakes, what is right of it.
        Pipeline pipeline =
                new Pipeline(source.name(), settings, parts.sources, parts.datasets, parts.sinks, parts.flows);
        MaintainedQueries queries = new MaintainedQueries(pipeline);
        TimeRules.check(queries).forEach(problems::add);
        new DemandRules(queries, parts.demands, problems).check();
        return new CompiledProject(
                Optional.of(pipeline).filter(checked -> problems.isEmpty()),
                settings,
                problems.sorted(),
                texts.files());
    }

    private PipelineParts compile(ProjectSource source, Problems problems) {
        SparkSettings settings = SparkSettings.of(source.settings());
        Definitions definitions = DefinitionReader.read(source, settings, problems);
        NameResolver names = new NameResolver(source::mayBeDefinedByFailed, definitions, problems);
        Map<QueryDefinition, Resolution> resolutions = new HashMap<>();
        Map<Definition, Map<Definition, Reference>> reads = new LinkedHashMap<>();
        for (Definition definition : definitions.all()) {
            Map<Definition, Reference> inputs = new LinkedHashMap<>();
            for (QueryDefinition query : definition.queries()) {
                Resolution resolution = names.resolve(query);
                resolutions.put(query, resolution);
                query.references()
                        .forEach(reference -> Optional.ofNullable(
                                        resolution.definitions().get(reference))
                                .ifPresent(input -> inputs.putIfAbsent(input, reference)));
            }
            reads.put(definition, inputs);
        }
        DependencyOrder order = new DependencyOrder(reads, problems);
        FileSources files = new FileSources(source.location().folder(), source.settings(), readers);
        QuerySession session = new QuerySession(source.settings(), source.catalogName());
        DefinitionCompiler compiler = new DefinitionCompiler(session, files, resolutions, problems);
        for (Definition definition : order.order()) {
            if (order.onCycle().contains(definition)) {
                compiler.assume(definition);
            } else {
                compiler.compile(definition);
            }
        }
        new SinkRules(compiler.parts(), writers, problems).check();
        definitions
                .all()
                .forEach(definition -> definition
                        .demandPlace()
                        .ifPresent(place ->
                                compiler.parts().demands.put(definition.name().key(), place)));
        return compiler.parts();
    }

    private static Settings settings(ProjectSource source) {
        Map<String, String> configuration = new HashMap<>(source.settings().configuration());
        SessionNames.put(source.catalogName(), source.schemaName(), configuration);
        return new Settings(source.settings().zone(), configuration);
    }
}
