package dev.leat.spark.read;

import dev.leat.error.Checks;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.Reader;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.plan.Plan;
import dev.leat.reading.ReadingEnd;
import dev.leat.spi.CommitTerms.LastRecord;
import dev.leat.spi.Position;
import dev.leat.spi.PositionRange;
import dev.leat.spi.SourceProgress;
import dev.leat.spi.SourceScan;
import dev.leat.type.Field;
import dev.leat.type.Identifiers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * A source of files, read by Spark's reader of their format. Of a file that grows a range is read, which is a file of a
 * {@link RangeFileSystem}; any other is read as a whole.
 */
public final class FileSource implements SparkSource {
    private static final Set<String> FORMATS = Set.of("csv", "json", "text", "parquet");

    /** How files are given to a reader. */
    private enum Access {
        /** By their own names. */
        WHOLE,
        /** As ranges from their beginning. */
        RANGE,
        /** As ranges from somewhere after a header. */
        RANGE_WITHOUT_HEADER
    }

    private final SparkSession spark;
    private final Source source;
    private final SourceDefinition definition;
    private final SourceFiles listed;
    private final SourceFiles files;
    private final ReadingEnd.Parts bounds;
    private final Map<Counted, Records> counted = new HashMap<>();

    /** What is counted, once for all who read it; of records that are not parsed it does not depend on the columns. */
    private record Counted(Map<String, PositionRange> ranges, Set<String> asked) {}

    private FileSource(
            SparkSession spark, Source source, SourceFiles listed, SourceFiles files, ReadingEnd.Parts bounds) {
        this.spark = spark;
        this.source = source;
        this.definition = source.definition();
        this.listed = listed;
        this.files = files;
        this.bounds = bounds;
    }

    /** The same source, of which some, or all, files that were listed are read. */
    private FileSource with(SourceFiles some, ReadingEnd.Parts end) {
        return new FileSource(spark, source, listed, some, end);
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
        SourceFiles files = SourceFiles.list(source, spark.sparkContext().hadoopConfiguration());
        return new FileSource(spark, source, files, files, ReadingEnd.Parts.NONE);
    }

    /** The same, each file to be read as a whole, so that {@link SourceScan#METADATA_COLUMN} tells of it. */
    @Override
    public FileSource withFacts() {
        return with(files.asWhole(listed), bounds);
    }

    @Override
    public FileSource undivided() {
        return with(files.undivided(), bounds);
    }

    @Override
    public FileSource until(ReadingEnd end) {
        String key = source.name().key();
        end.log().ifPresent(log -> log.readers(key).forEach(files::lookAt));
        if (end.lastRecord() == LastRecord.AWAITED) {
            files.lookAtEnds(end.read(key));
        }
        ReadingEnd.Parts parts = end.parts(files, key);
        return with(files.upTo(parts), parts);
    }

    @Override
    public FileChange change(Map<String, Position> before, Reader reader) {
        return FileChange.find(this, before, reader, source.name().simpleName());
    }

    @Override
    public Map<String, PositionRange> all() {
        return files.all();
    }

    @Override
    public Map<String, Position> positions() {
        return files.positions();
    }

    @Override
    public String ends(ReadingEnd end) {
        return files.ends().toString();
    }

    @Override
    public long bytes() {
        return files.bytes();
    }

    @Override
    public Optional<SourceProgress> progress() {
        return bounds.progress();
    }

    @Override
    public Set<String> left() {
        return bounds.left();
    }

    /** The files that are there, as far as they are to be read. */
    public SourceFiles files() {
        return files;
    }

    /**
     * The rows of some ranges of files.
     *
     * @param chosen by the name of the file
     * @param columns names of the source's columns, {@link SourceScan#METADATA_COLUMN} where no file grows, and those of {@link RecordPlaces}
     */
    @Override
    public Dataset<Row> read(Map<String, PositionRange> chosen, List<String> columns) {
        Optional<CorruptRecords> corrupt = RecordPlaces.areAmong(columns) && keepsMalformed()
                ? CorruptRecords.of(source, spark).filter(records -> records.parsesAny(Set.copyOf(columns)))
                : Optional.empty();
        return read(chosen, columns, corrupt.map(Form::of).orElseGet(() -> Form.of(source)));
    }

    /** How records become rows. */
    private record Form(List<Field> schema, Map<String, String> options, Optional<CorruptRecords> corrupt) {
        static Form of(Source source) {
            return new Form(source.schema(), source.definition().options(), Optional.empty());
        }

        static Form of(CorruptRecords corrupt) {
            return new Form(corrupt.schema(), corrupt.options(), Optional.of(corrupt));
        }
    }

