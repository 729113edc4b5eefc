package dev.leat.testkit.cluster;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.UserGroupInformation;

/** A client of a file system that asks for tickets. Prints a line for each thing it tries. */
final class KerberosVisit {
    private static final Path HOME = new Path("/home");
    private static final Path SECRET = new Path("/secret");

    private KerberosVisit() {}

    /** Takes a keytab and two principals that it has keys of: one that owns the file system and one that does not. */
    public static void main(String[] arguments) throws IOException {
        Configuration configuration = Visit.configuration();
        UserGroupInformation.setConfiguration(configuration);
        list("nobody", configuration, new Path("/"));

        UserGroupInformation.loginUserFromKeytab(arguments[1], arguments[0]);
        try (FileSystem files = FileSystem.newInstance(configuration)) {
            files.mkdirs(HOME);
            files.setPermission(HOME, new FsPermission("777"));
            files.mkdirs(SECRET);
            files.setPermission(SECRET, new FsPermission("700"));
        }
        list("owner", configuration, SECRET);

        UserGroupInformation.loginUserFromKeytab(arguments[2], arguments[0]);
        list("user", configuration, SECRET);
        try (FileSystem files = FileSystem.newInstance(configuration)) {
            Path file = new Path(HOME, "file");
            try (var out = files.create(file)) {
                out.writeUTF("kept");
            }
            try (var in = files.open(file)) {
                System.out.println("user read " + in.readUTF() + " of "
                        + files.getFileStatus(file).getOwner());
            }
        }
    }

    private static void list(String who, Configuration configuration, Path path) {
        try (FileSystem files = FileSystem.newInstance(configuration)) {
            System.out.println(who + " sees " + files.listStatus(path).length + " in " + path);
        } catch (IOException e) {
            System.out.println(who + " is refused: " + e.getMessage());
        }
    }
}
