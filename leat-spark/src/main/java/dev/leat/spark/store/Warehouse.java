package dev.leat.spark.store;

import dev.leat.digest.Digests;
import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a project's tables and of its log of commits, on a file system that can make a file if, and only if, there is none of its
 * name: HDFS renames so, a local one links so. No other scheme is taken.
 */
public final class Warehouse {
    private static final String LOCAL = "file";
    private static final Set<String> SCHEMES = Set.of(LOCAL, "hdfs");
    private static final AtomicLong WRITES = new AtomicLong();
    private static final String UNFINISHED = "_unfinished_";

    private final FileSystem files;
    private final Path root;

    private Warehouse(FileSystem files, Path root) {
        this.files = files;
        this.root = root;
    }

    /**
     * Opens a warehouse; its folder is made when something is written.
     *
     * @throws LeatException OPTION if the location is none that can be a warehouse, IO if its file system cannot be reached
     */
    public static Warehouse open(String location, Configuration configuration) {
        try {
            Path path = new Path(location);
            // Before the file system is looked for, which may not even be on the class path.
            String scheme = Optional.ofNullable(path.toUri().getScheme())
                    .orElseGet(() -> FileSystem.getDefaultUri(configuration).getScheme());
            if (!SCHEMES.contains(scheme)) {
                throw new LeatException(
                        ErrorCode.NOT_SUPPORTED,
                        "A warehouse cannot be at " + location
                                + ": expected file: or hdfs:, since a commit is a file that is"
                                + " made only if there is none of its name, which other file systems do not promise");
            }
            FileSystem files = path.getFileSystem(configuration);
            return new Warehouse(withoutChecksums(files), files.makeQualified(path));
        } catch (IllegalArgumentException e) {
            if (e.getCause() instanceof UnknownHostException host) {
                throw failure("reach the warehouse " + location, host);
            }
            throw new LeatException(
                    ErrorCode.OPTION,
                    "A warehouse cannot be at " + location + ": expected a folder such as hdfs://host:port/path ("
                            + e.getMessage() + ")",
                    e);
        } catch (IOException e) {
            throw failure("reach the warehouse " + location, e);
        }
    }

    /** A checksum beside a file is written after it, so that the file of a writer that was killed could not be read by the next. */
    private static FileSystem withoutChecksums(FileSystem files) {
        return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
    }

    /** The location, with its scheme. */
    public String location() {
        return root.toString();
    }

    /** How many bytes its files have; some may come and go meanwhile. */
    public long bytes() {
        try {
            return isLocal() ? localBytes() : files.getContentSummary(root).getLength();
        } catch (FileNotFoundException e) {
            return 0;
        } catch (IOException e) {
            throw failure("look how large the warehouse " + root + " is", e);
        }
    }

    private long localBytes() throws IOException {
        AtomicLong bytes = new AtomicLong();
        Files.walkFileTree(local(root), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(java.nio.file.Path file, BasicFileAttributes attributes) {
                bytes.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(java.nio.file.Path file, IOException failure) throws IOException {
                return continueUnlessUnreadable(failure);
            }

            @Override
            public FileVisitResult postVisitDirectory(java.nio.file.Path folder, @Nullable IOException failure)
                    throws IOException {
                return failure == null ? FileVisitResult.CONTINUE : continueUnlessUnreadable(failure);
            }
        });
        return bytes.get();
    }

    private static FileVisitResult continueUnlessUnreadable(IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }

    /** Where in it something is. */
    Path path(String relative) {
        return new Path(root, relative);
    }

    /** Copies a file of this machine to where all can read it. */
    public void put(java.nio.file.Path file, String target) {
        try (FSDataOutputStream out = files.create(path(target), true)) {
            Files.copy(file, out);
            out.hsync();
        } catch (IOException e) {
            throw failure("copy " + file + " to " + path(target), e);
        }
    }

