package dev.leat.testkit.cluster;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a JVM is started: what the machine's environment says of Spark and Hadoop is left out.
 *
 * @param options of the JVM
 * @param classPath its entries; an entry may end in an asterisk
 * @param program the main class and its arguments
 * @param environment added to that of this process
 */
record JavaCommand(
        List<String> options, List<String> classPath, List<String> program, Map<String, String> environment) {
    /** Little memory and a short start count for more than speed. */
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-XX:-UsePerfData",
            "-Djava.net.preferIPv4Stack=true");

    JavaCommand {
        options = List.copyOf(options);
        classPath = List.copyOf(classPath);
        program = List.copyOf(program);
        environment = Map.copyOf(new LinkedHashMap<>(environment));
    }

    private static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    ProcessBuilder builder() {
        List<String> command = new ArrayList<>();
        command.add(javaHome().resolve("bin").resolve("java").toString());
        command.addAll(SMALL);
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.matches("(SPARK|HADOOP|HDFS|YARN)_.*"));
        variables.put("JAVA_HOME", javaHome().toString());
        variables.putAll(environment);
        return builder;
    }
}
