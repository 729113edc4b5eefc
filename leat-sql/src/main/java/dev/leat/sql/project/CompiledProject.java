package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import java.util.List;
import java.util.Optional;

/**
 * What became of a project.
 *
 * @param pipeline absent if anything is wrong
 * @param settings those of the project, as far as they are right
 * @param diagnostics everything that is wrong, by file and position
 * @param files the texts that were read
 */
public record CompiledProject(
        Optional<Pipeline> pipeline, Settings settings, List<Diagnostic> diagnostics, List<SourceFile> files) {
    public CompiledProject {
        diagnostics = List.copyOf(diagnostics);
        files = List.copyOf(files);
    }

    /** A project that was compiled from these texts before. */
    public static CompiledProject of(Pipeline pipeline, ProjectTexts texts) {
        return new CompiledProject(Optional.of(pipeline), pipeline.settings(), List.of(), texts.files());
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
        return files.stream()
                .filter(file -> file.name().equals(position.file()))
                .findFirst()
                .flatMap(file -> file.line(position.line()));
    }
}