    /** Copies a file to this machine. */
    public void fetch(String file, java.nio.file.Path target) {
        try (FSDataInputStream in = files.open(path(file))) {
            Files.createDirectories(target.getParent());
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failure("copy " + path(file) + " to " + target, e);
        }
    }

    /** The names of the files of a folder; none if there is no such folder. */
    public List<String> list(String folder) {
        try {
            List<String> names = new ArrayList<>();
            for (FileStatus status : files.listStatus(path(folder))) {
                names.add(status.getPath().getName());
            }
            return names;
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw failure("list " + path(folder), e);
        }
    }

    /** The content of a file; absent if there is none. */
    Optional<byte[]> read(String file) {
        try (FSDataInputStream in = files.open(path(file))) {
            return Optional.of(in.readAllBytes());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read " + path(file), e);
        }
    }

    /** What a file has from a byte on; absent if there is no such file. */
    Optional<byte[]> readFrom(String file, long from) {
        try (FSDataInputStream in = files.open(path(file))) {
            in.seek(from);
            return Optional.of(in.readAllBytes());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read " + path(file), e);
        }
    }

    /** Begins a file that is read while it is written. */
    FSDataOutputStream begin(String file) {
        try {
            return files.create(path(file), false);
        } catch (IOException e) {
            throw failure("write " + path(file), e);
        }
    }

    /** Whether there is a file. */
    boolean isThere(String file) {
        try {
            return files.exists(path(file));
        } catch (IOException e) {
            throw failure("look for " + path(file), e);
        }
    }

    /** Writes a file, in place of one that may be there. */
    void replace(String file, byte[] content) {
        Path target = path(file);
        try {
            if (isLocal()) {
                Path unfinished = unfinished(target, content);
                write(unfinished, content);
                Files.move(local(unfinished), local(target), StandardCopyOption.ATOMIC_MOVE);
            } else {
                write(target, content);
            }
        } catch (IOException e) {
            throw failure("write " + path(file), e);
        }
    }

    /**
     * Makes a file with all of its content, unless there is one of its name: then nothing happens.
     *
     * @return whether it was made
     * @throws LeatException IO if it may or may not have been
     */
    boolean create(String file, byte[] content) {
        Path target = path(file);
        Path unfinished = unfinished(target, content);
        try {
            write(unfinished, content);
            if (isLocal()) {
                return link(unfinished, target);
            }
            // HDFS refuses a target that is there.
            boolean isMade = files.rename(unfinished, target);
            if (!isMade) {
                files.delete(unfinished, false);
            }
            return isMade;
        } catch (IOException e) {
            throw failure("write " + target, e);
        }
    }

    private boolean isLocal() {
        return LOCAL.equals(root.toUri().getScheme());
    }

    /** A name that neither another process nor another thread has: writers differ in what they write. */
    private static Path unfinished(Path target, byte[] content) {
        String name = Digests.sha256(content).substring(0, 16) + "-"
                + ProcessHandle.current().pid() + "-" + WRITES.incrementAndGet();
        return new Path(target.getParent(), UNFINISHED + name);
    }

    private static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri());
    }

    private boolean link(Path unfinished, Path target) throws IOException {
        try {
            Files.createLink(local(target), local(unfinished));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            files.delete(unfinished, false);
        }
    }

    private void write(Path file, byte[] content) throws IOException {
        try (FSDataOutputStream out = files.create(file, true)) {
            out.write(content);
            out.hsync();
        }
    }

    /** Removes a folder with all that is in it, if it is there. */
    public void removeFolder(String folder) {
        remove(folder);
    }

    /** Removes a file or folder, if it is there. */
    void remove(String relative) {
        try {
            files.delete(path(relative), true);
        } catch (IOException e) {
            throw failure("remove " + path(relative), e);
        }
    }

    static LeatException failure(String activity, IOException e) {
        return new LeatException(ErrorCode.IO, "Cannot " + activity + ": " + FileErrors.reason(e), e);
    }
}
