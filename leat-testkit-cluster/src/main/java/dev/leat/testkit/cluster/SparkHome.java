package dev.leat.testkit.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder that Spark takes for an installation of it: {@code jars} has links to the jars, {@code conf} what keeps processes small and on
 * 127.0.0.1, {@code bin} only {@code spark-submit}. Closing it removes the links: whoever deletes the folder is not to meet what is outside.
 *
 * @param folder what {@code SPARK_HOME} is to be
 */
public record SparkHome(Path folder) implements AutoCloseable {
    private static final String SUBMIT = "spark-submit";
    private static final int SERVER_HEAP_MEGABYTES = 256;

    /** Little memory and a short start count for more than speed. */
    static final String SMALL = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.net.preferIPv4Stack=true";

    private static final String DEFAULTS = """
            spark.driver.host            127.0.0.1
            spark.driver.bindAddress     127.0.0.1
            spark.ui.enabled             false
            spark.driver.memory          512m
            spark.executor.memory        512m
            spark.sql.shuffle.partitions 4
            spark.executor.extraJavaOptions %s
            """.formatted(SMALL);

    /** Spark 4, of the version that Leat is built on, with Iceberg and Kafka. */
    public static SparkHome spark4(Path folder) {
        return of(folder, ClassPath.SPARK_4);
    }

    /** The last Spark 3, with YARN and Iceberg; it is there in builds with {@code -Pcluster}. */
    public static SparkHome spark3(Path folder) {
        return of(folder, ClassPath.SPARK_3);
    }

    private static SparkHome of(Path folder, ClassPath classPath) {
        try {
            Path jars = Files.createDirectories(folder.resolve("jars"));
            for (Path jar : classPath.jars()) {
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toAbsolutePath());
            }
            SparkHome home = new SparkHome(folder.toAbsolutePath());
            Files.createDirectories(folder.resolve("conf"));
            Files.writeString(home.defaults(), DEFAULTS);
            home.writeEnvironment();
            home.writeSubmitScript();
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "JAVA_HOME", ClusterJava.home().toString(),
                "SPARK_HOME", folder.toString(),
                "SPARK_LOCAL_IP", Loopback.ADDRESS,
                "SPARK_LOCAL_DIRS", folder.resolve("local").toString(),
                "SPARK_SCALA_VERSION", "2.13");
    }

    private void writeEnvironment() throws IOException {
        StringBuilder text = new StringBuilder();
        environment()
                .forEach((name, value) -> text.append("export ")
                        .append(name)
                        .append("='")
                        .append(value)
                        .append("'\n"));
        text.append("export SPARK_SUBMIT_OPTS=\"").append(SMALL).append(" ${SPARK_SUBMIT_OPTS:-}\"\n");
        Files.writeString(folder.resolve("conf").resolve("spark-env.sh"), text);
    }

    private void writeSubmitScript() throws IOException {
        try (InputStream in = SparkHome.class.getResourceAsStream(SUBMIT)) {
            if (in == null) {
                throw new IllegalStateException("no " + SUBMIT);
            }
            Files.createDirectories(submitScript().getParent());
            Files.copy(in, submitScript());
            Files.setPosixFilePermissions(submitScript(), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** What applications that say nothing else get. */
    void addDefaults(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        try {
            Files.writeString(defaults(), text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path defaults() {
        return folder.resolve("conf").resolve("spark-defaults.conf");
    }

    /** The class path of drivers. */
    public List<Path> jars() {
        try (Stream<Path> jars = Files.list(folder.resolve("jars"))) {
            return jars.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts {@code bin/spark-submit}.
     *
     * @param log what it, and a driver in it, prints
     * @param environment such as {@code HADOOP_CONF_DIR}
     */
    public ClusterProcess submit(Path log, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(submitScript().toString());
        command.addAll(arguments);
        ClusterProcess submitted = new ClusterProcess(() -> JavaCommand.process(command, environment), log, "");
        submitted.start();
        return submitted;
    }

    private Path submitScript() {
        return folder.resolve("bin").resolve(SUBMIT);
    }

    /** A server of a cluster of this Spark's own. */
    JavaCommand server(List<String> program) {
        List<String> classPath = List.of(
                folder.resolve("conf").toString(),
                folder.resolve("jars").resolve("*").toString());
        return new JavaCommand(SERVER_HEAP_MEGABYTES, List.of(), classPath, program, environment());
    }

    @Override
    public void close() {
        try {
            for (Path jar : jars()) {
                Files.delete(jar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
