package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.SourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobPattern;

/** Which files belong to a source by the names of its paths alone, whether they exist or not. */
public final class SourcePaths {
    private SourcePaths() {}

    /**
     * Whether a file would lie in what a source reads: one of its paths names the file or a folder above it. Names that
     * begin with {@code _} or {@code .} are hidden from sources. Other filters are not looked at.
     */
    public static boolean cover(SourceDefinition source, Path file) {
        return source.paths().stream().anyMatch(path -> covers(path, file));
    }

    private static boolean covers(String path, Path file) {
        if (!GlobPaths.isGlob(path)) {
            Path folder = real(Path.of(path));
            return file.startsWith(folder) && isVisible(folder.relativize(file));
        }
        try {
            return GlobExpander.expand(path).stream().anyMatch(glob -> matches(glob, file));
        } catch (IOException e) {
            throw new LeatException(ErrorCode.OPTION, "The glob " + path + " is not valid: " + e.getMessage(), e);
        }
    }

    private static boolean matches(String glob, Path file) {
        List<String> components = List.of(glob.split("/+")).stream()
                .filter(component -> !component.isEmpty() && !component.equals("."))
                .toList();
        if (components.size() > file.getNameCount()) {
            return false;
        }
        for (int i = 0; i < components.size(); i++) {
            String name = file.getName(i).toString();
            boolean isNamed = GlobPaths.isGlob(components.get(i))
                    ? new GlobPattern(components.get(i)).matches(name)
                    : components.get(i).equals(name);
            if (!isNamed) {
                return false;
            }
        }
        return components.size() == file.getNameCount()
                || isVisible(file.subpath(components.size(), file.getNameCount()));
    }

    private static boolean isVisible(Path below) {
        for (Path name : below) {
            if (name.toString().startsWith("_") || name.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    /** A path whose existing part has its real name, so that links do not hide that two are one. */
    public static Path real(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        Optional<Path> parent = Optional.ofNullable(whole.getParent());
        try {
            return Files.exists(whole) || parent.isEmpty()
                    ? whole.toRealPath()
                    : real(parent.get()).resolve(whole.getFileName());
        } catch (IOException e) {
            return whole;
        }
    }
}
