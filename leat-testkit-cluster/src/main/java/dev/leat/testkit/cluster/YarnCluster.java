package dev.leat.testkit.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A resource manager and a node manager over a file system, and the Spark that is submitted to them. There is no MapReduce: its shuffle would
 * listen on all addresses of the machine.
 */
public final class YarnCluster implements AutoCloseable {
    /**
     * What runs containers.
     *
     * @param cores that containers may take, whatever the machine has
     * @param memoryMegabytes that containers may take; none gets less than 256
     */
    public record Node(int cores, int memoryMegabytes) {}

    private final Path logs;
    private final HdfsCluster files;
    private final SparkHome spark;
    private final ClusterProcess resourceManager;
    private final ClusterProcess nodeManager;

    private YarnCluster(
            Path logs, HdfsCluster files, SparkHome spark, ClusterProcess resourceManager, ClusterProcess nodeManager) {
        this.logs = logs;
        this.files = files;
        this.spark = spark;
        this.resourceManager = resourceManager;
        this.nodeManager = nodeManager;
    }

    /**
     * Starts a cluster, and waits until its node is there. Over files that ask for tickets, it asks for them, too; containers run as the user who
     * started it, with the tokens of the user who submits.
     *
     * @param folder without another cluster; all data and logs go there
     * @param files are left open when this is closed; their folder of settings gets those of this
     */
    public static YarnCluster start(Path folder, HdfsCluster files, Node node) {
        return startIn(folder.toAbsolutePath(), files, node);
    }

    private static YarnCluster startIn(Path folder, HdfsCluster files, Node node) {
        Map<String, String> settings = settings(folder, node);
        files.realm().ifPresent(realm -> settings.putAll(secured(realm)));
        files.home().write("yarn-site.xml", settings);
        files.home().write("capacity-scheduler.xml", queues());
        SparkHome spark = SparkHome.spark3(folder.resolve("spark"));
        spark.addDefaults(defaults(spark));
        files.realm().ifPresent(realm -> spark.addDefaults(optionsOfContainers(realm)));
        YarnCluster cluster = new YarnCluster(
                containerLogs(folder),
                files,
                spark,
                server(
                        files,
                        folder.resolve("resource-manager.log"),
                        "resourcemanager.ResourceManager",
                        "Transitioned to active state"),
                server(
                        files,
                        folder.resolve("node-manager.log"),
                        "nodemanager.NodeManager",
                        "Registered with ResourceManager"));
        try {
            ClusterProcess.startAll(List.of(cluster.resourceManager, cluster.nodeManager));
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static ClusterProcess server(HdfsCluster files, Path log, String name, String readyText) {
        return new ClusterProcess(
                files.home().command(List.of("org.apache.hadoop.yarn.server." + name)), log, readyText);
    }

    private static Map<String, String> settings(Path folder, Node node) {
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> addresses = List.of(
                "resourcemanager.address",
                "resourcemanager.scheduler.address",
                "resourcemanager.resource-tracker.address",
                "resourcemanager.admin.address",
                "resourcemanager.webapp.address",
                "nodemanager.address",
                "nodemanager.localizer.address",
                "nodemanager.webapp.address",
                "nodemanager.collector-service.address");
        List<Integer> ports = Loopback.freePorts(addresses.size());
        for (int i = 0; i < addresses.size(); i++) {
            settings.put("yarn." + addresses.get(i), Loopback.ADDRESS + ":" + ports.get(i));
        }
        settings.put("yarn.resourcemanager.hostname", Loopback.ADDRESS);
        settings.put("yarn.nodemanager.hostname", Loopback.ADDRESS);
        settings.put("yarn.nodemanager.local-dirs", folder.resolve("local").toString());
        settings.put("yarn.nodemanager.log-dirs", containerLogs(folder).toString());
        settings.put("yarn.nodemanager.resource.memory-mb", String.valueOf(node.memoryMegabytes()));
        settings.put("yarn.nodemanager.resource.cpu-vcores", String.valueOf(node.cores()));
        settings.put("yarn.scheduler.minimum-allocation-mb", "256");
        settings.put("yarn.nodemanager.vmem-check-enabled", "false");
        settings.put("yarn.nodemanager.pmem-check-enabled", "false");
        settings.put("yarn.nodemanager.disk-health-checker.enable", "false");
        settings.put("yarn.nodemanager.env-whitelist", "JAVA_HOME,HADOOP_CONF_DIR");
        // Kept: what a container printed is to be read after it has ended.
        settings.put("yarn.nodemanager.delete.debug-delay-sec", "600");
        return settings;
    }

    private static Map<String, String> secured(KerberosRealm realm) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String server : List.of("resourcemanager", "nodemanager")) {
            settings.put("yarn." + server + ".principal", realm.principal(KerberosRealm.YARN));
            settings.put("yarn." + server + ".keytab", realm.keytab().toString());
        }
        return settings;
    }

