package dev.leat.conformance.kill;

import dev.leat.cli.Main;
import dev.leat.conformance.command.CommandRun;
import dev.leat.conformance.kill.Feed.Written;
import dev.leat.testkit.kafka.KafkaBroker;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * {@code leat run --watch} of a project with a growing log and a topic as sources, and files and a topic as sinks, killed at
 * random instants while rows flow; now and then the broker is killed, too. In the end each row has to be in the table and in
 * each sink once.
 */
public final class KillRun {
    private static final String INPUT = "clicks";
    private static final String OUTPUT = "alerts";
    private static final int PARTITIONS = 3;

    /** A start takes about two seconds on a quiet machine; kills are to hit it, too. */
    private static final int LIFE_MILLIS_MAX = 6_000;

    private static final int BROKER_KILL = 15;
    private static final int LAST_RUNS = 5;

    private final Path folder;
    private final Random random;
    private final long seed;
    private final PrintStream out;

    private KillRun(Path folder, long seed, PrintStream out) {
        this.folder = folder;
        this.seed = seed;
        this.random = new Random(seed);
        this.out = out;
    }

    /** What was found. */
    public record Findings(int kills, long rows, long lost, long repeated, long torn) {
        /** Whether all is as it should be. */
        public boolean isClean() {
            return lost == 0 && repeated == 0 && torn == 0;
        }

        @Override
        public String toString() {
            return "kills " + kills + " lost " + lost + " repeated " + repeated + " torn " + torn;
        }
    }

    /** Arguments: the folder to work in, {@code --kills N}, {@code --seed S}; the last line is the figure. */
    public static void main(String[] arguments) throws Exception {
        int kills = 100;
        long seed = System.nanoTime();
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--kills" -> kills = Integer.parseInt(arguments[i + 1]);
                case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        System.out.println("seed " + seed);
        Findings findings = run(Path.of(arguments[0]), kills, seed, System.out);
        System.out.println("rows " + findings.rows());
        System.out.println(findings);
        System.exit(findings.isClean() ? 0 : 1);
    }

    /** Kills so many runs, and looks at what is there in the end. */
    public static Findings run(Path folder, int kills, long seed, PrintStream out)
            throws IOException, InterruptedException {
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("broker"))) {
            return new KillRun(folder, seed, out).run(broker, kills);
        }
    }

    private Findings run(KafkaBroker broker, int kills) throws IOException, InterruptedException {
        createTopics(broker.servers());
        Path project = project(broker.servers());
        long torn = 0;
        try (Feed feed = new Feed(folder.resolve("in"), broker.servers(), INPUT, seed)) {
            feed.start();
            for (int kill = 1; kill <= kills; kill++) {
                kill(project);
                torn += Delivered.inFiles(folder.resolve("out")).torn();
                if (kill % BROKER_KILL == 0) {
                    broker.kill();
                    broker.start();
                }
                if (kill % 10 == 0) {
                    out.println(kill + " kills");
                }
            }
            Written written = feed.finish();
            for (int i = 0; i < LAST_RUNS; i++) {
                CommandRun last = CommandRun.of("run", project.toString(), "--quiet");
                if (last.exitCode() != 0) {
                    out.println("the run after the kills ended with " + last.exitCode() + ": " + last.err());
                }
            }
            return findings(project, broker.servers(), written, kills, torn);
        }
    }

    private static void createTopics(String servers) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(
                            new NewTopic(INPUT, PARTITIONS, (short) 1), new NewTopic(OUTPUT, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create topics", e);
        }
    }

    private Path project(String servers) throws IOException {
        String sql = """
                CREATE TABLE clicks (id BIGINT, word STRING) USING kafka
                OPTIONS ('kafka.bootstrap.servers' '%1$s', subscribe 'clicks', 'value.format' 'json');
                CREATE TABLE lines (id BIGINT, word STRING) USING csv OPTIONS (path 'in');
                CREATE STREAMING TABLE events;
                CREATE FLOW a AS INSERT INTO events BY NAME SELECT id, word FROM STREAM(clicks);
                CREATE FLOW b AS INSERT INTO events BY NAME SELECT id, word FROM STREAM(lines);
                CREATE MATERIALIZED VIEW words AS SELECT word, count(*) AS n, sum(id) AS s FROM events GROUP BY word;
                CREATE SINK files USING csv OPTIONS (path 'out');
                CREATE FLOW c AS INSERT INTO files BY NAME SELECT id, word FROM STREAM(events);
                CREATE SINK topic USING kafka OPTIONS ('kafka.bootstrap.servers' '%1$s', topic 'alerts');
                CREATE FLOW d AS INSERT INTO topic BY NAME
                SELECT concat(cast(id AS STRING), ',', word) AS value FROM STREAM(events);
                """.formatted(servers);
        return Files.writeString(folder.resolve("p.sql"), sql);
    }

    private void kill(Path project) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(project))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("err.txt").toFile()))
                .start();
        if (process.waitFor(random.nextInt(LIFE_MILLIS_MAX), TimeUnit.MILLISECONDS)) {
            out.println("ended before it was killed, with " + process.exitValue() + "; see err.txt");
        }
        process.destroyForcibly().waitFor();
    }

    private static List<String> command(Path project) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens") || option.startsWith("--enable-native-access"))
                .forEach(command::add);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Xss4m",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-cp",
                absolute(classPath),
                Main.class.getName(),
                "run",
                project.toString(),
                "--watch",
                "--interval",
                "20"));
        return command;
    }

    private static String absolute(String classPath) {
        return String.join(
                File.pathSeparator,
                java.util.Arrays.stream(classPath.split(File.pathSeparator, -1))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    private Findings findings(Path project, String servers, Written written, int kills, long tornBefore)
            throws IOException {
        String table = answer(project, "SELECT id, word FROM events");
        List<Delivered> places = List.of(
                Delivered.inAnswer(table),
                Delivered.inFiles(folder.resolve("out")),
                Delivered.inTopic(servers, OUTPUT));
        List<String> names = List.of("table", "files", "topic");
        long lost = 0;
        long repeated = 0;
        long torn = tornBefore;
        for (int i = 0; i < places.size(); i++) {
            Delivered place = places.get(i);
            out.println(names.get(i) + ": lost " + place.lost(written.rows()) + " repeated " + place.repeated()
                    + " torn " + place.torn());
            lost += place.lost(written.rows());
            repeated += place.repeated();
            torn += place.torn();
        }
        String sums = answer(project, "SELECT sum(n), sum(s) FROM words")
                .lines()
                .skip(1)
                .findFirst()
                .orElse("");
        if (!sums.equals(written.rows() + "," + written.sum())) {
            out.println("the view has " + sums + ", expected " + written.rows() + "," + written.sum());
            torn++;
        }
        return new Findings(kills, written.rows(), lost, repeated, torn);
    }

    private String answer(Path project, String sql) {
        CommandRun query = CommandRun.of("query", project.toString(), sql, "--format", "csv");
        if (query.exitCode() != 0) {
            out.println(query.err());
        }
        return query.out();
    }
}
