package dev.leat.conformance.versions;

import dev.leat.conformance.cluster.ApplicationJars;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Spark in processes of its own that answers statements.
 *
 * @param home its folder, with {@code jars}; absent for the Spark of this process
 * @param folder for what it is asked and answers
 */
record ForeignSpark(Optional<Path> home, Path folder) {
    private static final int CRASHES_MAX = 20;

    /** One that says nothing for so long does not get on. */
    private static final int STILL_SECONDS_MAX = 60;

    /** The answers by the statements' ids. A statement at which the process ends has that for its answer. */
    Map<String, Answer> answers(List<Statement> statements) {
        Map<String, Answer> known = new HashMap<>();
        List<Statement> rest = statements;
        try {
            Files.createDirectories(folder);
            for (int crashes = 0; !rest.isEmpty(); crashes++) {
                Path log = folder.resolve("log-" + crashes);
                run(rest, folder.resolve("statements-" + crashes), folder.resolve("answers-" + crashes), log, known);
                rest = statements.stream()
                        .filter(statement -> !known.containsKey(statement.id()))
                        .toList();
                if (!rest.isEmpty()) {
                    if (crashes == CRASHES_MAX) {
                        throw new IllegalStateException("Spark ended too often: " + Files.readString(log));
                    }
                    known.put(rest.get(0).id(), Answer.ofFailure("the process ended"));
                    rest = rest.subList(1, rest.size());
                }
            }
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(List<Statement> statements, Path asked, Path answered, Path log, Map<String, Answer> known)
            throws IOException {
        Statement.write(statements, asked);
        String jars = home.map(path -> path.resolve("jars") + File.separator + "*")
                .orElseGet(() -> System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ErrorFile=" + log + ".crash"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(List.of(
                "-cp",
                ApplicationJars.classes(StatementRunner.class) + File.pathSeparator + jars,
                StatementRunner.class.getName(),
                asked.toString(),
                answered.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        Process process = builder.start();
        Thread end = new Thread(process::destroyForcibly, "spark-end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            long told = -1;
            while (!process.waitFor(STILL_SECONDS_MAX, TimeUnit.SECONDS)) {
                long now = Files.exists(answered) ? Files.size(answered) : 0;
                if (now == told) {
                    process.destroyForcibly();
                }
                told = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            Runtime.getRuntime().removeShutdownHook(end);
        }
        if (!Files.exists(answered)) {
            throw new IllegalStateException("Spark did not start: " + Files.readString(log));
        }
        for (String line : Files.readAllLines(answered)) {
            if (line.endsWith(StatementRunner.END)) {
                List<String> fields = Statement.fields(line.substring(0, line.length() - 1));
                known.put(fields.get(0), new Answer(fields.get(1), fields.subList(2, fields.size())));
            }
        }
    }
}
