package dev.leat.spark.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** A local file system in which some acts fail, as those of a cluster do when its network does. Hadoop makes it by its name. */
public final class FaultyFiles extends LocalFileSystem {
    private static final String ID = "leat.test.faults";
    private static final Map<String, Faults> ALL = new ConcurrentHashMap<>();

    /** What is tried. */
    public enum Act {
        LIST,
        READ,
        WRITE,
        REMOVE
    }

    /** Says which acts fail. */
    @FunctionalInterface
    public interface Faults {
        /** Whether it fails, before anything is done. */
        boolean fails(Act act, String path);
    }

    /** For Hadoop. */
    public FaultyFiles() {
        super(new Raw());
    }

    /** Has the local files of a configuration fail so. */
    public static void install(Configuration configuration, Faults faults) {
        String id = UUID.randomUUID().toString();
        ALL.put(id, faults);
        configuration.set(ID, id);
        configuration.set("fs.file.impl", FaultyFiles.class.getName());
        configuration.setBoolean("fs.file.impl.disable.cache", true);
    }

    /** Has them not fail any more. */
    public static void remove(Configuration configuration) {
        configuration.unset(ID);
        configuration.unset("fs.file.impl");
        configuration.unset("fs.file.impl.disable.cache");
    }

    /** A warehouse whose files fail so. */
    static Warehouse warehouse(Path folder, Faults faults) {
        Configuration configuration = new Configuration();
        install(configuration, faults);
        return Warehouse.open(folder.toUri().toString(), configuration);
    }

    private static final class Raw extends RawLocalFileSystem {
        private void pass(Act act, org.apache.hadoop.fs.Path path) throws IOException {
            Faults faults = ALL.get(getConf().get(ID, ""));
            if (faults != null && faults.fails(act, path.toUri().getPath())) {
                throw new IOException(act + " failed by intent");
            }
        }

        @Override
        public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
            pass(Act.LIST, path);
            return super.listStatus(path);
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferBytes) throws IOException {
            pass(Act.READ, path);
            return super.open(path, bufferBytes);
        }

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path path,
                boolean overwrite,
                int bufferBytes,
                short replication,
                long blockBytes,
                Progressable progress)
                throws IOException {
            pass(Act.WRITE, path);
            return super.create(path, overwrite, bufferBytes, replication, blockBytes, progress);
        }

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path path,
                FsPermission permission,
                boolean overwrite,
                int bufferBytes,
                short replication,
                long blockBytes,
                Progressable progress)
                throws IOException {
            pass(Act.WRITE, path);
            return super.create(path, permission, overwrite, bufferBytes, replication, blockBytes, progress);
        }

        @Override
        public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
            pass(Act.REMOVE, path);
            return super.delete(path, recursive);
        }
    }
}
