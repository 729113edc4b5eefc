package dev.leat.testkit.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file system of Hadoop's: a name node and data nodes, with Kerberos if a realm is given. */
public final class HdfsCluster implements AutoCloseable {
    private static final int NAME_NODE_PORTS = 2;
    private static final int DATA_NODE_PORTS = 3;

    /** Whether users are told apart. */
    public enum Permissions {
        /** A user may do what the owner, group and mode of a file say. The user who started the cluster may do anything. */
        CHECKED,
        /** Anybody may do anything. */
        IGNORED
    }

    /**
     * What is started.
     *
     * @param dataNodes how many
     * @param replication how many of them get a copy of each block, if a client says nothing
     */
    public record Shape(int dataNodes, int replication, Permissions permissions) {}

    private final HadoopHome home;
    private final Optional<KerberosRealm> realm;
    private final int port;
    private final ClusterProcess nameNode;
    private final List<ClusterProcess> dataNodes;

    private HdfsCluster(
            HadoopHome home,
            Optional<KerberosRealm> realm,
            int port,
            ClusterProcess nameNode,
            List<ClusterProcess> dataNodes) {
        this.home = home;
        this.realm = realm;
        this.port = port;
        this.nameNode = nameNode;
        this.dataNodes = List.copyOf(dataNodes);
    }

    /**
     * Starts an empty file system that lets anybody do anything and keeps each block on all data nodes, up to two.
     *
     * @param folder without another cluster; all data and logs go there
     */
    public static HdfsCluster start(Path folder, int dataNodes) {
        return start(folder, new Shape(dataNodes, Math.min(2, dataNodes), Permissions.IGNORED));
    }

    /** Starts an empty file system that believes who users say they are. */
    public static HdfsCluster start(Path folder, Shape shape) {
        return start(folder.toAbsolutePath(), shape, Optional.empty());
    }

    /**
     * Starts an empty file system that takes users with tickets of a realm only. All that is sent is encrypted, and blocks are handed out to who has
     * a token for them.
     */
    public static HdfsCluster start(Path folder, Shape shape, KerberosRealm realm) {
        return start(folder.toAbsolutePath(), shape, Optional.of(realm));
    }

    private static HdfsCluster start(Path folder, Shape shape, Optional<KerberosRealm> realm) {
        // All at once, or one could be given twice.
        List<Integer> ports = Loopback.freePorts(NAME_NODE_PORTS + DATA_NODE_PORTS * shape.dataNodes());
        HadoopHome home = HadoopHome.create(
                folder.resolve("conf"), realm.map(KerberosRealm::jvmOptions).orElse(List.of()));
        Map<String, String> core = new LinkedHashMap<>();
        core.put("fs.defaultFS", uri(ports.get(0)));
        core.put("hadoop.tmp.dir", folder.resolve("temporary").toString());
        Map<String, String> hdfs = settings(folder, shape, ports);
        realm.ifPresent(given -> {
            core.putAll(securedCore());
            hdfs.putAll(secured(given));
        });
        home.write("core-site.xml", core);
        home.write("hdfs-site.xml", hdfs);
        List<ClusterProcess> dataNodes = new ArrayList<>();
        for (int i = 1; i <= shape.dataNodes(); i++) {
            int first = NAME_NODE_PORTS + DATA_NODE_PORTS * (i - 1);
            dataNodes.add(
                    dataNode(home, folder.resolve("data-node-" + i), ports.subList(first, first + DATA_NODE_PORTS)));
        }
        HdfsCluster cluster = new HdfsCluster(home, realm, ports.get(0), nameNode(home, folder), dataNodes);
        try {
            cluster.format(folder);
            cluster.nameNode.start();
            ClusterProcess.startAll(cluster.dataNodes);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static String uri(int port) {
        return "hdfs://" + Loopback.ADDRESS + ":" + port;
    }

    private static Map<String, String> settings(Path folder, Shape shape, List<Integer> ports) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("dfs.replication", String.valueOf(shape.replication()));
        settings.put("dfs.permissions.enabled", String.valueOf(shape.permissions() == Permissions.CHECKED));
        settings.put("dfs.namenode.name.dir", folder.resolve("name-node").toString());
        settings.put("dfs.namenode.rpc-address", Loopback.ADDRESS + ":" + ports.get(0));
        settings.put("dfs.namenode.http-address", Loopback.ADDRESS + ":" + ports.get(1));
        settings.put("dfs.namenode.datanode.registration.ip-hostname-check", "false");
        settings.put("dfs.namenode.safemode.extension", "0");
        // A data node that is killed is known to be dead after twelve seconds, not after ten minutes.
        settings.put("dfs.heartbeat.interval", "1");
        settings.put("dfs.namenode.heartbeat.recheck-interval", "1000");
        settings.put("dfs.datanode.hostname", Loopback.ADDRESS);
        settings.put("dfs.datanode.du.reserved", "0");
        // There may be no other.
        settings.put("dfs.client.block.write.replace-datanode-on-failure.policy", "NEVER");
        return settings;
    }

    private static Map<String, String> securedCore() {
        return Map.of(
                "hadoop.security.authentication", "kerberos",
                "hadoop.security.authorization", "true",
                "hadoop.rpc.protection", "privacy");
    }

    private static Map<String, String> secured(KerberosRealm realm) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("dfs.block.access.token.enable", "true");
        settings.put("dfs.encrypt.data.transfer", "true");
        // Else data nodes need ports that only root may open.
        settings.put("ignore.secure.ports.for.testing", "true");
        for (String server : List.of("namenode", "datanode")) {
            settings.put("dfs." + server + ".kerberos.principal", realm.principal(KerberosRealm.HDFS));
            settings.put("dfs." + server + ".keytab.file", realm.keytab().toString());
        }
        settings.put("dfs.web.authentication.kerberos.principal", realm.principal(KerberosRealm.HTTP));
        settings.put("dfs.web.authentication.kerberos.keytab", realm.keytab().toString());
        return settings;
    }

