package dev.leat.conformance.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of this repository that a commit would hold, by path relative to its root. */
public record Repository(Path root, List<Path> files) {
    private static final Set<String> OUTSIDE = Set.of(".git", "target", ".leat", ".idea", ".vscode");

    public Repository {
        files = List.copyOf(files);
    }

    /** Finds the root above the working directory by its {@code .mvn} folder and lists what is tracked or would be. */
    public static Repository open() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("no folder above the working directory holds .mvn");
            }
            folder = parent;
        }
        return new Repository(folder, Files.exists(folder.resolve(".git")) ? listByGit(folder) : listByWalk(folder));
    }

    public List<Path> files(String suffix) {
        return files.stream().filter(file -> file.toString().endsWith(suffix)).toList();
    }

    public String read(Path file) {
        try {
            return Files.readString(root.resolve(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static List<Path> listByGit(Path root) {
        try {
            Process git = new ProcessBuilder("git", "ls-files", "-z", "-c", "-o", "--exclude-standard")
                    .directory(root.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (git.waitFor() != 0) {
                throw new IllegalStateException("git ls-files failed in " + root);
            }
            return Stream.of(output.split("\0"))
                    .filter(name -> !name.isEmpty())
                    .map(Path::of)
                    .filter(file -> Files.isRegularFile(root.resolve(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run git", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while git listed the files", e);
        }
    }

    /** For a source archive without a history. */
    private static List<Path> listByWalk(Path root) {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .filter(Repository::isInside)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + root, e);
        }
    }

    private static boolean isInside(Path file) {
        for (Path part : file) {
            if (OUTSIDE.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }
}
