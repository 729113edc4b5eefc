package dev.leat.spark.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.Position;
import dev.leat.spi.SourceScan;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import dev.leat.type.Identifiers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * A source of files, read by Spark's reader of their format. Its parts are whole files: one that has changed in any way is another
 * content.
 */
public final class FileSource {
    /** The column with the text of a malformed record. */
    public static final String CONTENT = "content";

    private static final Set<String> FORMATS = Set.of("csv", "json", "text", "parquet");
    private static final Set<String> PARSED = Set.of("csv", "json");
    private static final String CORRUPT = "columnNameOfCorruptRecord";
    private static final String CORRUPT_SETTING = "spark.sql.columnNameOfCorruptRecord";
    private static final long MICROS_PER_MILLI = 1000;

    private final SparkSession spark;
    private final Source source;
    private final SourceDefinition definition;
    private final Map<String, Position> files;
    private final Map<String, List<String>> filesOfRoots;

    private FileSource(
            SparkSession spark, Source source, Map<String, Position> files, Map<String, List<String>> filesOfRoots) {
        this.spark = spark;
        this.source = source;
        this.definition = source.definition();
        this.files = files;
        this.filesOfRoots = filesOfRoots;
    }

    /**
     * Lists a source.
     *
     * @throws LeatException NOT_SUPPORTED for other formats, SOURCE_NOT_FOUND if a path is not there
     */
    public static FileSource open(SparkSession spark, Source source) {
        SourceDefinition definition = source.definition();
        if (!FORMATS.contains(definition.format())) {
            throw new LeatException(
                    ErrorCode.NOT_SUPPORTED,
                    "The source " + source.name().simpleName() + " cannot be read on Spark yet: its format is "
                            + definition.format() + ", expected one of "
                            + String.join(", ", FORMATS.stream().sorted().toList())
                            + ". Run the project on the embedded engine, or have its records written to files");
        }
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        Map<String, Position> files = new TreeMap<>();
        Map<String, List<String>> roots = new LinkedHashMap<>();
        try {
            for (String path : definition.paths()) {
                list(new Path(path), configuration, files, roots);
            }
        } catch (IOException e) {
            throw new LeatException(
                    ErrorCode.IO, "Cannot list the source " + source.name().simpleName() + ": " + e.getMessage(), e);
        }
        return new FileSource(spark, source, files, roots);
    }

    private static void list(
            Path path, Configuration configuration, Map<String, Position> files, Map<String, List<String>> roots)
            throws IOException {
        FileSystem system = path.getFileSystem(configuration);
        FileStatus[] found = system.globStatus(path);
        if (found == null || found.length == 0) {
            throw new LeatException(
                    ErrorCode.SOURCE_NOT_FOUND,
                    "The path " + path + " does not exist; create it, or correct the source");
        }
        for (FileStatus root : found) {
            List<String> below = new ArrayList<>();
            collect(system, root, files, below, true);
            roots.computeIfAbsent(root.getPath().toString(), unseen -> new ArrayList<>())
                    .addAll(below);
        }
    }

    /** Names that begin with a dot or an underscore are not of files with rows, but for those of partition folders. */
    private static void collect(
            FileSystem system, FileStatus status, Map<String, Position> files, List<String> below, boolean isRoot)
            throws IOException {
        String name = status.getPath().getName();
        boolean isHidden =
                (name.startsWith("_") && !name.contains("=")) || name.startsWith(".") || name.endsWith("._COPYING_");
        if (isHidden && !isRoot) {
            return;
        }
        if (status.isDirectory()) {
            for (FileStatus child : system.listStatus(status.getPath())) {
                collect(system, child, files, below, false);
            }
            return;
        }
        String path = status.getPath().toString();
        if (!files.containsKey(path)) {
            long modified = status.getModificationTime() * MICROS_PER_MILLI;
            files.put(path, new Position(0, status.getLen(), modified, "", "", 0));
            below.add(path);
        }
    }

    /** The files that are there, each with its size and time. */
    public Map<String, Position> files() {
        return files;
    }

