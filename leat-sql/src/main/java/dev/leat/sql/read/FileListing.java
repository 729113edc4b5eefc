package dev.leat.sql.read;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files below the paths of a source, found as Spark's file index finds them: names that begin with {@code .}, or
 * with {@code _} and have no {@code =}, are hidden; folders are searched to any depth so that partition folders show.
 */
final class FileListing {
    private final List<Path> roots;
    private final Map<Path, List<DataFile>> filesByFolder = new LinkedHashMap<>();
    private final Map<Path, DataFile> files = new LinkedHashMap<>();
    private final Predicate<DataFile> filter;

    private FileListing(List<Path> roots, Predicate<DataFile> filter) {
        this.roots = roots;
        this.filter = filter;
    }

    /** Lists everything below the paths, which are absolute or {@code file:} URIs, and may be globs. */
    static FileListing list(List<String> paths, Predicate<DataFile> filter) {
        List<Path> globbed = new ArrayList<>();
        List<Path> plain = new ArrayList<>();
        for (String text : paths) {
            String path = localPath(text);
            if (!GlobPaths.isGlob(path)) {
                plain.add(requireExisting(path));
                continue;
            }
            List<Path> found = GlobPaths.expand(path);
            if (found.isEmpty()) {
                throw notFound(path);
            }
            globbed.addAll(found);
        }
        globbed.addAll(plain);
        FileListing listing = new FileListing(List.copyOf(globbed), filter);
        try {
            for (Path root : listing.roots) {
                listing.addRoot(root);
            }
        } catch (IOException e) {
            throw FileErrors.convert(e, "list the files of the source");
        }
        return listing;
    }

    private static String localPath(String path) {
        String local = path;
        if (path.startsWith("file:")) {
            local = path.substring("file:".length()).replaceFirst("^/{2,}", "/");
        } else if (path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            throw new LeatException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot read " + path + ": only local files are supported; write a path or a file: URI");
        }
        return local;
    }

    private static Path requireExisting(String path) {
        Path found = Path.of(path).toAbsolutePath().normalize();
        if (!Files.exists(found)) {
            throw notFound(path);
        }
        return found;
    }

    private static LeatException notFound(String path) {
        return new LeatException(Diagnostic.ofSpark(
                ErrorCode.SOURCE_NOT_FOUND, "PATH_NOT_FOUND", "Path does not exist: " + path, Optional.empty()));
    }

    /** Whether Spark takes no notice of a file or folder of this name. */
    static boolean isHidden(String name) {
        boolean excluded =
                (name.startsWith("_") && !name.contains("=")) || name.startsWith(".") || name.endsWith("._COPYING_");
        return excluded && !name.startsWith("_common_metadata") && !name.startsWith("_metadata");
    }

    private void addRoot(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            if (!isHidden(root.getFileName().toString())) {
                add(root);
            }
            return;
        }
        addFolder(root);
    }

    private void addFolder(Path folder) throws IOException {
        List<Path> children;
        try (Stream<Path> listed = Files.list(folder)) {
            children = listed.filter(child -> !isHidden(child.getFileName().toString()))
                    .sorted()
                    .toList();
        }
        for (Path child : children) {
            if (!Files.isDirectory(child)) {
                add(child);
            }
        }
        for (Path child : children) {
            if (Files.isDirectory(child)) {
                addFolder(child);
            }
        }
    }

    private void add(Path path) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(path, BasicFileAttributes.class);
        DataFile file = DataFile.of(path, facts);
        if (files.put(path, file) == null) {
            filesByFolder
                    .computeIfAbsent(path.getParent(), folder -> new ArrayList<>())
                    .add(file);
        }
    }

    List<Path> roots() {
        return roots;
    }

    /** Whether the path is one of the files found. */
    boolean isFile(Path path) {
        return files.containsKey(path);
    }

    /** The folders that hold at least one file that is not hidden. */
    List<Path> leafFolders() {
        return filesByFolder.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(file -> !isReserved(file.name())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The files in one folder that pass the filters. */
    List<DataFile> filesIn(Path folder) {
        return filesByFolder.getOrDefault(folder, List.of()).stream()
                .filter(filter)
                .toList();
    }

    /** The files at any depth that pass the filters. */
    List<DataFile> allFiles() {
        return files.values().stream().filter(filter).toList();
    }

    /** The files named as roots or directly inside a root, that pass the filters; once for each root that has them. */
    List<DataFile> filesOfRoots() {
        List<DataFile> found = new ArrayList<>();
        for (Path root : roots) {
            List<DataFile> children = filesByFolder.get(root);
            if (children != null) {
                found.addAll(children);
            } else if (files.containsKey(root)) {
                found.add(files.get(root));
            }
        }
        return found.stream().filter(filter).toList();
    }

    /** Whether rows are read from the file if it is not empty: summary files of Parquet are listed, but hold none. */
    static boolean holdsRows(DataFile file) {
        return !isReserved(file.name());
    }

    private static boolean isReserved(String name) {
        return (name.startsWith("_") && !name.contains("=")) || name.startsWith(".");
    }
}
