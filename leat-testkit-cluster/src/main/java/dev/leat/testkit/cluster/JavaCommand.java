package dev.leat.testkit.cluster;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How a JVM is started.
 *
 * @param options of the JVM, besides those that all have
 * @param classPath its entries; an entry may end in an asterisk
 * @param program the main class and its arguments
 * @param environment added to that of this process
 */
record JavaCommand(
        int heapMegabytes,
        List<String> options,
        List<String> classPath,
        List<String> program,
        Map<String, String> environment)
        implements Supplier<ProcessBuilder> {
    /** Little memory and a short start count for more than speed. */
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-XX:-UsePerfData",
            "-Djava.net.preferIPv4Stack=true");

    /** What Spark's own launcher opens; Hadoop needs a part of it. */
    private static final List<String> OPENED = List.of(
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
            "java.security.jgss/sun.security.krb5");

    JavaCommand {
        options = List.copyOf(options);
        classPath = List.copyOf(classPath);
        program = List.copyOf(program);
        environment = Map.copyOf(environment);
    }

    @Override
    public ProcessBuilder get() {
        List<String> command = new ArrayList<>();
        command.add(ClusterJava.home().resolve("bin").resolve("java").toString());
        command.addAll(SMALL);
        OPENED.forEach(name -> command.add("--add-opens=" + name + "=ALL-UNNAMED"));
        command.add("-Xmx" + heapMegabytes + "m");
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
        command.addAll(program);
        return process(command, environment);
    }

    /** A process that knows nothing of another Spark or Hadoop on this machine. */
    static ProcessBuilder process(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.matches("(SPARK|HADOOP|HDFS|YARN)_.*"));
        variables.put("JAVA_HOME", ClusterJava.home().toString());
        variables.putAll(environment);
        return builder;
    }
}
