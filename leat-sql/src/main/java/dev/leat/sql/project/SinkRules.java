package dev.leat.sql.project;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import dev.leat.spi.SinkWriters;
import dev.leat.sql.read.SourcePaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of a sink is the sink's own: it is no file, and neither another sink nor a source of the project has a part
 * in it. Otherwise a run would read what the last one wrote, or remove what another sink got. The options of a sink that is no
 * folder are what its writer takes.
 */
final class SinkRules {
    private final PipelineParts parts;
    private final SinkWriters writers;
    private final Problems problems;

    SinkRules(PipelineParts parts, SinkWriters writers, Problems problems) {
        this.parts = parts;
        this.writers = writers;
        this.problems = problems;
    }

    void check() {
        Map<Path, Sink> seen = new LinkedHashMap<>();
        for (Sink sink : parts.sinks) {
            if (!SinkOptions.FILE_FORMATS.contains(sink.format())) {
                checkOptions(sink);
                continue;
            }
            Path folder = SourcePaths.real(Path.of(sink.options().getOrDefault("path", "")));
            findProblem(sink, folder, seen)
                    .ifPresent(problem -> problems.add(
                            ErrorCode.OPTION,
                            parts.sinkPaths.getOrDefault(sink.name().key(), sink.position()),
                            problem));
            seen.putIfAbsent(folder, sink);
        }
    }

    private void checkOptions(Sink sink) {
        try {
            writers.check(sink);
        } catch (LeatException e) {
            e.diagnostics()
                    .forEach(found -> problems.add(found.position().isPresent() ? found : found.at(sink.position())));
        }
    }

    private Optional<String> findProblem(Sink sink, Path folder, Map<Path, Sink> seen) {
        for (Path path = folder; path != null; path = path.getParent()) {
            if (Files.isRegularFile(path)) {
                return Optional.of(
                        "The path of the sink " + sink.name() + " needs a folder, but " + path + " is a file");
            }
        }
        for (Map.Entry<Path, Sink> other : seen.entrySet()) {
            if (folder.startsWith(other.getKey()) || other.getKey().startsWith(folder)) {
                return Optional.of("The sinks " + other.getValue().name() + " and " + sink.name()
                        + " have one folder, or one inside the other; give each a folder of its own");
            }
        }
        return parts.sources.stream()
                .filter(source -> SourcePaths.cover(source.definition(), folder.resolve("part-00000." + sink.format())))
                .findFirst()
                .map(source -> "The source " + source.name() + " would read what the sink " + sink.name()
                        + " writes; give the sink a folder that the source's path does not cover");
    }
}
