package dev.leat.conformance.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs of a project on Spark, each a command in a process of its own.
 *
 * @param jars those of the application
 * @param environment of the commands, with {@code SPARK_HOME} at least
 */
public record SparkRuns(String jars, Map<String, String> environment, Path project, String master, String warehouse) {
    public SparkRuns {
        environment = Map.copyOf(environment);
    }

    /**
     * Starts one.
     *
     * @param output a file for all that it prints
     * @param options beside those that say where it runs
     */
    public LeatProcess start(Path output, List<String> options) {
        List<String> arguments = new ArrayList<>(
                List.of("run", project.toString(), "--engine", "spark", "--master", master, "--warehouse", warehouse));
        arguments.addAll(options);
        return LeatProcess.start(jars, environment, output, arguments);
    }
}
