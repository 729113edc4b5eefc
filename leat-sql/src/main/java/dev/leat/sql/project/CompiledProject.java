package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of a project.
 *
 * @param pipeline absent if anything is wrong
 * @param diagnostics everything that is wrong, by file and position
 * @param files the texts that were read, by the name used in positions
 */
public record CompiledProject(
        Optional<Pipeline> pipeline, List<Diagnostic> diagnostics, Map<String, SourceFile> files) {
    public CompiledProject {
        diagnostics = List.copyOf(diagnostics);
        files = new TreeMap<>(files);
    }

    /** The pipeline, or all that is wrong as one exception. */
    public Pipeline require() {
        if (!diagnostics.isEmpty()) {
            throw new LeatException(diagnostics);
        }
        return pipeline.orElseThrow();
    }

    /** The source line of a position. */
    public Optional<String> line(SourcePosition position) {
        return Optional.ofNullable(files.get(position.file())).flatMap(file -> file.line(position.line()));
    }
}
