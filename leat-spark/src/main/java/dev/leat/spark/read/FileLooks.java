package dev.leat.spark.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** Looks at few bytes of files of a source, many files at a time: each look is a wait for the file system. */
final class FileLooks {
    private static final int THREADS_MAX = 16;

    private final String source;
    private final Configuration configuration;

    /** Looks at the files of a source. */
    FileLooks(String source, Configuration configuration) {
        this.source = source;
        this.configuration = configuration;
    }

    /** What is found out by one look. */
    interface Look<T> {
        T at(FSDataInputStream file, String name) throws IOException;
    }

    /** Looks at one file. */
    <T> T one(String name, Look<T> look) {
        try {
            return open(name, look);
        } catch (IOException e) {
            throw failure("look at " + name + " of", e);
        }
    }

    private <T> T open(String name, Look<T> look) throws IOException {
        Path path = new Path(name);
        try (FSDataInputStream file = path.getFileSystem(configuration).open(path)) {
            return look.at(file, name);
        }
    }

    /** Looks at many files; what is found out of each, by its name. */
    <T> Map<String, T> all(Collection<String> names, Look<T> look) {
        Map<String, T> found = new TreeMap<>();
        if (names.size() < 2) {
            names.forEach(name -> found.put(name, one(name, look)));
            return found;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS_MAX, names.size()));
        try {
            List<String> order = new ArrayList<>(names);
            List<Future<T>> looks = new ArrayList<>();
            for (String name : order) {
                looks.add(threads.submit(() -> open(name, look)));
            }
            for (int i = 0; i < order.size(); i++) {
                found.put(order.get(i), looks.get(i).get());
            }
            return found;
        } catch (ExecutionException e) {
            throw failure("look at the files of", e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeatException(ErrorCode.INTERRUPTED, "Interrupted: look at the files of " + source, e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The error of a file system. */
    LeatException failure(String what, Throwable cause) {
        return new LeatException(
                ErrorCode.IO,
                "Cannot " + what + " the source " + source + ": "
                        + (cause instanceof IOException e ? FileErrors.reason(e) : cause.getMessage()),
                cause);
    }
}
