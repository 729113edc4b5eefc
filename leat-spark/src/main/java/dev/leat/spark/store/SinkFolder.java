package dev.leat.spark.store;

import dev.leat.error.Checks;
import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import dev.leat.pipeline.ClusterPaths;
import dev.leat.sink.FolderSink;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a sink, local or on HDFS, where files get their place by a rename. What is in it that is nobody's business stays as it is.
 */
public final class SinkFolder {
    private static final String LOCAL = "file";
    private static final String LATER = ", which the next run tries again, as its commit is done";

    private final FileSystem files;
    private final Path root;
    private final Configuration configuration;

    private SinkFolder(Path root, Configuration configuration) throws IOException {
        FileSystem found = root.getFileSystem(configuration);
        // Checksums beside files would be those of others once the files have moved.
        this.files = found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
        this.root = root;
        this.configuration = configuration;
    }

    /** The folder of a sink, which is made if it is not there. */
    public static SinkFolder make(FolderSink sink, Configuration configuration) {
        SinkFolder folder = of(sink, configuration);
        folder.makeFolder(folder.root);
        return of(sink, configuration);
    }

    /** The folder of a sink, which need not be there. */
    public static SinkFolder of(FolderSink sink, Configuration configuration) {
        String path = sink.path();
        try {
            if (ClusterPaths.is(path)) {
                return new SinkFolder(new Path(path), configuration);
            }
            java.nio.file.Path local = java.nio.file.Path.of(path);
            // The one name among those that links may give it, so that its files are known again.
            return new SinkFolder(local(Files.isDirectory(local) ? local.toRealPath() : local), configuration);
        } catch (IllegalArgumentException e) {
            throw new LeatException(
                    ErrorCode.OPTION,
                    "The path " + path + " of the sink " + sink.name()
                            + " cannot be written to: expected a folder such as hdfs://host:port/path ("
                            + e.getMessage() + ")",
                    e);
        } catch (IOException e) {
            throw FileErrors.convert(e, "write to the sink " + sink.name());
        }
    }

    private static Path local(java.nio.file.Path folder) {
        return new Path(LOCAL, "", folder.toString());
    }

    /** The folder at a location. */
    public static SinkFolder at(String location, Configuration configuration) {
        try {
            return new SinkFolder(new Path(location), configuration);
        } catch (IOException e) {
            throw FileErrors.convert(e, "reach " + location);
        }
    }

    /** Where it is, with the scheme. */
    public String location() {
        return root.toString();
    }

    /** The same for the user. */
    public String shown() {
        return isLocal() ? root.toUri().getPath() : location();
    }

    private boolean isLocal() {
        return LOCAL.equals(root.toUri().getScheme());
    }

    private static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    /** The identity of the state that it belongs to, if it says so. */
    public Optional<String> owner() {
        Path mark = new Path(root, FolderSink.MARK);
        try (FSDataInputStream in = files.open(mark)) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileErrors.convert(e, "read " + mark);
        }
    }

    /** The names of what is in it. */
    public List<String> names() {
        return names(root);
    }

    private List<String> names(Path folder) {
        try {
            List<String> names = new ArrayList<>();
            for (FileStatus status : files.listStatus(folder)) {
                names.add(status.getPath().getName());
            }
            return names.stream().sorted().toList();
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw FileErrors.convert(e, "list " + folder);
        }
    }

    /** Whether it has a file of a name. */
    public boolean has(String name) {
        try {
            Path path = new Path(root, name);
            return files.exists(path) && files.getFileStatus(path).isFile();
        } catch (IOException e) {
            throw FileErrors.convert(e, "look for " + name + " in " + root);
        }
    }

    /** Makes a hidden folder in it, where files wait. */
    public void makeStaging(String staging) {
        makeFolder(new Path(root, staging));
    }

    private void makeFolder(Path folder) {
        try {
            if (isLocal()) {
                Files.createDirectories(local(folder));
            } else if (!files.mkdirs(folder)) {
                throw new IOException("cannot make the folder " + folder);
            }
        } catch (IOException e) {
            throw FileErrors.convert(e, "make the folder " + folder);
        }
    }

    /** Has the mark of a state wait there. */
    public void stageMark(String staging, String identity) {
        Path mark = new Path(new Path(root, staging), FolderSink.MARK);
        try (FSDataOutputStream out = files.create(mark, true)) {
            out.write((identity + "\n").getBytes(StandardCharsets.UTF_8));
            out.hsync();
        } catch (IOException e) {
            throw FileErrors.convert(e, "write " + mark);
        }
    }

    /** Removes a folder in which files have waited, with what is left there. */
    public void drop(String staging) {
        Checks.verify(staging.startsWith(FolderSink.STAGING_PREFIX), "what is dropped is a folder where files wait");
        try {
            files.delete(new Path(root, staging), true);
        } catch (IOException e) {
            throw FileErrors.convert(e, "drop the folder " + new Path(root, staging));
        }
    }

    /** The names of the files that Spark has written to a folder in it, on the disk if that is a local one. */
    public List<String> written(String folder) {
        List<String> written = names(new Path(root, folder)).stream()
                .filter(name -> !name.startsWith("_") && !name.startsWith("."))
                .toList();
        if (isLocal()) {
            written.forEach(name -> force(new Path(new Path(root, folder), name)));
        }
        return written;
    }

    private static void force(Path path) {
        try (FileChannel channel = FileChannel.open(local(path), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw FileErrors.convert(e, "write " + path + " to the disk");
        }
    }

    /** Gives a file that waits its place, in which another may be; if it does not wait any more, it has got it. */
    public void move(String staged, String name) {
        Path from = new Path(root, staged);
        Path to = new Path(root, name);
        try {
            if (!files.exists(from)) {
                return;
            }
            if (isLocal()) {
                Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                FileContext.getFileContext(root.toUri(), configuration).rename(from, to, Options.Rename.OVERWRITE);
            }
        } catch (IOException e) {
            throw FileErrors.convert(e, "move " + from + " to " + to + LATER);
        }
    }

    /** Removes a file, if there is one. A folder or link in its place is not ours. */
    public void remove(String name) {
        Path path = new Path(root, name);
        try {
            boolean isOurs = isLocal()
                    ? Files.isRegularFile(local(path), LinkOption.NOFOLLOW_LINKS)
                    : files.exists(path) && files.getFileStatus(path).isFile();
            if (isOurs) {
                files.delete(path, false);
            }
        } catch (IOException e) {
            throw FileErrors.convert(e, "remove " + path + LATER);
        }
    }

    /** Has the names of its files written to the disk; HDFS has done so. */
    public void forceNames() {
        if (isLocal()) {
            force(root);
        }
    }
}
