package dev.leat.conformance.oracle;

import dev.leat.pipeline.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Spark on two local threads. There is at most one per process; {@link #start} gives the running one, and the process's
 * end stops it and removes its files.
 */
public final class SparkOracle {
    private static final class Running {
        static final SparkOracle ORACLE = create();
    }

    private final SparkSession spark;
    private final Path scratch;

    private SparkOracle(SparkSession spark, Path scratch) {
        this.spark = spark;
        this.scratch = scratch;
    }

    /** The process's Spark, started at the first call. */
    public static SparkOracle start() {
        return Running.ORACLE;
    }

    private static SparkOracle create() {
        Path scratch = temporaryFolder();
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("leat-oracle")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.local.dir", scratch.resolve("local").toString())
                .config("spark.sql.warehouse.dir", scratch.resolve("warehouse").toString())
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.adaptive.enabled", "false")
                .config("spark.sql.ansi.enabled", "true")
                .config("spark.sql.datetime.java8API.enabled", "true")
                .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
                .getOrCreate();
        SparkOracle oracle = new SparkOracle(spark, scratch);
        Runtime.getRuntime().addShutdownHook(new Thread(oracle::stop, "spark-oracle-stop"));
        return oracle;
    }

    /** A session of its own: temporary views and settings are not shared, tables are. */
    public OracleSession session(Settings settings) {
        SparkSession session = spark.newSession();
        session.conf().set("spark.sql.session.timeZone", settings.zone());
        settings.configuration().forEach((key, value) -> session.conf().set(key, value));
        return new OracleSession(session);
    }

    /** A folder for the process's own files, removed at its end. */
    public Path scratch() {
        return scratch;
    }

    private void stop() {
        spark.stop();
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + scratch, e);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("leat-oracle");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a temporary folder for Spark", e);
        }
    }
}
