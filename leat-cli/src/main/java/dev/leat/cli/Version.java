package dev.leat.cli;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.json.PipelineJson;
import dev.leat.sql.project.PlanCache;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The versions that decide what a query means and what it runs on, as the build wrote them down. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    /**
     * What changes with every build of the code that compiles projects: the jars' sizes and times; empty where the code
     * is not in jars, as in tests.
     */
    static Optional<String> build() {
        StringBuilder build = new StringBuilder(text());
        for (Class<?> part : List.of(Version.class, PipelineJson.class, PlanCache.class)) {
            CodeSource code = part.getProtectionDomain().getCodeSource();
            Optional<Path> jar = Optional.ofNullable(code == null ? null : code.getLocation())
                    .map(location -> Path.of(URI.create(location.toString())));
            if (jar.isEmpty() || !Files.isRegularFile(jar.get())) {
                return Optional.empty();
            }
            try {
                build.append(' ')
                        .append(Files.size(jar.get()))
                        .append('/')
                        .append(Files.getLastModifiedTime(jar.get()).toMillis());
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return Optional.of(build.toString());
    }

    static String text() {
        Properties properties = new Properties();
        try (InputStream in =
                Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"), "version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new LeatException(ErrorCode.INTERNAL, "Cannot read version.properties", e);
        }
        return "leat %s (Spark SQL %s, DuckDB %s, Java %s)"
                .formatted(
                        properties.getProperty("leat"),
                        properties.getProperty("spark"),
                        properties.getProperty("duckdb"),
                        Runtime.version());
    }
}
