package dev.leat.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The commands that start an application of Spark.
 *
 * @param master the cluster, as spark-submit names it
 * @param configuration Spark's settings that the user has given
 */
record Submission(SparkHome spark, String master, Map<String, String> configuration) {
    private static final String PACKAGE = "dev.leat.spark.application.";
    private static final String APPLICATION = PACKAGE + "LeatApplication";
    private static final String REMOTE_RUN = PACKAGE + "RemoteRun";
    private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";
    private static final int COMPILED_MAX = 5000;

    /** What Spark's own launcher opens to it. */
    private static final String OPENS_PROPERTY = "leat.jvm.opens";

    /** The settings that are ours, unless the user has others. */
    private static final Map<String, String> SETTINGS = Map.of(
            "spark.sql.extensions",
            "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
            "spark.ui.showConsoleProgress",
            "false",
            // Each view has a dozen steps of its own, whose code is the same for the next change.
            "spark.sql.codegen.cache.maxEntries",
            String.valueOf(COMPILED_MAX));

    /** What the command of a driver somewhere in the cluster has to wait for, and that a run which has failed is not repeated there. */
    private static final Map<String, String> SETTINGS_OF_REMOTE =
            Map.of("spark.standalone.submit.waitAppCompletion", "true", "spark.yarn.maxAppAttempts", "1");

    Submission {
        configuration = Map.copyOf(configuration);
    }

    /** That of an application whose driver is beside this process; with its arguments. */
    List<String> here(List<String> arguments) {
        return submit("client", SETTINGS, arguments);
    }

    /**
     * That of what submits an application whose driver is somewhere in the cluster, and tells of it here.
     *
     * @param run a name that no other run has
     */
    List<String> remote(String run, Path plan, String warehouse, List<String> arguments) {
        List<String> command = new ArrayList<>(java("-Xmx256m"));
        Stream<Path> configured = Optional.ofNullable(System.getenv("HADOOP_CONF_DIR")).map(Path::of).stream();
        command.addAll(List.of(
                "-cp",
                path(Stream.of(configured, spark.applicationJars().stream(), spark.jars().stream())
                        .flatMap(jars -> jars)),
                REMOTE_RUN,
                "--run",
                run,
                "--warehouse",
                warehouse,
                "--plan",
                plan.toString(),
                "--submit"));
        Map<String, String> settings = new LinkedHashMap<>(SETTINGS);
        settings.putAll(SETTINGS_OF_REMOTE);
        List<String> all = new ArrayList<>(List.of("--run", run, "--warehouse", warehouse));
        all.addAll(arguments);
        command.addAll(submit("cluster", settings, all));
        return command;
    }

    private List<String> submit(String mode, Map<String, String> settings, List<String> arguments) {
        List<String> command = new ArrayList<>();
        Optional<Path> script = spark.home()
                .map(home -> home.resolve("bin").resolve("spark-submit"))
                .filter(Files::isExecutable);
        if (script.isPresent()) {
            command.add(script.get().toString());
        } else {
            command.addAll(java("-Xmx" + configuration.getOrDefault("spark.driver.memory", "1g")));
            command.addAll(List.of("-cp", path(spark.jars().stream()), SUBMIT));
        }
        command.addAll(List.of("--master", master, "--deploy-mode", mode, "--class", APPLICATION));
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(configuration);
        all.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        List<Path> jars = spark.applicationJars();
        if (jars.size() > 1) {
            String others = jars.stream().skip(1).map(Path::toString).collect(Collectors.joining(","));
            command.addAll(List.of("--jars", others));
        }
        command.add(jars.get(0).toString());
        command.addAll(arguments);
        return command;
    }

    private static List<String> java(String memory) {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(List.of(System.getProperty(OPENS_PROPERTY, opens()).split(" ", -1)));
        java.add(memory);
        return java;
    }

    private static String path(Stream<Path> jars) {
        return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static String opens() {
        return List.of(
                        "java.lang",
                        "java.lang.invoke",
                        "java.lang.reflect",
                        "java.io",
                        "java.net",
                        "java.nio",
                        "java.util",
                        "java.util.concurrent",
                        "java.util.concurrent.atomic",
                        "jdk.internal.ref",
                        "sun.nio.ch",
                        "sun.nio.cs",
                        "sun.security.action",
                        "sun.util.calendar")
                .stream()
                .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                .collect(Collectors.joining(" "));
    }
}
