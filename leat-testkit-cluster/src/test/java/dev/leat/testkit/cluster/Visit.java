package dev.leat.testkit.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A client of a file system in a JVM of its own, since a JVM logs in once, and on the Java of clusters. It has Spark's Hadoop client, which is older
 * than the cluster.
 *
 * @param program a class of these tests with a main method
 */
record Visit(Class<?> program, Path confDir, List<String> jvmOptions) {
    private static final int HEAP_MEGABYTES = 128;

    static Visit of(Class<?> program, HdfsCluster cluster, List<String> jvmOptions) {
        return new Visit(program, cluster.confDir(), jvmOptions);
    }

    ClusterProcess start(Path log, String... arguments) {
        List<String> classPath = new ArrayList<>();
        classPath.add(
                program.getProtectionDomain().getCodeSource().getLocation().getPath());
        classPath.add(confDir.toString());
        ClassPath.SPARK_4.jars().forEach(jar -> classPath.add(jar.toString()));
        List<String> command = new ArrayList<>();
        command.add(program.getName());
        command.addAll(List.of(arguments));
        ClusterProcess visit =
                new ClusterProcess(new JavaCommand(HEAP_MEGABYTES, jvmOptions, classPath, command, Map.of()), log, "");
        visit.start();
        return visit;
    }

    /** In the visit: what clusters say of themselves. */
    static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.addResource("core-site.xml");
        configuration.addResource("hdfs-site.xml");
        return configuration;
    }
}
