package dev.leat.conformance.kill;

import dev.leat.conformance.command.CommandRun;
import dev.leat.conformance.kill.Feed.Written;
import dev.leat.conformance.kill.KillRun.Tally;
import dev.leat.conformance.kill.Schedule.Command;
import dev.leat.conformance.kill.Schedule.Kill;
import dev.leat.conformance.load.Delivered;
import dev.leat.conformance.load.Launch;
import dev.leat.duckdb.store.Database;
import dev.leat.fault.FaultPoint;
import dev.leat.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** One project whose runs are killed while rows flow, and what its table, its view and its sinks have then. */
final class Round implements AutoCloseable {
    private static final int PARTITIONS = 3;

    /** So long at most until a run reaches its point. */
    private static final long POINT_MILLIS_MAX = 20_000;

    /** The first guess of how long it takes. */
    private static final long POINT_MILLIS = 2_000;

    private static final int LOOK = 3;
    private static final int BROKER_KILL = 25;
    private static final int LAST_RUNS = 3;

    private final Path folder;
    private final KafkaBroker broker;
    private final Random random;
    private final PrintStream out;
    private final Path project;
    private final Feed feed;
    private Tally tally = Tally.NONE;
    private long pointMillis = POINT_MILLIS;

    private Round(Path folder, KafkaBroker broker, long seed, PrintStream out) throws IOException {
        this.folder = folder;
        this.broker = broker;
        this.random = new Random(seed);
        this.out = out;
        this.project = project();
        this.feed = new Feed(folder.resolve("in"), broker.servers(), input(), seed);
    }

