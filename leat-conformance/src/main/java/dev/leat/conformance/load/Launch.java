package dev.leat.conformance.load;

import dev.leat.cli.Main;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Starts Leat as fast as its distribution does: from jars, of which there is an archive of loaded classes and for which it keeps
 * compiled projects, and with DuckDB's library beside its jar, from which the driver would copy 71 MB at each start, and a killed
 * process would leave them there.
 */
public final class Launch {
    private static final String LIBRARY = "libduckdb_java.so_linux_" + architecture();

    private final Path folder;
    private final String classPath;

    private Launch(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    /** Makes the jars in a new folder. */
    public static Launch prepare(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> entries = new ArrayList<>();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry).toAbsolutePath();
            Path jar = folder.resolve(entries.size() + ".jar");
            if (Files.isDirectory(path)) {
                pack(path, jar);
                entries.add(jar.toString());
            } else if (isDriver(path)) {
                divide(path, jar);
                entries.add(jar.toString());
            } else {
                entries.add(path.toString());
            }
        }
        return new Launch(folder, String.join(File.pathSeparator, entries));
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
    }

    private static boolean isDriver(Path jar) {
        return jar.getFileName().toString().startsWith("duckdb_jdbc")
                && System.getProperty("os.name").equals("Linux");
    }

    /** The driver loads the library from the path only if its jar has none. */
    private static void divide(Path driver, Path jar) throws IOException {
        try (ZipFile in = new ZipFile(driver.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (ZipEntry entry : in.stream().toList()) {
                if (entry.getName().equals(LIBRARY)) {
                    Files.copy(in.getInputStream(entry), jar.resolveSibling("libduckdb_java.so"));
                } else if (!entry.getName().startsWith("libduckdb_java")) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.getInputStream(entry).transferTo(out);
                }
            }
        }
    }

    /** Runs a command that loads what later ones do, and keeps the classes, even if it then fails. */
    public void train(List<String> arguments) throws IOException, InterruptedException {
        Process process = start(List.of("-XX:ArchiveClassesAtExit=" + archive()), arguments);
        process.waitFor();
        if (!Files.exists(archive())) {
            throw new IllegalStateException("the training ended with " + process.exitValue() + ": " + err());
        }
    }

    private Path archive() {
        return folder.resolve("classes.jsa");
    }

    /** What the processes have told on standard error. */
    private String err() throws IOException {
        return Files.readString(folder.resolve("err.txt"));
    }

    /** Starts a command. */
    public Process start(List<String> options, List<String> arguments) throws IOException {
        List<String> command = words(options);
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("err.txt").toFile()))
                .start();
    }

    /**
     * The words that start Leat, before those of a command.
     *
     * @param options for Java
     */
    public List<String> words(List<String> options) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens") || option.startsWith("--enable-native-access"))
                .forEach(words::add);
        words.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Xss4m",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-Dfile.encoding=UTF-8",
                "-Djava.library.path=" + folder));
        if (Files.exists(archive())) {
            words.add("-XX:SharedArchiveFile=" + archive());
        }
        words.addAll(options);
        words.addAll(List.of("-cp", classPath, Main.class.getName()));
        return words;
    }
}
