package dev.leat.conformance.cluster;

import dev.leat.conformance.load.Delivered;
import dev.leat.testkit.cluster.ClusterProcess;
import dev.leat.testkit.cluster.HdfsCluster;
import dev.leat.testkit.cluster.SparkCluster;
import dev.leat.testkit.kafka.TopicFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs of a project on a standalone cluster of two workers, over HDFS of two DataNodes, of whose processes one is killed at a random instant of
 * each. A run that fails is started again by the same command. After each, what the last commit names has to fit together, and no row may be
 * twice in the stream's table or in a sink; after each that succeeds, none may be missing there.
 */
public final class ClusterFaults implements AutoCloseable {
    private static final List<Victim> VICTIMS = List.of(Victim.values());
    private static final int ROWS = 400;
    private static final int ATTEMPTS_MAX = 5;
    private static final Duration RUN_MAX = Duration.ofMinutes(5);
    private static final int KILLED_WITHIN_MILLIS = 25_000;

    private final SplittableRandom random;
    private final Path scratch;
    private final HdfsCluster hdfs;
    private final SparkCluster cluster;
    private final TopicFixture topics = new TopicFixture();
    private final ClusterProject project;
    private final String jars;
    private final Map<Victim, Integer> kills = new EnumMap<>(Victim.class);
    private int outputs;
    private int again;
    private long lost;
    private long repeated;
    private long torn;

    /** Starts the clusters. */
    public ClusterFaults(Path scratch, long seed) {
        System.out.println("seed " + seed);
        this.random = new SplittableRandom(seed);
        this.scratch = scratch;
        this.jars = ApplicationJars.make(scratch);
        this.hdfs = HdfsCluster.start(scratch.resolve("hdfs"), 2);
        this.cluster = SparkCluster.start(scratch.resolve("spark"), SparkCluster.Workers.small(2));
        this.project =
                new ClusterProject(scratch, hdfs.uri() + "/leat", SecuredFolder.configuration(hdfs.confDir()), topics);
    }

    /** The command: a folder for scratch, {@code --kills N}, {@code --seed S}; the last line is the figure. */
    public static void main(String[] arguments) {
        List<String> options = List.of(arguments);
        int exitCode;
        try (ClusterFaults faults = new ClusterFaults(Path.of(arguments[0]), number(options, "--seed", 1))) {
            faults.run((int) number(options, "--kills", 5));
            System.out.println(faults);
            exitCode = faults.isClean() ? 0 : 1;
        }
        System.exit(exitCode);
    }

    private static long number(List<String> options, String name, long otherwise) {
        int at = options.indexOf(name);
        return at < 0 ? otherwise : Long.parseLong(options.get(at + 1));
    }

    /** Runs until so many processes were killed. */
    public void run(int count) {
        round(Optional.empty());
        int round = 0;
        while (killed() < count) {
            round(Optional.of(VICTIMS.get(round++ % VICTIMS.size())));
        }
    }

    private int killed() {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether each row is there once, and all fits. */
    public boolean isClean() {
        return lost == 0 && repeated == 0 && torn == 0;
    }

    private void round(Optional<Victim> victim) {
        project.grow(random, ROWS);
        boolean hasSucceeded = attempt(victim);
        for (int attempt = 1; !hasSucceeded; attempt++) {
            if (attempt == ATTEMPTS_MAX) {
                throw new IllegalStateException("a run does not succeed any more");
            }
            again++;
            hasSucceeded = attempt(Optional.empty());
        }
        lost += project.rows() - project.content().orElseThrow().rows();
        for (Delivered sink : project.sinks()) {
            lost += sink.lost(project.rows());
        }
        System.out.println(victim.map(Victim::name).orElse("none") + ": " + project.rows() + " rows; " + this);
    }

    private boolean attempt(Optional<Victim> victim) {
        Map<String, String> environment = Map.of(
                "SPARK_HOME", cluster.sparkHome().folder().toString(),
                "HADOOP_CONF_DIR", hdfs.confDir().toString());
        LeatProcess leat = new SparkRuns(jars, environment, project.file(), cluster.masterUrl(), project.warehouse())
                .start(
                        scratch.resolve("run-" + outputs++ + ".txt"),
                        List.of("--state", scratch.resolve("state").toString()));
        Optional<ProcessHandle> driver = Optional.empty();
        if (victim.isPresent()) {
            driver = strike(victim.get(), leat);
        }
        int exitCode = leat.await(RUN_MAX);
        driver.ifPresent(left -> LeatProcess.awaitEnd(left, Duration.ofMinutes(1)));
        cluster.workers().stream().filter(worker -> !worker.isAlive()).forEach(ClusterProcess::start);
        hdfs.dataNodes().stream().filter(node -> !node.isAlive()).forEach(ClusterProcess::start);
        Optional<ClusterProject.Content> content = project.content();
        content.ifPresent(found -> {
            repeated += found.repeated();
            torn += found.isTorn() ? 1 : 0;
        });
        for (Delivered sink : project.sinks()) {
            repeated += sink.repeated();
            torn += sink.torn();
        }
        if (exitCode != 0 && victim.isEmpty()) {
            System.out.println("exit " + exitCode + " without a fault: " + leat.output());
        }
        return exitCode == 0;
    }

    /** Kills, some time after the driver has started; returns the driver of a command that was killed. */
    private Optional<ProcessHandle> strike(Victim victim, LeatProcess leat) {
        long end = System.nanoTime()
                + Duration.ofMillis(random.nextInt(KILLED_WITHIN_MILLIS)).toNanos();
        while (leat.isAlive()
                && (System.nanoTime() < end
                        || leat.driver().isEmpty()
                        || (victim == Victim.EXECUTOR && cluster.executors().isEmpty()))) {
            pause();
        }
        if (!leat.isAlive()) {
            return Optional.empty();
        }
        kills.merge(victim, 1, Integer::sum);
        switch (victim) {
            case EXECUTOR -> {
                List<ProcessHandle> executors = cluster.executors();
                if (executors.isEmpty()) {
                    kills.merge(victim, -1, Integer::sum);
                } else {
                    executors.get(random.nextInt(executors.size())).destroyForcibly();
                }
            }
            case WORKER -> cluster.workers().get(random.nextInt(2)).kill();
            case DATA_NODE -> hdfs.dataNodes().get(random.nextInt(2)).kill();
            case DRIVER -> leat.driver().ifPresent(ProcessHandle::destroyForcibly);
            case LEAT -> {
                Optional<ProcessHandle> driver = leat.driver();
                leat.kill();
                return driver;
            }
        }
        return Optional.empty();
    }

    private static void pause() {
        try {
            if (new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "killed " + kills + ", started again " + again + "\nkills " + killed() + " lost " + lost + " repeated "
                + repeated + " torn " + torn;
    }

    @Override
    public void close() {
        try (topics;
                hdfs) {
            cluster.close();
        }
    }
}
