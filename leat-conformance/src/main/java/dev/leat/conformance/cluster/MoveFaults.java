package dev.leat.conformance.cluster;

import dev.leat.cli.Main;
import dev.leat.fault.FaultPoint;
import dev.leat.testkit.cluster.SparkHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A project that is moved there and back by the command, which is killed on the way, or its application is; the same command again must
 * finish, and the project must be what it is without. Nothing may be read twice.
 */
final class MoveFaults implements AutoCloseable {
    private static final long SECONDS_MAX = 300;
    private static final String QUERY =
            "SELECT count(*), sum(v), (SELECT sum(n) FROM per_key), (SELECT count(*) FROM big) FROM kept";

    private final Path folder;
    private final Path project;
    private final SparkHome home;
    private final String jars;
    private final List<String> problems = new ArrayList<>();
    private long rows;
    private long sum;
    private int kills;

    MoveFaults(Path scratch) {
        this.folder = scratch;
        this.project = scratch.resolve("p.sql");
        this.home = SparkHome.spark4(scratch.resolve("spark"));
        this.jars = ApplicationJars.make(scratch);
        try {
            Files.createDirectories(scratch.resolve("in"));
            Files.writeString(project, """
                    CREATE TABLE lines (id BIGINT, k INT, v INT) USING csv OPTIONS (path '%s');
                    CREATE STREAMING TABLE kept AS SELECT * FROM STREAM(lines);
                    CREATE MATERIALIZED VIEW per_key AS SELECT k, count(*) AS n, sum(v) AS s FROM kept GROUP BY k;
                    CREATE MATERIALIZED VIEW big AS SELECT k, n FROM per_key WHERE n > 0;
                    """.formatted(scratch.resolve("in")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which process is to be killed. */
    enum Killed {
        COMMAND,
        APPLICATION
    }

    /**
     * Where.
     *
     * @param time which time the point is reached
     */
    record Kill(Killed process, FaultPoint point, int time) {}

    /** All places, to Spark. */
    static List<Kill> toSpark() {
        return List.of(
                new Kill(Killed.COMMAND, FaultPoint.TRANSACTION_WRITTEN, 1),
                new Kill(Killed.COMMAND, FaultPoint.MOVE_MARKED, 1),
                new Kill(Killed.COMMAND, FaultPoint.BUNDLE_TABLE_WRITTEN, 3),
                new Kill(Killed.COMMAND, FaultPoint.BUNDLE_WRITTEN, 1),
                new Kill(Killed.APPLICATION, FaultPoint.BUNDLE_COPIED, 1),
                new Kill(Killed.APPLICATION, FaultPoint.TABLE_WRITTEN, 1),
                new Kill(Killed.APPLICATION, FaultPoint.TABLE_WRITTEN, 4),
                new Kill(Killed.APPLICATION, FaultPoint.TRANSACTION_WRITTEN, 1),
                new Kill(Killed.APPLICATION, FaultPoint.TRANSACTION_COMMITTED, 1),
                new Kill(Killed.COMMAND, FaultPoint.MOVE_ARRIVED, 1),
                new Kill(Killed.COMMAND, FaultPoint.MOVE_LEFT, 1));
    }

    /** All places, back. */
    static List<Kill> toEmbedded() {
        return List.of(
                new Kill(Killed.APPLICATION, FaultPoint.MOVE_MARKED, 1),
                new Kill(Killed.APPLICATION, FaultPoint.BUNDLE_TABLE_WRITTEN, 2),
                new Kill(Killed.APPLICATION, FaultPoint.BUNDLE_WRITTEN, 1),
                new Kill(Killed.COMMAND, FaultPoint.TRANSACTION_WRITTEN, 1),
                new Kill(Killed.COMMAND, FaultPoint.TRANSACTION_COMMITTED, 1),
                new Kill(Killed.COMMAND, FaultPoint.MOVE_ARRIVED, 1),
                new Kill(Killed.COMMAND, FaultPoint.MOVE_LEFT, 1));
    }

    /** There and back, killed at some places of either way. */
    void roundTrip(List<Kill> there, List<Kill> back) {
        grow();
        expect(0, run());
        move("spark", there);
        expect(2, run());
        grow();
        expect(0, run("--engine", "spark", "--master", "local[2]"));
        move("embedded", back);
        check(run());
        grow();
        expect(0, run());
        Output answer = leat(List.of(), "query", project.toString(), QUERY, "--format", "csv");
        if (!answer.text().contains(rows + "," + sum + "," + rows + ",")) {
            problems.add("expected " + rows + " rows with the sum " + sum + ", found " + answer.text());
        }
    }

    private void check(Output nothing) {
        expect(0, nothing);
        if (nothing.text().contains("refreshed")) {
            problems.add("after the move something was computed: " + nothing.text());
        }
    }

    private void move(String engine, List<Kill> places) {
        String[] command = {"move", project.toString(), "--to", engine, "--master", "local[2]"};
        for (Kill kill : places) {
            Output killed = leat(List.of(kill), command);
            kills++;
            if (killed.exitCode() == 0) {
                problems.add(kill + " was not reached: " + killed.text());
            }
        }
        expect(0, leat(List.of(), command));
    }

    private void expect(int exitCode, Output output) {
        if (output.exitCode() != exitCode) {
            problems.add("expected the exit code " + exitCode + ", found " + output);
        }
    }

    private void grow() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            text.append(rows).append(',').append(rows % 7).append(',').append(i).append('\n');
            rows++;
            sum += i;
        }
        try {
            Files.writeString(folder.resolve("in").resolve("f" + rows + ".csv"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Output run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", project.toString(), "--quiet"));
        arguments.addAll(List.of(more));
        return leat(List.of(), arguments.toArray(String[]::new));
    }

    /** What a command has printed. */
    private record Output(int exitCode, String text) {}

    private Output leat(List<Kill> kill, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dleat.spark.jars=" + jars));
        String fault = kill.isEmpty()
                ? ""
                : "-D" + FaultPoint.PROPERTY + "=" + kill.get(0).point() + ":"
                        + kill.get(0).time();
        boolean isOfCommand = !kill.isEmpty() && kill.get(0).process() == Killed.COMMAND;
        // An option of the command line counts before one of the environment, which the application gets, too.
        command.add(isOfCommand ? fault : "-D" + FaultPoint.PROPERTY + "=");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("SPARK_HOME", home.folder().toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        if (!kill.isEmpty() && !isOfCommand) {
            builder.environment().put("JAVA_TOOL_OPTIONS", fault);
        }
        try {
            Process process = builder.start();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                problems.add("no end of " + List.of(arguments));
            }
            return new Output(process.waitFor(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<String> problems() {
        return problems;
    }

    int kills() {
        return kills;
    }

    @Override
    public void close() {
        home.close();
    }

    /** Kills at all places; the argument is a folder for its files. */
    public static void main(String[] arguments) {
        int problems;
        try (MoveFaults faults = new MoveFaults(Path.of(arguments[0]))) {
            faults.roundTrip(toSpark(), toEmbedded());
            faults.problems().forEach(System.out::println);
            problems = faults.problems().size();
            System.out.println("kills " + faults.kills() + " problems " + problems);
        }
        System.exit(problems == 0 ? 0 : 1);
    }
}
