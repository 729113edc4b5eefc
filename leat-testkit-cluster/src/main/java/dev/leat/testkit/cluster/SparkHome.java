package dev.leat.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder that Spark takes for an installation of it: {@code jars} has links to the jars, {@code conf} what keeps processes small and on
 * 127.0.0.1. Closing it removes the links: whoever deletes the folder is not to meet what is outside.
 *
 * @param folder what {@code SPARK_HOME} is to be
 */
public record SparkHome(Path folder) implements AutoCloseable {
    /** What Spark's own launcher adds. */
    static final List<String> JVM = Stream.of(
                    "java.base/java.lang",
                    "java.base/java.lang.invoke",
                    "java.base/java.lang.reflect",
                    "java.base/java.io",
                    "java.base/java.net",
                    "java.base/java.nio",
                    "java.base/java.util",
                    "java.base/java.util.concurrent",
                    "java.base/java.util.concurrent.atomic",
                    "java.base/jdk.internal.ref",
                    "java.base/sun.nio.ch",
                    "java.base/sun.nio.cs",
                    "java.base/sun.security.action",
                    "java.base/sun.util.calendar",
                    "java.security.jgss/sun.security.krb5")
            .map(name -> "--add-opens=" + name + "=ALL-UNNAMED")
            .toList();

    private static final String DEFAULTS = """
            spark.driver.host            127.0.0.1
            spark.driver.bindAddress     127.0.0.1
            spark.ui.enabled             false
            spark.executor.memory        512m
            spark.executor.extraJavaOptions  -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.net.preferIPv4Stack=true
            spark.sql.shuffle.partitions 4
            """;

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
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
            }
            Path conf = Files.createDirectories(folder.resolve("conf"));
            Files.writeString(conf.resolve("spark-defaults.conf"), DEFAULTS);
            return new SparkHome(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
     * Starts Spark's own {@code spark-submit}.
     *
     * @param log what it, and a driver in it, prints
     * @param environment such as {@code HADOOP_CONF_DIR}, whose folder is also put on its class path
     */
    public ClusterProcess submit(Path log, Map<String, String> environment, List<String> arguments) {
        List<String> program = new ArrayList<>();
        program.add("org.apache.spark.deploy.SparkSubmit");
        program.addAll(arguments);
        ClusterProcess submitted = new ClusterProcess(command(512, program, environment), log, "");
        submitted.start();
        return submitted;
    }

    JavaCommand command(int heapMegabytes, List<String> program, Map<String, String> environment) {
        List<String> options = new ArrayList<>(JVM);
        options.add("-Xmx" + heapMegabytes + "m");
        List<String> classPath = new ArrayList<>();
        classPath.add(folder.resolve("conf").toString());
        classPath.add(folder.resolve("jars").resolve("*").toString());
        if (environment.containsKey("HADOOP_CONF_DIR")) {
            classPath.add(environment.get("HADOOP_CONF_DIR"));
        }
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SPARK_HOME", folder.toString());
        variables.put("SPARK_LOCAL_IP", Loopback.ADDRESS);
        variables.put("SPARK_LOCAL_DIRS", folder.resolve("local").toString());
        variables.put("SPARK_SCALA_VERSION", "2.13");
        variables.putAll(environment);
        return new JavaCommand(options, classPath, program, variables);
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