    private Dataset<Row> read(Map<String, PositionRange> chosen, List<String> columns, Form form) {
        List<Dataset<Row>> parts = new ArrayList<>();
        StructType struct = SparkTypes.struct(form.schema());
        files.filesOfRoots().forEach((root, below) -> {
            Map<Access, List<String>> paths = new EnumMap<>(Access.class);
            for (String file : below) {
                Optional<PositionRange> some = Optional.ofNullable(chosen.get(file))
                        .filter(range -> !files.grows(file) || range.start() < range.end());
                some.ifPresent(range -> {
                    Access access = access(file, range);
                    paths.computeIfAbsent(access, unseen -> new ArrayList<>()).add(path(file, range, access));
                });
            }
            paths.forEach((access, names) -> {
                Checks.verify(
                        access == Access.WHOLE || !columns.contains(SourceScan.METADATA_COLUMN),
                        "facts about files are read with whole files");
                DataFrameReader reader =
                        spark.read().format(definition.format()).schema(struct).options(form.options());
                Dataset<Row> rows = prepare(reader, root, access).load(names.toArray(String[]::new));
                parts.add(select(rows, columns, form));
            });
        });
        return parts.stream().reduce(Dataset::union).orElseGet(() -> none(columns, struct));
    }

    private Access access(String file, PositionRange range) {
        if (!files.grows(file)) {
            return Access.WHOLE;
        }
        return range.start() > 0 && LineFiles.haveHeader(definition) ? Access.RANGE_WITHOUT_HEADER : Access.RANGE;
    }

    private static String path(String file, PositionRange range, Access access) {
        return access == Access.WHOLE
                ? file
                : new RangePath(new Path(file), range.start(), range.end())
                        .path()
                        .toString();
    }

    private DataFrameReader prepare(DataFrameReader all, String root, Access access) {
        DataFrameReader reader = all;
        if (access != Access.WHOLE) {
            reader = reader.options(RangeFileSystem.SETTINGS);
        }
        if (access == Access.RANGE_WITHOUT_HEADER) {
            reader = reader.option("header", "false");
        }
        if (!files.ends().containsKey(root)) {
            String folder = access == Access.WHOLE
                    ? root
                    : RangePath.shown(new Path(root)).toString();
            reader = reader.option("basePath", folder);
        }
        return reader;
    }

    private Dataset<Row> select(Dataset<Row> rows, List<String> columns, Form form) {
        return rows.select(columns.stream()
                .map(name -> switch (name) {
                    case SourceScan.METADATA_COLUMN -> functions.col(name);
                    case Plan.Scan.PART -> RecordPlaces.part(rows);
                    case Plan.Scan.POSITION ->
                        RecordPlaces.position(rows, definition.format(), form.corrupt(), Set.copyOf(columns));
                    default -> column(name);
                })
                .toArray(Column[]::new));
    }

    /** No rows, of which nothing tells where they are from. */
    private Dataset<Row> none(List<String> columns, StructType struct) {
        return spark.createDataFrame(List.of(), struct)
                .select(columns.stream()
                        .map(name -> switch (name) {
                            case Plan.Scan.PART -> functions.lit("").as(name);
                            case Plan.Scan.POSITION ->
                                functions.lit(RecordPlaces.NONE).as(name);
                            default -> column(name);
                        })
                        .toArray(Column[]::new));
    }

    @Override
    public Records count(Map<String, PositionRange> chosen, Set<String> asked) {
        Optional<CorruptRecords> corrupt = CorruptRecords.of(source, spark);
        Counted key = new Counted(Map.copyOf(chosen), corrupt.isPresent() ? Set.copyOf(asked) : Set.of());
        Records known = counted.get(key);
        if (known == null) {
            known = corrupt.map(records -> find(chosen, asked, records))
                    .orElseGet(() -> new Records(read(chosen, List.of()).count(), 0, Optional.empty()));
            counted.put(key, known);
        }
        return known;
    }

    private Records find(Map<String, PositionRange> chosen, Set<String> asked, CorruptRecords corrupt) {
        List<String> all = corrupt.schema().stream().map(Field::name).toList();
        Dataset<Row> rows = read(chosen, all, Form.of(corrupt));
        Column content = corrupt.content();
        // Who asks for no column is told of records by the first.
        Column missing = corrupt.missing(
                corrupt.parsesAny(asked) ? asked : Set.of(source.schema().get(0).name()));
        Row counts = rows.agg(
                        functions.count(functions.lit(1)),
                        functions.count(functions.when(content.isNotNull(), 1)),
                        functions.sum(missing))
                .first();
        long malformed = counts.getLong(1);
        Optional<Dataset<Row>> found = malformed == 0
                ? Optional.empty()
                : Optional.of(rows.select(content.as(CONTENT), missing.as(MISSING))
                        .filter(functions.col(CONTENT).isNotNull()));
        return new Records(counts.getLong(0), malformed, found);
    }

    static Column column(String name) {
        return functions.col(Identifiers.quote(name));
    }

    @Override
    public boolean keepsMalformed() {
        return CorruptRecords.areKept(source);
    }
}
