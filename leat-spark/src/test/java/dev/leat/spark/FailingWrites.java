package dev.leat.spark;

import dev.leat.spark.store.FaultyFiles;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;

/** Writes of the process's file system that fail where a test has said so. */
final class FailingWrites implements AutoCloseable {
    private static final String NOTHING = "no such path";

    private final AtomicReference<String> place = new AtomicReference<>(NOTHING);

    /** None fail yet. */
    FailingWrites() {
        FaultyFiles.install(configuration(), (act, path) -> act == FaultyFiles.Act.WRITE && path.contains(place.get()));
    }

    private static Configuration configuration() {
        return LocalSpark.session().sparkContext().hadoopConfiguration();
    }

    /** Has those fail whose paths have a part. */
    void at(String part) {
        place.set(part);
    }

    /** Has all succeed. */
    void end() {
        place.set(NOTHING);
    }

    @Override
    public void close() {
        FaultyFiles.remove(configuration());
    }
}
