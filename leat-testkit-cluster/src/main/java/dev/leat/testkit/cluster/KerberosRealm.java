package dev.leat.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A realm of Kerberos: a key distribution center that knows users and Hadoop's servers. */
public final class KerberosRealm implements AutoCloseable {
    static final String HDFS = "hdfs/localhost";
    static final String HTTP = "HTTP/localhost";
    static final String YARN = "yarn/localhost";

    private final Path folder;
    private final ClusterProcess center;

    private KerberosRealm(Path folder, ClusterProcess center) {
        this.folder = folder;
        this.center = center;
    }

    /**
     * Starts a key distribution center.
     *
     * @param folder without another one
     * @param users their short names, such as {@code alice}
     */
    public static KerberosRealm start(Path folder, List<String> users) {
        return startIn(folder.toAbsolutePath(), users);
    }

    private static KerberosRealm startIn(Path folder, List<String> users) {
        Path settings = folder.resolve("center.properties");
        List<String> program = new ArrayList<>(List.of(
                "org.apache.hadoop.minikdc.MiniKdc",
                folder.toString(),
                settings.toString(),
                keytab(folder).toString(),
                HDFS,
                HTTP,
                YARN));
        program.addAll(users);
        HadoopHome home = HadoopHome.create(folder.resolve("conf"), List.of());
        KerberosRealm realm = new KerberosRealm(
                folder,
                new ClusterProcess(home.command(program), folder.resolve("center.log"), "Standalone MiniKdc Running"));
        write(settings);
        try {
            realm.center.start();
            return realm;
        } catch (RuntimeException e) {
            realm.close();
            throw e;
        }
    }

    private static void write(Path file) {
        String text = """
                org.name=EXAMPLE
                org.domain=COM
                kdc.bind.address=%s
                kdc.port=%d
                debug=false
                """.formatted(Loopback.ADDRESS, Loopback.freePorts(1).get(0));
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path keytab(Path folder) {
        return folder.resolve("all.keytab");
    }

    /** What a JVM is to be given as {@code java.security.krb5.conf}. */
    public Path krb5Conf() {
        return folder.resolve("krb5.conf");
    }

    /** The keys of all principals, users and servers. */
    public Path keytab() {
        return keytab(folder);
    }

    /** The full name of a user or server, such as {@code alice@EXAMPLE.COM}. */
    public String principal(String name) {
        return name + "@EXAMPLE.COM";
    }

    /** Whom file systems let do anything: the server itself. */
    public String superuser() {
        return principal(HDFS);
    }

    /** What each JVM that logs in, such as a driver, has to be given. */
    public List<String> jvmOptions() {
        return List.of("-Djava.security.krb5.conf=" + krb5Conf());
    }

    /** Kills the key distribution center. Tickets stay valid. */
    @Override
    public void close() {
        center.close();
    }
}
