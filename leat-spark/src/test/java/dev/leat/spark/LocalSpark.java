package dev.leat.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** The Spark of a test's process, on two local threads. */
final class LocalSpark {
    private static final class Running {
        static final SparkSession SESSION = create();
    }

    private LocalSpark() {}

    /** The session that engines get; it has no catalog of theirs. */
    static SparkSession session() {
        return Running.SESSION;
    }

    private static SparkSession create() {
        Path scratch = scratch();
        SparkSession session = SparkSession.builder()
                .master("local[2]")
                .appName("leat-spark-test")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.local.dir", scratch.resolve("local").toString())
                .config("spark.sql.warehouse.dir", scratch.resolve("warehouse").toString())
                .config("spark.sql.shuffle.partitions", "1")
                // The rows are few: compiling code for them takes longer than they do.
                .config("spark.sql.codegen.wholeStage", "false")
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.sql.adaptive.enabled", "false")
                .getOrCreate();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(session, scratch), "local-spark-stop"));
        return session;
    }

    private static void stop(SparkSession session, Path scratch) {
        session.stop();
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + scratch, e);
        }
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("leat-spark");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a temporary folder for Spark", e);
        }
    }
}
