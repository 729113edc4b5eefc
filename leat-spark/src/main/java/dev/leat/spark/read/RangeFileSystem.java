package dev.leat.spark.read;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Shows byte ranges of the files of other file systems as files, named by {@link RangePath}, so that any reader reads these bytes and no
 * others, whatever is added to the file meanwhile. It reads only, and only in place of others: their configuration and credentials are
 * those of its own configuration. Hadoop makes it by {@link #SETTINGS}, on executors too, which have the application's classes.
 */
public final class RangeFileSystem extends FileSystem {
    /**
     * By which Hadoop finds it; as options of a reader they reach all who list or read its files. It is not kept, so that it never has the
     * configuration of another session.
     */
    static final Map<String, String> SETTINGS = Map.of(
            "fs." + RangePath.SCHEME + ".impl",
            RangeFileSystem.class.getName(),
            "fs." + RangePath.SCHEME + ".impl.disable.cache",
            "true");

    private static final URI ROOT = URI.create(RangePath.SCHEME + ":///");

    /** For Hadoop. */
    public RangeFileSystem() {}

    @Override
    public String getScheme() {
        return RangePath.SCHEME;
    }

    @Override
    public URI getUri() {
        return ROOT;
    }

    @Override
    public void initialize(URI name, Configuration configuration) throws IOException {
        super.initialize(name, configuration);
        setConf(configuration);
    }

    private FileSystem system(Path path) throws IOException {
        return path.getFileSystem(getConf());
    }

    private static RangePath require(Path path) throws FileNotFoundException {
        return RangePath.find(path).orElseThrow(() -> new FileNotFoundException(path + " is no range of a file"));
    }

    @Override
    public FSDataInputStream open(Path path, int bufferBytes) throws IOException {
        RangePath range = require(path);
        FSDataInputStream file = system(range.file()).open(range.file(), bufferBytes);
        try {
            return new FSDataInputStream(new RangeInput(file, range));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        Optional<RangePath> found = RangePath.find(path);
        return found.isPresent() ? status(found.get(), path) : folder(path);
    }

    private FileStatus folder(Path path) throws IOException {
        Path folder = RangePath.folder(path);
        FileStatus there = system(folder).getFileStatus(folder);
        if (!there.isDirectory()) {
            throw new FileNotFoundException(path + " is no range of a file");
        }
        return new FileStatus(0, true, 0, 0, there.getModificationTime(), makeQualified(path));
    }

    private FileStatus status(RangePath range, Path path) throws IOException {
        FileStatus file = system(range.file()).getFileStatus(range.file());
        if (file.getLen() < range.end()) {
            throw new FileNotFoundException("The file " + range.file() + " has " + file.getLen()
                    + " bytes and not, as when its source was listed, " + range.end() + " or more; run again");
        }
        // Whose it is nobody asks, and a local file system would start a process for each file to find out.
        return new FileStatus(
                range.end() - range.start(),
                false,
                file.getReplication(),
                file.getBlockSize(),
                file.getModificationTime(),
                makeQualified(path));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        return new FileStatus[] {status(require(path), path)};
    }

    @Override
    public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length) throws IOException {
        RangePath range = require(file.getPath());
        long count = Math.min(length, range.end() - range.start() - start);
        if (count <= 0) {
            return new BlockLocation[0];
        }
        BlockLocation[] blocks = system(range.file()).getFileBlockLocations(range.file(), range.start() + start, count);
        BlockLocation[] shown = new BlockLocation[blocks.length];
        for (int i = 0; i < blocks.length; i++) {
            long first = Math.max(blocks[i].getOffset(), range.start());
            long last = Math.min(blocks[i].getOffset() + blocks[i].getLength(), range.end());
            shown[i] = new BlockLocation(blocks[i]);
            shown[i].setOffset(first - range.start());
            shown[i].setLength(Math.max(0, last - first));
        }
        return shown;
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path(ROOT);
    }

    @Override
    public void setWorkingDirectory(Path folder) {
        // All of its paths are absolute.
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferBytes,
            short replication,
            long blockBytes,
            Progressable progress)
            throws IOException {
        throw readsOnly();
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferBytes, Progressable progress) throws IOException {
        throw readsOnly();
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        throw readsOnly();
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        throw readsOnly();
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        throw readsOnly();
    }

    private static IOException readsOnly() {
        return new IOException("Ranges of files are read only");
    }
}
