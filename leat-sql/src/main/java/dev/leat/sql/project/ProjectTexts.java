package dev.leat.sql.project;

import dev.leat.digest.Digests;
import dev.leat.error.Diagnostic;
import dev.leat.sql.project.PipelineSpec.Library;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of a project as text. Reading them takes nothing of Spark's. */
public final class ProjectTexts {
    private final ProjectLocation location;
    private final Optional<PipelineSpec> spec;
    private final List<SourceFile> files;
    private final List<SourceFile> sqlFiles;
    private final List<Diagnostic> diagnostics;

    private ProjectTexts(
            ProjectLocation location,
            Optional<PipelineSpec> spec,
            List<SourceFile> files,
            List<SourceFile> sqlFiles,
            List<Diagnostic> diagnostics) {
        this.location = location;
        this.spec = spec;
        this.files = List.copyOf(files);
        this.sqlFiles = List.copyOf(sqlFiles);
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** Reads all files; what is wrong with them is kept for the compiler to report. */
    public static ProjectTexts read(ProjectLocation location) {
        Problems problems = new Problems();
        ProjectFiles reader = new ProjectFiles(location, problems);
        List<SourceFile> files = new ArrayList<>();
        Optional<PipelineSpec> spec = Optional.empty();
        List<Path> paths = List.of(location.file());
        if (!location.isSingleFile()) {
            Optional<SourceFile> text = reader.read(location.file());
            text.ifPresent(files::add);
            spec = text.flatMap(found -> new PipelineSpecReader(found, problems).read());
            List<Library> libraries = spec.map(PipelineSpec::libraries).orElse(List.of());
            paths = reader.find(libraries);
        }
        List<SourceFile> sqlFiles = new ArrayList<>();
        paths.forEach(path -> reader.read(path).ifPresent(sqlFiles::add));
        files.addAll(sqlFiles);
        return new ProjectTexts(location, spec, files, sqlFiles, problems.sorted());
    }

    ProjectLocation location() {
        return location;
    }

    Optional<PipelineSpec> spec() {
        return spec;
    }

    /** All files, the pipeline spec first. */
    public List<SourceFile> files() {
        return files;
    }

    List<SourceFile> sqlFiles() {
        return sqlFiles;
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** A digest of where the project is and of all its texts. */
    String digest() {
        MessageDigest digest = Digests.sha256();
        add(digest, location.file().toString());
        for (SourceFile file : files) {
            add(digest, file.name());
            add(digest, file.text());
        }
        return Digests.digits(digest);
    }

    /** Adds a text with its length, so that no two lists of texts look alike. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }
}
