package dev.leat.conformance.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.UserGroupInformation;

/** Makes a user's folder on a file system that asks for tickets, with a file of orders that he alone may read. A JVM logs in once. */
final class SecuredFolder {
    private SecuredFolder() {}

    /** Takes the folder of the client's settings, a keytab, the principal of a superuser, the user and the folder. */
    public static void main(String[] arguments) throws IOException {
        Configuration configuration = configuration(Path.of(arguments[0]));
        UserGroupInformation.setConfiguration(configuration);
        UserGroupInformation.loginUserFromKeytab(arguments[2], arguments[1]);
        org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(arguments[4]);
        org.apache.hadoop.fs.Path orders = new org.apache.hadoop.fs.Path(folder, "in/orders.csv");
        try (FileSystem files = FileSystem.newInstance(folder.toUri(), configuration)) {
            try (OutputStream out = files.create(orders)) {
                out.write("1,10\n2,20\n1,5\n".getBytes(StandardCharsets.UTF_8));
            }
            for (org.apache.hadoop.fs.Path path :
                    new org.apache.hadoop.fs.Path[] {folder, orders.getParent(), orders}) {
                files.setOwner(path, arguments[3], arguments[3]);
                files.setPermission(path, new FsPermission("700"));
            }
        }
    }

    /** What a cluster says of itself to its clients. */
    static Configuration configuration(Path folder) {
        Configuration configuration = new Configuration();
        for (String file : new String[] {"core-site.xml", "hdfs-site.xml"}) {
            configuration.addResource(
                    new org.apache.hadoop.fs.Path(folder.resolve(file).toUri()));
        }
        return configuration;
    }
}