    private static ClusterProcess nameNode(HadoopHome home, Path folder) {
        return new ClusterProcess(
                home.command(List.of("org.apache.hadoop.hdfs.server.namenode.NameNode")),
                folder.resolve("name-node.log"),
                "NameNode RPC up");
    }

    private static ClusterProcess dataNode(HadoopHome home, Path folder, List<Integer> ports) {
        List<String> program = List.of(
                "org.apache.hadoop.hdfs.server.datanode.DataNode",
                "-Ddfs.datanode.data.dir=" + folder,
                "-Ddfs.datanode.address=" + Loopback.ADDRESS + ":" + ports.get(0),
                "-Ddfs.datanode.http.address=" + Loopback.ADDRESS + ":" + ports.get(1),
                "-Ddfs.datanode.ipc.address=" + Loopback.ADDRESS + ":" + ports.get(2));
        return new ClusterProcess(
                home.command(program),
                folder.resolveSibling(folder.getFileName() + ".log"),
                "successfully registered with NN");
    }

    private void format(Path folder) {
        List<String> program = List.of("org.apache.hadoop.hdfs.server.namenode.NameNode", "-format", "-nonInteractive");
        try (ClusterProcess format = new ClusterProcess(home.command(program), folder.resolve("format.log"), "")) {
            format.start();
            if (format.awaitExit() != 0) {
                throw new IllegalStateException("cannot format the name node: " + format.log());
            }
        }
    }

    /** The root, as clients write it. */
    public String uri() {
        return uri(port);
    }

    /** What clients are to be given as {@code HADOOP_CONF_DIR}; this file system is its default one. */
    public Path confDir() {
        return home.conf();
    }

    HadoopHome home() {
        return home;
    }

    /** Whose tickets it asks for. */
    Optional<KerberosRealm> realm() {
        return realm;
    }

    /** After a restart nothing can be written until data nodes have told of their blocks. */
    public ClusterProcess nameNode() {
        return nameNode;
    }

    /** In the order of their names. One that is started again has its blocks again. */
    public List<ClusterProcess> dataNodes() {
        return dataNodes;
    }

    /** Kills all processes. */
    @Override
    public void close() {
        dataNodes.forEach(ClusterProcess::close);
        nameNode.close();
    }
}