    /** The size of all files in bytes. */
    public long bytes() {
        return files.values().stream().mapToLong(Position::end).sum();
    }

    /**
     * The rows of some files.
     *
     * @param columns names of the source's columns, or {@link SourceScan#METADATA_COLUMN}
     */
    public Dataset<Row> read(Set<String> chosen, List<String> columns) {
        return read(chosen, columns, source.schema(), definition.options());
    }

    private Dataset<Row> read(
            Set<String> chosen, List<String> columns, List<Field> schema, Map<String, String> options) {
        Optional<Dataset<Row>> rows = Optional.empty();
        StructType struct = SparkTypes.struct(schema);
        for (Map.Entry<String, List<String>> root : filesOfRoots.entrySet()) {
            String[] paths = root.getValue().stream().filter(chosen::contains).toArray(String[]::new);
            if (paths.length == 0) {
                continue;
            }
            DataFrameReader reader =
                    spark.read().format(definition.format()).schema(struct).options(options);
            if (!files.containsKey(root.getKey())) {
                reader = reader.option("basePath", root.getKey());
            }
            Dataset<Row> part = select(reader.load(paths), columns);
            rows = Optional.of(rows.isPresent() ? rows.get().union(part) : part);
        }
        return rows.orElseGet(() -> select(spark.createDataFrame(List.of(), struct), columns));
    }

    private static Dataset<Row> select(Dataset<Row> rows, List<String> columns) {
        return rows.select(columns.stream()
                .map(name -> name.equals(SourceScan.METADATA_COLUMN) ? functions.col(name) : column(name))
                .toArray(Column[]::new));
    }

    /** What became of the records of some files: how many there are, and the malformed. */
    public Records count(Set<String> chosen) {
        String mode = option("mode").orElse("PERMISSIVE").toUpperCase(Locale.ROOT);
        if (!PARSED.contains(definition.format()) || mode.equals("FAILFAST")) {
            return new Records(read(chosen, List.of()).count(), 0, Optional.empty());
        }
        String corrupt = option(CORRUPT).orElseGet(() -> spark.conf().get(CORRUPT_SETTING));
        List<Field> schema = new ArrayList<>(source.schema());
        if (schema.stream().noneMatch(field -> field.name().equalsIgnoreCase(corrupt))) {
            schema.add(new Field(corrupt, Simple.STRING, true));
        }
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(definition.options());
        options.put("mode", "PERMISSIVE");
        options.put(CORRUPT, corrupt);
        List<String> all = schema.stream().map(Field::name).toList();
        Dataset<Row> rows = read(chosen, all, schema, options);
        Column content = column(corrupt);
        // A value is only parsed, and found to be wrong, where it is asked for.
        Column missing = functions.lit(0);
        for (String name : all) {
            missing = missing.plus(functions.when(column(name).isNull(), 1).otherwise(0));
        }
        Row counts = rows.agg(
                        functions.count(functions.lit(1)),
                        functions.count(functions.when(content.isNotNull(), 1)),
                        functions.sum(missing))
                .first();
        long malformed = counts.getLong(1);
        Optional<Dataset<Row>> found = malformed == 0
                ? Optional.empty()
                : Optional.of(rows.select(content.as(CONTENT), missing.as("missing"))
                        .filter(functions.col(CONTENT).isNotNull()));
        return new Records(counts.getLong(0), malformed, found);
    }

    private static Column column(String name) {
        return functions.col(Identifiers.quote(name));
    }

    /** Whether rows of malformed records are kept with NULLs. */
    public boolean keepsMalformed() {
        return option("mode").filter("DROPMALFORMED"::equalsIgnoreCase).isEmpty();
    }

    private Optional<String> option(String name) {
        return definition.options().entrySet().stream()
                .filter(option -> option.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * Records of files.
     *
     * @param read how many there are
     * @param malformed how many of them do not fit the columns
     * @param content of the malformed, in the column {@link #CONTENT} and another that has to be computed with it; absent if there are none
     */
    public record Records(long read, long malformed, Optional<Dataset<Row>> content) {}
}
