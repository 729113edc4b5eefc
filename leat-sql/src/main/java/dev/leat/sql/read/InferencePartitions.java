package dev.leat.sql.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/**
 * The groups of file parts in which Spark infers a schema. The type found may depend on which records share a group, so
 * this follows Spark's packing of files on {@value #PARALLELISM} cores, whatever the machine.
 */
final class InferencePartitions {
    private static final int PARALLELISM = 2;

    private InferencePartitions() {}

    /** The groups, the one with the longest parts first. */
    static List<List<SplitContext>> of(List<DataFile> files, SQLConf conf, boolean splitsFiles) {
        List<DataFile> filled = files.stream()
                .filter(file -> file.bytes() > 0 && FileListing.holdsRows(file))
                .toList();
        long openCost = conf.filesOpenCostInBytes();
        long total = filled.stream().mapToLong(file -> file.bytes() + openCost).sum();
        long bytesMax = Math.min(conf.filesMaxPartitionBytes(), Math.max(openCost, total / PARALLELISM));
        List<SplitContext> parts = new ArrayList<>();
        for (DataFile file : filled) {
            parts.addAll(split(file, splitsFiles ? bytesMax : Long.MAX_VALUE));
        }
        parts.sort(Comparator.comparingLong(InferencePartitions::length).reversed());
        List<List<SplitContext>> groups = new ArrayList<>();
        List<SplitContext> group = new ArrayList<>();
        long size = 0;
        for (SplitContext part : parts) {
            if (size + length(part) > bytesMax && !group.isEmpty()) {
                groups.add(group);
                group = new ArrayList<>();
                size = 0;
            }
            size += length(part) + openCost;
            group.add(part);
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    private static List<SplitContext> split(DataFile file, long bytesMax) {
        StructType none = new StructType();
        Consumer<dev.leat.spi.MalformedRecord> ignored = record -> {};
        if (CompressedFiles.isCompressed(file) || file.bytes() <= bytesMax) {
            return List.of(new SplitContext(file, 0, Long.MAX_VALUE, none, none, ignored));
        }
        List<SplitContext> parts = new ArrayList<>();
        for (long start = 0; start < file.bytes(); start += bytesMax) {
            long end = Math.min(file.bytes(), start + bytesMax);
            parts.add(new SplitContext(file, start, end, none, none, ignored));
        }
        return parts;
    }

    private static long length(SplitContext part) {
        return Math.min(part.end(), part.file().bytes()) - part.start();
    }
}
