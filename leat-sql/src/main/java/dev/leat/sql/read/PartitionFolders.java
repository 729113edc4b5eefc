package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionPath;
import org.apache.spark.sql.execution.datasources.PartitionSpec;
import org.apache.spark.sql.execution.datasources.PartitioningUtils$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** The columns that the names of folders such as {@code day=2026-06-01/kind=a} give to the files inside. */
record PartitionFolders(StructType columns, Map<Path, InternalRow> values) {
    private static final PartitionFolders NONE = new PartitionFolders(new StructType(), Map.of());

    /** Finds the columns and their types with Spark's own rules; a declared column's type is taken where there is one. */
    static PartitionFolders find(
            FileListing listing, ReadOptions options, Optional<StructType> declared, SQLConf conf) {
        if (options.isTrue("recursiveFileLookup")) {
            return NONE;
        }
        List<org.apache.hadoop.fs.Path> folders =
                listing.leafFolders().stream().map(PartitionFolders::toHadoop).toList();
        String ignoreInvalid = options.find("ignoreInvalidPartitionPaths").orElse("");
        PartitionSpec spec = PartitioningUtils$.MODULE$.parsePartitions(
                CollectionConverters.asScala(folders).toSeq(),
                conf.partitionColumnTypeInferenceEnabled(),
                CollectionConverters.asScala(basePaths(listing, options)).toSet(),
                Option.apply(declared.orElse(null)),
                conf.caseSensitiveAnalysis(),
                conf.validatePartitionColumns(),
                options.find("timeZone").orElse(conf.sessionLocalTimeZone()),
                ignoreInvalid.isEmpty() ? conf.ignoreInvalidPartitionPaths() : Boolean.parseBoolean(ignoreInvalid));
        if (spec.partitionColumns().isEmpty()) {
            return NONE;
        }
        Map<Path, InternalRow> values = new LinkedHashMap<>();
        for (PartitionPath path : CollectionConverters.asJava(spec.partitions())) {
            values.put(Path.of(path.path().toUri().getPath()), path.values());
        }
        return new PartitionFolders(spec.partitionColumns(), values);
    }

    private static Set<org.apache.hadoop.fs.Path> basePaths(FileListing listing, ReadOptions options) {
        Optional<String> given = options.find("basePath");
        if (given.isEmpty()) {
            return listing.roots().stream()
                    .map(root -> listing.isFile(root) ? parent(root) : root)
                    .map(PartitionFolders::toHadoop)
                    .collect(Collectors.toSet());
        }
        Path base = Path.of(given.get().replaceFirst("^file:/*", "/"))
                .toAbsolutePath()
                .normalize();
        if (!Files.isDirectory(base)) {
            throw new LeatException(ErrorCode.OPTION, "Option basePath is " + given.get() + ", expected a folder");
        }
        for (Path root : listing.roots()) {
            if (!root.toString().startsWith(base.toString())) {
                throw new LeatException(
                        ErrorCode.OPTION, "Option basePath is " + base + ", which does not hold the path " + root);
            }
        }
        return Set.of(toHadoop(base));
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    private static org.apache.hadoop.fs.Path toHadoop(Path path) {
        return new org.apache.hadoop.fs.Path("file", null, path.toString());
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }
}