    /** Makes a project in a new folder, whose name is that of its topics, too. */
    static Round open(Path folder, KafkaBroker broker, long seed, PrintStream out)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Round round = new Round(folder, broker, seed, out);
        round.createTopics();
        round.feed.start();
        return round;
    }

    private String input() {
        return folder.getFileName() + "-in";
    }

    private String output() {
        return folder.getFileName() + "-out";
    }

    private void createTopics() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.servers()))) {
            admin.createTopics(List.of(
                            new NewTopic(input(), PARTITIONS, (short) 1),
                            new NewTopic(output(), PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create topics", e);
        }
    }

    /** Half of the projects read little in each commit, so that a run has many. */
    private Path project() throws IOException {
        boolean isBounded = random.nextBoolean();
        String offsets = isBounded ? ", maxOffsetsPerTrigger " + (1 + random.nextInt(60)) : "";
        String lines = !isBounded
                ? ""
                : random.nextBoolean() ? ", maxFilesPerTrigger 1" : ", maxBytesPerTrigger " + (1 + random.nextInt(400));
        String sql = """
                CREATE TABLE clicks (id BIGINT, word STRING) USING kafka
                OPTIONS ('kafka.bootstrap.servers' '%1$s', subscribe '%2$s', 'value.format' 'json'%4$s);
                CREATE TABLE lines (id BIGINT, word STRING) USING csv OPTIONS (path 'in'%5$s);
                CREATE STREAMING TABLE events;
                CREATE FLOW a AS INSERT INTO events BY NAME SELECT id, word FROM STREAM(clicks);
                CREATE FLOW b AS INSERT INTO events BY NAME SELECT id, word FROM STREAM(lines);
                CREATE MATERIALIZED VIEW words AS SELECT word, count(*) AS n, sum(id) AS s FROM events GROUP BY word;
                CREATE SINK files USING csv OPTIONS (path 'out');
                CREATE FLOW c AS INSERT INTO files BY NAME SELECT id, word FROM STREAM(events) WHERE id %% 2 = 0;
                CREATE FLOW d AS INSERT INTO files BY NAME SELECT id, word FROM STREAM(events) WHERE id %% 2 = 1;
                CREATE SINK topic USING kafka OPTIONS ('kafka.bootstrap.servers' '%1$s', topic '%3$s');
                CREATE FLOW e AS INSERT INTO topic BY NAME
                SELECT concat(cast(id AS STRING), ',', word) AS value FROM STREAM(events);
                """.formatted(broker.servers(), input(), output(), offsets, lines);
        return Files.writeString(folder.resolve("p.sql"), sql);
    }

    /** Kills so many runs, and ends the round. */
    Tally kill(Launch launch, Schedule schedule, int kills) throws IOException, InterruptedException, SQLException {
        int done = 0;
        while (done < kills) {
            Kill kill = schedule.next();
            if (!isKilled(launch, kill, schedule)) {
                continue;
            }
            done++;
            Delivered files = Delivered.inFiles(sinkFolder());
            String where = "kill " + done + ", " + kill;
            found(where + ", files", new Tally(0, 0, files.repeated(), files.torn()));
            if (done % LOOK == 0) {
                look(where);
            }
            if (random.nextInt(BROKER_KILL) == 0) {
                broker.kill();
                broker.start();
            }
        }
        finish();
        return tally;
    }

    private Path sinkFolder() {
        return folder.resolve("out");
    }

    /** The arguments of a command on the project. */
    List<String> command(Command command) {
        List<String> arguments = new ArrayList<>(command.arguments());
        arguments.add(project.toString());
        return arguments;
    }

    /** Starts a run and has it end; false if it ended by itself. */
    private boolean isKilled(Launch launch, Kill kill, Schedule schedule) throws IOException, InterruptedException {
        List<String> options = kill.point().stream()
                .map(point -> "-D" + FaultPoint.PROPERTY + "=" + point + ":" + kill.time())
                .toList();
        long start = System.nanoTime();
        Process process = launch.start(options, command(kill.command()));
        long patience = kill.point().isPresent() ? POINT_MILLIS_MAX : random.nextLong(pointMillis);
        boolean hasEnded = process.waitFor(patience, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        if (kill.point().isEmpty()) {
            return !hasEnded;
        }
        boolean isHit = hasEnded && process.exitValue() == FaultPoint.EXIT_CODE;
        if (isHit) {
            schedule.hit(kill.point().get());
            pointMillis = (pointMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)) / 2;
        } else {
            schedule.missed(kill);
            out.println(kill + (hasEnded ? ": ended with " + process.exitValue() : ": not reached"));
        }
        return isHit || !hasEnded;
    }

    /** A sink may be behind the table, which may be behind the sources, but not ahead; the view is at the same commit. */
    private void look(String where) throws IOException, SQLException {
        Map<String, Delivered> sinks = sinks();
        if (sinks.values().stream().allMatch(Delivered::isEmpty)) {
            return;
        }
        Published published =
                Published.read(project.resolveSibling(".leat").resolve("p").resolve(Database.FILE));
        Delivered table = published.table();
        long differences = differences(table, published.sums());
        found(where + ", table", new Tally(0, 0, table.repeated(), table.torn() + differences));
        sinks.forEach((name, sink) ->
                found(where + ", " + name, new Tally(0, 0, sink.repeated(), sink.torn() + sink.ahead(table))));
    }

    private void finish() throws IOException, InterruptedException {
        Written written = feed.finish();
        for (int i = 0; i < LAST_RUNS; i++) {
            CommandRun last = CommandRun.of("run", project.toString(), "--quiet");
            if (last.exitCode() != 0) {
                out.println("the run after the kills ended with " + last.exitCode() + ": " + last.err());
            }
        }
        Map<String, Delivered> places = sinks();
        Delivered table = Delivered.inAnswer(answer("SELECT id, word FROM events"));
        places.put("table", table);
        places.forEach((name, place) ->
                found("at the end, " + name, new Tally(0, place.lost(written.rows()), place.repeated(), place.torn())));
        String sums = answer("SELECT sum(n), sum(s) FROM words")
                .lines()
                .skip(1)
                .findFirst()
                .orElse("");
        found("at the end, view", new Tally(written.rows(), 0, 0, differences(table, sums)));
    }

    private void found(String where, Tally found) {
        if (!found.isClean()) {
            out.println(where + ": " + found);
        }
        tally = tally.plus(found);
    }

    private Map<String, Delivered> sinks() throws IOException {
        Map<String, Delivered> sinks = new LinkedHashMap<>();
        sinks.put("files", Delivered.inFiles(sinkFolder()));
        sinks.put("topic", Delivered.inTopic(broker.servers(), output()));
        return sinks;
    }

    /** 1 if the view is not that of the table. */
    private long differences(Delivered table, String sums) {
        if (sums.equals(table.sums())) {
            return 0;
        }
        out.println("the view has " + sums + ", the table " + table.sums());
        return 1;
    }

    private String answer(String sql) {
        CommandRun query = CommandRun.of("query", project.toString(), sql, "--format", "csv");
        if (query.exitCode() != 0) {
            out.println(query.err());
        }
        return query.out();
    }

    @Override
    public void close() throws IOException {
        feed.close();
    }
}
