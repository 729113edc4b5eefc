package dev.leat.sql.read;

import dev.leat.spi.PositionRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.internal.SQLConf;

/**
 * The groups of file parts in which Spark infers a schema. The type found may depend on which records share a group, so
 * this follows Spark's packing of files on {@value #PARALLELISM} cores, whatever the machine.
 */
final class InferencePartitions {
    private static final int PARALLELISM = 2;

    private InferencePartitions() {}

    /** The groups, the one with the longest parts first. */
    static List<List<SplitPlace>> of(List<DataFile> files, SQLConf conf, boolean splitsFiles) {
        List<DataFile> filled = files.stream()
                .filter(file -> file.bytes() > 0 && FileListing.holdsRows(file))
                .toList();
        long openCost = conf.filesOpenCostInBytes();
        long total = filled.stream().mapToLong(file -> file.bytes() + openCost).sum();
        long bytesMax = Math.min(conf.filesMaxPartitionBytes(), Math.max(openCost, total / PARALLELISM));
        List<SplitPlace> parts = new ArrayList<>();
        for (DataFile file : filled) {
            parts.addAll(split(file, splitsFiles ? bytesMax : Long.MAX_VALUE));
        }
        parts.sort(Comparator.comparingLong(InferencePartitions::length).reversed());
        List<List<SplitPlace>> groups = new ArrayList<>();
        List<SplitPlace> group = new ArrayList<>();
        long size = 0;
        for (SplitPlace part : parts) {
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

    private static List<SplitPlace> split(DataFile file, long bytesMax) {
        if (CompressedFiles.isCompressed(file) || file.bytes() <= bytesMax) {
            return List.of(SplitPlace.whole(file));
        }
        List<SplitPlace> parts = new ArrayList<>();
        for (long start = 0; start < file.bytes(); start += bytesMax) {
            long end = Math.min(file.bytes(), start + bytesMax);
            parts.add(SplitPlace.of(file, new PositionRange(start, end)));
        }
        return parts;
    }

    private static long length(SplitPlace part) {
        return Math.min(part.range().end(), part.requireFile().bytes())
                - part.range().start();
    }
}
