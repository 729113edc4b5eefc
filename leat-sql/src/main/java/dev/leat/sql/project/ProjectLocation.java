package dev.leat.sql.project;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a project is.
 *
 * @param folder relative paths in the project start here; absolute
 * @param file the pipeline spec or, for a project of one file, the SQL file; absolute
 */
public record ProjectLocation(Path folder, Path file) {
    /** The names Spark looks for. */
    private static final List<String> SPEC_NAMES = List.of("spark-pipeline.yml", "spark-pipeline.yaml");

    /** Finds a project: a folder with a pipeline spec, the spec itself, or one {@code .sql} file. */
    public static ProjectLocation of(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute)) {
            return ofFolder(path, absolute);
        }
        if (!Files.exists(absolute)) {
            throw new LeatException(
                    ErrorCode.PROJECT,
                    "There is no " + path + "; a project is a folder with a spark-pipeline.yml, or one .sql file");
        }
        if (!isSql(absolute) && !isYaml(absolute)) {
            throw new LeatException(
                    ErrorCode.PROJECT,
                    path + " is not a project: expected a folder with a spark-pipeline.yml, or one .sql file");
        }
        Path parent = absolute.getParent();
        return new ProjectLocation(parent == null ? absolute : parent, absolute);
    }

    private static ProjectLocation ofFolder(Path path, Path absolute) {
        List<Path> found = SPEC_NAMES.stream()
                .map(absolute::resolve)
                .filter(Files::isRegularFile)
                .toList();
        if (found.isEmpty()) {
            throw new LeatException(
                    ErrorCode.PROJECT,
                    "The folder " + path + " has no spark-pipeline.yml; write one, or name one .sql file");
        }
        if (found.size() > 1) {
            throw new LeatException(
                    ErrorCode.PROJECT,
                    "The folder " + path + " has both spark-pipeline.yml and spark-pipeline.yaml; remove one");
        }
        return new ProjectLocation(absolute, found.get(0));
    }

    /** Whether the project is one SQL file without a pipeline spec. */
    public boolean isSingleFile() {
        return isSql(file);
    }

    /** The file as shown to the user: relative to the project's folder where it lies in it. */
    String shown(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        String text = (absolute.startsWith(folder) ? folder.relativize(absolute) : absolute).toString();
        return text.replace('\\', '/');
    }

    private static boolean isSql(Path path) {
        return path.toString().endsWith(".sql");
    }

    private static boolean isYaml(Path path) {
        return path.toString().endsWith(".yml") || path.toString().endsWith(".yaml");
    }
}