    /** What a machine of the realm has in its own file. */
    private static Map<String, String> optionsOfContainers(KerberosRealm realm) {
        String options = SparkHome.SMALL + " " + String.join(" ", realm.jvmOptions());
        return Map.of(
                "spark.driver.extraJavaOptions", options,
                "spark.yarn.am.extraJavaOptions", options,
                "spark.executor.extraJavaOptions", options);
    }

    /** Its jars are where each container looks, and Hadoop's of the cluster are not among them. */
    private static Map<String, String> defaults(SparkHome spark) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put(
                "spark.yarn.jars", "local:" + spark.folder().resolve("jars").resolve("*"));
        defaults.put("spark.yarn.populateHadoopClasspath", "false");
        defaults.put("spark.yarn.appMasterEnv.SPARK_LOCAL_IP", Loopback.ADDRESS);
        defaults.put("spark.executorEnv.SPARK_LOCAL_IP", Loopback.ADDRESS);
        defaults.put("spark.driver.memory", "512m");
        defaults.put("spark.yarn.am.memory", "512m");
        defaults.put("spark.executor.instances", "1");
        return defaults;
    }

    private static Map<String, String> queues() {
        return Map.of(
                "yarn.scheduler.capacity.root.queues", "default",
                "yarn.scheduler.capacity.root.default.capacity", "100",
                "yarn.scheduler.capacity.maximum-am-resource-percent", "0.8");
    }

    private static Path containerLogs(Path folder) {
        return folder.resolve("container-logs");
    }

    /** What drivers are to be given as {@code HADOOP_CONF_DIR}, for this and its file system. */
    public Path confDir() {
        return files.confDir();
    }

    /** What drivers are to be given as {@code SPARK_HOME}: the last Spark 3, set up for this cluster. */
    public SparkHome sparkHome() {
        return spark;
    }

    /** Starts {@code spark-submit --master yarn}. */
    public ClusterProcess submit(Path log, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("--master", "yarn"));
        all.addAll(arguments);
        return spark.submit(log, Map.of("HADOOP_CONF_DIR", confDir().toString()), all);
    }

    /** It forgets all when it is killed. */
    public ClusterProcess resourceManager() {
        return resourceManager;
    }

    /** Containers outlive it when it is killed, but not when this is closed. */
    public ClusterProcess nodeManager() {
        return nodeManager;
    }

    /** The executors that run now, of all applications, for tests to kill. */
    public List<ProcessHandle> executors() {
        return containers("CoarseGrainedExecutorBackend");
    }

    /** The application masters that run now, which are drivers in cluster mode, for tests to kill. */
    public List<ProcessHandle> applicationMasters() {
        return containers("yarn.ApplicationMaster");
    }

    private List<ProcessHandle> containers(String mainClass) {
        return nodeManager.descendants().stream()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .filter(child -> child.info().commandLine().orElse("").contains(mainClass))
                .toList();
    }

    /** The lines that containers, such as drivers in cluster mode, printed so far to their standard output. */
    public List<String> printedByContainers() {
        return ChildLogs.lines(ChildLogs.find(logs, List.of(ChildLogs.OUTPUT)));
    }

    /** The files that containers, also those that have ended, print to. */
    public List<Path> containerLogs() {
        return ChildLogs.find(logs, List.of(ChildLogs.OUTPUT, ChildLogs.ERRORS));
    }

    /** Kills all processes, containers too. */
    @Override
    public void close() {
        nodeManager.close();
        resourceManager.close();
        spark.close();
    }
}
