package dev.leat.spark.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** A position in a file. */
    record Place(String file, long position) {}

    /** What is found out by one look at what a file holds before a position. */
    interface Look<T> {
        T at(FSDataInputStream file, long position) throws IOException;
    }

    /** Looks at one file. */
    <T> T one(Place place, Look<T> look) {
        try {
            return open(place, look);
        } catch (IOException e) {
            throw failure("look at " + place.file() + " of", e);
        }
    }

    private <T> T open(Place place, Look<T> look) throws IOException {
        Path path = new Path(place.file());
        try (FSDataInputStream file = path.getFileSystem(configuration).open(path)) {
            return look.at(file, place.position());
        }
    }

    /** Looks at many places. */
    <T> Map<Place, T> all(Collection<Place> places, Look<T> look) {
        Map<Place, T> found = new HashMap<>();
        if (places.size() < 2) {
            places.forEach(place -> found.put(place, one(place, look)));
            return found;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS_MAX, places.size()));
        try {
            Map<Place, Future<T>> looks = new LinkedHashMap<>();
            places.forEach(place -> looks.put(place, threads.submit(() -> open(place, look))));
            for (Map.Entry<Place, Future<T>> begun : looks.entrySet()) {
                found.put(begun.getKey(), begun.getValue().get());
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
