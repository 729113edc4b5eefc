package dev.leat.testkit.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The Java that clusters run on: that which Maven runs on, if it says so, whatever the tests run on. */
public final class ClusterJava {
    /** From the next on a security manager's method is gone that the Hadoop client of Spark 4.1 calls. */
    static final int FEATURE_MAX = 23;

    private static final String PROPERTY = "leat.cluster.java-home";

    private ClusterJava() {}

    /** Whether clusters can run here. Tests for which they can't are to be left out. */
    public static boolean isThere() {
        return feature(candidate()) <= FEATURE_MAX;
    }

    /** What {@code JAVA_HOME} is to be, for drivers too: Spark wants one Java for all processes. */
    public static Path home() {
        Path home = candidate();
        if (feature(home) > FEATURE_MAX) {
            throw new IllegalStateException(
                    "clusters run on Java 17 to %d, and %s is Java %d; set the system property %s"
                            .formatted(FEATURE_MAX, home, feature(home), PROPERTY));
        }
        return home;
    }

    private static Path candidate() {
        return Path.of(System.getProperty(PROPERTY, System.getProperty("java.home")));
    }

    private static int feature(Path home) {
        Properties release = new Properties();
        try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
        return Runtime.Version.parse(version).feature();
    }
}
