package dev.leat.cli;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The versions that decide what a query means and what it runs on, as the build wrote them down. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {text()};
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
