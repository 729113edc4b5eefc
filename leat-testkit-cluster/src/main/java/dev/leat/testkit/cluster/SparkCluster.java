package dev.leat.testkit.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A standalone Spark cluster: a master, workers, and the executors that these start. */
public final class SparkCluster implements AutoCloseable {
    /**
     * What runs executors.
     *
     * @param count of processes
     * @param cores that each offers to executors, whatever the machine has
     * @param memoryMegabytes that each offers to executors; one takes 512 if nothing is said of its memory
     */
    public record Workers(int count, int cores, int memoryMegabytes) {
        /** Each with a core, and memory for one executor. */
        public static Workers small(int count) {
            return new Workers(count, 1, 1024);
        }
    }

    private final Path folder;
    private final SparkHome home;
    private final int port;
    private final ClusterProcess master;
    private final List<ClusterProcess> workers;

    private SparkCluster(Path folder, SparkHome home, int port, ClusterProcess master, List<ClusterProcess> workers) {
        this.folder = folder;
        this.home = home;
        this.port = port;
        this.master = master;
        this.workers = List.copyOf(workers);
    }

    /**
     * Starts a cluster, and waits until all its workers are there.
     *
     * @param folder without another cluster; all data and logs go there
     */
    public static SparkCluster start(Path folder, Workers shape) {
        return startIn(folder.toAbsolutePath(), shape);
    }

    private static SparkCluster startIn(Path folder, Workers shape) {
        SparkHome home = SparkHome.spark4(folder.resolve("home"));
        int port = Loopback.freePorts(1).get(0);
        List<ClusterProcess> workers = new ArrayList<>();
        for (int i = 1; i <= shape.count(); i++) {
            workers.add(worker(home, port, folder.resolve("worker-" + i), shape));
        }
        SparkCluster cluster = new SparkCluster(folder, home, port, master(home, port, folder), workers);
        try {
            cluster.master.start();
            ClusterProcess.startAll(cluster.workers);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static ClusterProcess master(SparkHome home, int port, Path folder) {
        List<String> program = List.of(
                "org.apache.spark.deploy.master.Master",
                "--host",
                Loopback.ADDRESS,
                "--port",
                String.valueOf(port),
                "--webui-port",
                "0");
        return new ClusterProcess(home.server(program), folder.resolve("master.log"), "I have been elected leader");
    }

    private static ClusterProcess worker(SparkHome home, int masterPort, Path folder, Workers shape) {
        List<String> program = List.of(
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                Loopback.ADDRESS,
                "--webui-port",
                "0",
                "--cores",
                String.valueOf(shape.cores()),
                "--memory",
                shape.memoryMegabytes() + "m",
                "--work-dir",
                folder.toString(),
                url(masterPort));
        return new ClusterProcess(
                home.server(program),
                folder.resolveSibling(folder.getFileName() + ".log"),
                "Successfully registered with master");
    }

    private static String url(int port) {
        return "spark://" + Loopback.ADDRESS + ":" + port;
    }

    /** What drivers are to be given as {@code --master}. */
    public String masterUrl() {
        return url(port);
    }

    /** What drivers are to be given as {@code SPARK_HOME}. */
    public SparkHome sparkHome() {
        return home;
    }

    /** The class path of drivers. */
    public List<Path> jars() {
        return home.jars();
    }

    /** Starts {@code spark-submit} with this cluster as {@code --master}. */
    public ClusterProcess submit(Path log, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("--master", masterUrl()));
        all.addAll(arguments);
        return home.submit(log, Map.of(), all);
    }

    /** It forgets all when it is killed. */
    public ClusterProcess master() {
        return master;
    }

    /** In the order of their names. A worker that is started again is a new one to the master. */
    public List<ClusterProcess> workers() {
        return workers;
    }

    /** The executors that run now, of all applications, for tests to kill. */
    public List<ProcessHandle> executors() {
        return children("CoarseGrainedExecutorBackend");
    }

    /** The drivers that run now and were submitted with {@code --deploy-mode cluster}, for tests to kill. */
    public List<ProcessHandle> drivers() {
        return children("DriverWrapper");
    }

    private List<ProcessHandle> children(String mainClass) {
        return workers.stream()
                .flatMap(worker -> worker.descendants().stream())
                .filter(child -> child.info().commandLine().orElse("").contains(mainClass))
                .toList();
    }

    /** The lines that executors and such drivers printed so far to their standard output. */
    public List<String> printedByChildren() {
        return ChildLogs.lines(ChildLogs.find(folder, List.of(ChildLogs.OUTPUT)));
    }

    /** The files that executors and such drivers, also those that have ended, print to. */
    public List<Path> childLogs() {
        return ChildLogs.find(folder, List.of(ChildLogs.OUTPUT, ChildLogs.ERRORS));
    }

    /** Kills all processes, executors too. */
    @Override
    public void close() {
        workers.forEach(ClusterProcess::close);
        master.close();
        home.close();
    }
}
