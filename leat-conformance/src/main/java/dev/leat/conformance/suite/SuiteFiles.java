package dev.leat.conformance.suite;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.TPCDSSchema;

/**
 * Reads the suite from the jar of Spark's tests. A golden file is a list of blocks that start with {@code -- !query}:
 * statement, schema, output. Of the input file only the {@code --SET} lines are needed; dimensions ({@code --CONFIG_DIM})
 * vary how Spark computes, not what.
 */
public final class SuiteFiles {
    private static final int JAVA_21 = 21;

    private SuiteFiles() {}

    /** All files, in order of their names. */
    public static List<SuiteFile> load() {
        try (FileSystem jar = FileSystems.newFileSystem(jarOfSparksTests())) {
            Path inputs = jar.getPath("/sql-tests/inputs");
            Path results = jar.getPath("/sql-tests/results");
            List<Path> paths;
            try (Stream<Path> found = Files.walk(inputs)) {
                paths = found.filter(path -> path.toString().endsWith(".sql"))
                        .sorted()
                        .toList();
            }
            List<SuiteFile> files = new ArrayList<>();
            for (Path input : paths) {
                String name = inputs.relativize(input).toString();
                Path golden = golden(results, name);
                if (Files.exists(golden)) {
                    files.add(new SuiteFile(name, settings(text(input)), queries(text(golden))));
                }
            }
            return files;
        } catch (IOException e) {
            throw new LeatException(ErrorCode.IO, "Cannot read Spark's SQL test suite: " + e.getMessage(), e);
        }
    }

    /** A file beside the suite that its tables are loaded from. */
    static byte[] testData(String path) {
        try (FileSystem jar = FileSystems.newFileSystem(jarOfSparksTests())) {
            return Files.readAllBytes(jar.getPath("/test-data/" + path));
        } catch (IOException e) {
            throw new LeatException(ErrorCode.IO, "Cannot read " + path + " of Spark's tests: " + e.getMessage(), e);
        }
    }

    private static Path jarOfSparksTests() {
        URI location;
        try {
            location = TPCDSSchema.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The jar of Spark's tests has an odd name", e);
        }
        return Path.of(location);
    }

    private static Path golden(Path results, String name) {
        Path newer = results.resolve(name + ".out.java21");
        return Runtime.version().feature() >= JAVA_21 && Files.exists(newer) ? newer : results.resolve(name + ".out");
    }

    private static String text(Path path) throws IOException {
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    }

    static Map<String, String> settings(String input) {
        Map<String, String> settings = new TreeMap<>();
        for (String line : input.split("\n")) {
            if (line.startsWith("--SET ")) {
                for (String setting : line.substring("--SET ".length()).split(",")) {
                    int equals = setting.indexOf('=');
                    settings.put(
                            setting.substring(0, equals).trim(),
                            setting.substring(equals + 1).trim());
                }
            }
        }
        return settings;
    }

    static List<GoldenQuery> queries(String golden) {
        String[] segments = golden.split("-- !query.*\n", -1);
        List<GoldenQuery> queries = new ArrayList<>();
        for (int i = 1; i + 2 < segments.length; i += 3) {
            queries.add(new GoldenQuery(segments[i].trim(), segments[i + 1].trim(), segments[i + 2].stripTrailing()));
        }
        return queries;
    }
}
