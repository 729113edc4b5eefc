package dev.leat.sql.project;

import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.SourcePosition;
import dev.leat.sql.project.PipelineSpec.Library;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds and reads the files of a project. */
final class ProjectFiles {
    /** A definition file is read into memory; this is far beyond what anyone writes. */
    private static final long BYTES_MAX = 16L << 20;

    /** Where Leat keeps its own state, and Python its compiled files. */
    private static final List<String> IGNORED_FOLDERS = List.of(".leat", "__pycache__");

    private final ProjectLocation location;
    private final Problems problems;

    ProjectFiles(ProjectLocation location, Problems problems) {
        this.location = location;
        this.problems = problems;
    }

    /** The SQL files that a spec's patterns name, sorted by path, each once. */
    List<Path> find(List<Library> libraries) {
        TreeSet<Path> found = new TreeSet<>();
        for (Library library : libraries) {
            found.addAll(find(library));
        }
        return List.copyOf(found);
    }

    /** Spark allows a plain file path, or a folder followed by {@code /**}; nothing else. */
    private List<Path> find(Library library) {
        String pattern = library.include();
        String folder = pattern.endsWith("/**") ? pattern.substring(0, pattern.length() - 3) : "";
        String fixed = folder.isEmpty() ? pattern : folder;
        if (fixed.matches(".*[*?\\[].*")) {
            problems.add(
                    ErrorCode.PROJECT,
                    library.position(),
                    "Invalid glob " + pattern + ": expected the path of a file, or a folder followed by /**, such as"
                            + " transformations/**");
            return List.of();
        }
        if (fixed.indexOf('\0') >= 0 || Path.of(fixed).isAbsolute()) {
            problems.add(
                    ErrorCode.PROJECT,
                    library.position(),
                    "The glob " + pattern + " must be relative to the folder of the pipeline spec");
            return List.of();
        }
        Path start = location.folder().resolve(fixed).normalize();
        List<Path> files = folder.isEmpty() ? one(start) : below(start, library.position());
        if (files.isEmpty()) {
            boolean isFolder = Files.isDirectory(start);
            problems.add(
                    ErrorCode.PROJECT,
                    library.position(),
                    "No file matches " + pattern
                            + (isFolder && folder.isEmpty()
                                    ? "; for all files of the folder write " + pattern + "/**"
                                    : ""));
        }
        return files.stream().filter(file -> isSql(file, library.position())).toList();
    }

    private static List<Path> one(Path file) {
        return Files.isRegularFile(file) ? List.of(file) : List.of();
    }

    private List<Path> below(Path folder, SourcePosition position) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(location.folder()
                                    .relativize(file)
                                    .toString()
                                    .split("[/\\\\]"))
                            .noneMatch(IGNORED_FOLDERS::contains))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            problems.add(
                    ErrorCode.IO, position, "Cannot list the folder " + location.shown(folder) + ": " + e.getMessage());
            return List.of();
        }
    }

    private boolean isSql(Path file, SourcePosition position) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".sql")) {
            return true;
        }
        String shown = location.shown(file);
        if (name.endsWith(".py")) {
            problems.add(
                    ErrorCode.NOT_SUPPORTED,
                    position,
                    "The Python file " + shown
                            + " cannot be run: Leat reads SQL definitions only; write its datasets as"
                            + " CREATE MATERIALIZED VIEW, CREATE STREAMING TABLE or CREATE FLOW statements in a .sql file");
        } else {
            problems.add(
                    ErrorCode.PROJECT,
                    position,
                    "The file " + shown
                            + " matches but is not a .sql file; move it out of the folder, or narrow the glob");
        }
        return false;
    }

    /** The text of a file; reported and empty if it can't be read or is not UTF-8. */
    Optional<SourceFile> read(Path path) {
        String shown = location.shown(path);
        SourcePosition start = new SourcePosition(shown, 1, 1, 1);
        try {
            if (Files.size(path) > BYTES_MAX) {
                problems.add(ErrorCode.LIMIT, start, "The file is larger than " + (BYTES_MAX >> 20) + " MiB; split it");
                return Optional.empty();
            }
            byte[] bytes = Files.readAllBytes(path);
            return Optional.of(new SourceFile(shown, decode(bytes)));
        } catch (CharacterCodingException e) {
            problems.add(ErrorCode.PROJECT, start, "The file is not valid UTF-8; convert it");
        } catch (IOException e) {
            problems.add(ErrorCode.IO, start, "Cannot read the file: " + FileErrors.reason(e));
        }
        return Optional.empty();
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
