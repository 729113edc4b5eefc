package dev.leat.pipeline;

import java.util.Locale;

/** Paths on the file system of a cluster, which only the cluster engine reads and writes. */
public final class ClusterPaths {
    private static final String HDFS = "hdfs:";

    private ClusterPaths() {}

    /** Whether a path is one. */
    public static boolean is(String path) {
        return path.toLowerCase(Locale.ROOT).startsWith(HDFS);
    }
}
