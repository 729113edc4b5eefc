package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.cluster.SparkVersion;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestSparkHome {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void clusterNeedsItsSpark() {
        assertRefused(Optional.empty(), "spark://host:7077", "set SPARK_HOME");
    }

    @Test
    void folderWithoutSparkIsRefused() {
        assertRefused(Optional.of(folder.toString()), "spark://host:7077", "There is no Spark in " + folder);
    }

    @Test
    void sparkWithoutIcebergSaysWhichIsMissing() throws IOException {
        Files.createDirectories(folder.resolve("jars"));
        Files.createFile(folder.resolve("jars/spark-core_2.13-3.5.4.jar"));

        assertRefused(Optional.of(folder.toString()), "local[2]", "There is no Iceberg for Spark 3.5");
    }

    @Test
    void versionThatProjectsDoNotRunOnIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("jars"));
        Files.createFile(folder.resolve("jars/spark-core_2.13-3.4.3.jar"));

        assertRefused(Optional.of(folder.toString()), "local[2]", "Projects do not run on Spark 3.4: expected 3.5");
    }

    @Test
    void sparkOfAnotherScalaIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("jars"));
        Files.createFile(folder.resolve("jars/spark-core_2.12-3.5.4.jar"));

        assertRefused(Optional.of(folder.toString()), "local[2]", "is built for Scala 2.12");
    }

    @Test
    void versionIsThatOfTheClusterOrOfTheDistribution() throws IOException {
        Files.createDirectories(folder.resolve("jars"));
        Files.createFile(folder.resolve("jars/spark-core_2.13-3.5.4.jar"));

        assertThat(SparkHome.version(Optional.of(folder.toString()))).isEqualTo(SparkVersion.EARLIER);
        assertThat(SparkHome.version(Optional.empty())).isEqualTo(SparkVersion.COMPILED_FOR);
    }

    @Test
    void icebergOfTheClusterIsTaken() throws IOException {
        Files.createDirectories(folder.resolve("jars"));
        Files.createFile(folder.resolve("jars/spark-core_2.13-4.1.2.jar"));
        Files.createFile(folder.resolve("jars/iceberg-spark-runtime-4.1_2.13-1.12.0.jar"));

        SparkHome home = SparkHome.find(Optional.of(folder.toString()), "spark://host:7077");

        assertThat(home.home()).contains(folder);
        assertThat(home.jars()).hasSize(2);
        assertThat(home.applicationJars()).noneMatch(jar -> jar.toString().contains("iceberg"));
    }

    @Test
    void connectorOfTheClusterIsTakenForTopics() throws IOException {
        Path jars = Files.createDirectories(folder.resolve("jars"));
        Files.createFile(jars.resolve("spark-core_2.13-4.1.2.jar"));
        Files.createFile(jars.resolve("iceberg-spark-runtime-4.1_2.13-1.12.0.jar"));
        SparkHome home = SparkHome.find(Optional.of(folder.toString()), "local[2]");
        assertThatThrownBy(home::withTopics)
                .isInstanceOfSatisfying(
                        LeatException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("The project has topics, and there is no ");

        Files.createFile(jars.resolve("leat-connect-kafka-1.jar"));
        Files.createFile(jars.resolve("spark-sql-kafka-0-10_2.13-4.1.2.jar"));
        Files.createFile(jars.resolve("spark-token-provider-kafka-0-10_2.13-4.1.2.jar"));
        Files.createFile(jars.resolve("kafka-clients-3.9.1.jar"));
        Files.createFile(jars.resolve("commons-pool2-2.12.1.jar"));
        SparkHome known = SparkHome.find(Optional.of(folder.toString()), "local[2]");
        assertThat(known.withTopics()).isEqualTo(known);
    }

    private static void assertRefused(Optional<String> home, String master, String text) {
        assertThatThrownBy(() -> SparkHome.find(home, master))
                .isInstanceOfSatisfying(
                        LeatException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining(text);
    }
}
