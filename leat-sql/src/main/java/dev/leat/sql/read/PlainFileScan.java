package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.reading.TriggerOptions;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.NativeParquet;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadLimit;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SourceSplit;
import dev.leat.spi.SplitReader;
import dev.leat.sql.read.FormatReader.NativeFile;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Plain files of declared columns, read without Spark's code as long as their content is plain; its start costs a quarter
 * of a second. Whatever is not goes to Spark's own scan of the same files.
 */
final class PlainFileScan extends FileScan {
    /** What Spark writes into files of the old calendar. */
    private static final String OLD_CALENDAR = "org.apache.spark.legacyDateTime";

    private static final String SPARK_VERSION = "org.apache.spark.version";

    private final PlainFormat format;
    private final List<Field> schema;
    private final Supplier<SparkFileScan> opener;
    private Optional<SparkFileScan> spark = Optional.empty();

    private PlainFileScan(
            PlainFormat format,
            ListedFiles listed,
            ColumnAgreement agreement,
            Supplier<SparkFileScan> opener,
            ReadLimit limit) {
        super(listed, agreement, format.kind() == PlainFormat.Kind.PARQUET ? FileParts::whole : FileParts::of, limit);
        this.format = format;
        this.opener = opener;
        schema = format.columns().stream().map(PlainFileScan::asRead).toList();
    }

    /**
     * The scan, if options, columns, folders and names of files are plain.
     *
     * @param spark opens Spark's scan of the source
     */
    static Optional<SourceScan> open(SourceDefinition source, Supplier<SparkFileScan> spark) {
        Optional<PlainFormat> format = PlainFormat.of(source);
        boolean typesAreRead = format.isPresent()
                && (format.get().kind() == PlainFormat.Kind.PARQUET
                        ? format.get().columns().stream().allMatch(column -> isReadFromParquet(column.type()))
                        : format.get().fastLine(format.get().columns()).isPresent());
        if (!typesAreRead) {
            return Optional.empty();
        }
        FileListing listing = FileListing.list(source.paths(), file -> true);
        List<DataFile> files =
                listing.filesOfRoots().stream().filter(FileListing::holdsRows).toList();
        boolean isPlain = listing.leafFolders().stream().noneMatch(folder -> isPartition(folder, listing.roots()))
                && files.stream().noneMatch(CompressedFiles::isCompressed);
        ListedFiles listed = new ListedFiles(files, format.get().kind() != PlainFormat.Kind.PARQUET);
        if (!isPlain) {
            return Optional.empty();
        }
        ColumnAgreement agreement = ColumnAgreement.of(
                source, format.get().columns().stream().map(Field::name).toList(), List.of(), files);
        ReadLimit limit = TriggerOptions.limit(source.options());
        return Optional.of(new PlainFileScan(format.get(), listed, agreement, spark, limit));
    }

    private static boolean isReadFromParquet(DataType type) {
        return !type.isNested() && type != Simple.INTERVAL && type != Simple.VOID;
    }

    /** Whether the names of folders below a root may give columns. */
    private static boolean isPartition(Path folder, List<Path> roots) {
        return roots.stream()
                .filter(folder::startsWith)
                .anyMatch(root -> root.relativize(folder).toString().contains("="));
    }

    /** Readers know no CHAR and VARCHAR, and any value may be missing. */
    static Field asRead(Field declared) {
        return new Field(
                declared.name(), declared.type().isText() ? Simple.STRING : declared.type(), true, declared.comment());
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    @Override
    public List<Field> metadataFields() {
        return format.kind() == PlainFormat.Kind.PARQUET ? MetadataColumn.OF_PARQUET : MetadataColumn.OF_FILES;
    }

    @Override
    Optional<FileColumns> columns(DataFile file) throws IOException {
        if (format.kind() == PlainFormat.Kind.PARQUET) {
            return Optional.of(FileColumns.ofFooter(file));
        }
        try (LineReader lines = LineRecords.open(SplitPlace.whole(file), Optional.empty())) {
            while (lines.next()) {
                if (lines.linePosition() + lines.length() >= file.bytes()) {
                    return Optional.empty(); // It may still be written.
                }
                String line = new String(lines.bytes(), lines.offset(), lines.length(), StandardCharsets.UTF_8);
                if (!LineRecords.isBlank(lines)) {
                    // Whatever is not plain is Spark's.
                    return line.chars().anyMatch(c -> c == '"' || c == '\\')
                            ? spark().columns(file)
                            : Optional.of(FileColumns.ofHeader(List.of(line.split(
                                    Pattern.quote(String.valueOf(format.marks().separator())), -1))));
                }
            }
        }
        return Optional.empty();
    }

    /** Spark's scan of the files as they were listed for this one: it is opened later. */
    private synchronized SparkFileScan spark() {
        if (spark.isEmpty()) {
            spark = Optional.of(opener.get().over(listed()));
        }
        return spark.get();
    }

    @Override
    public SourceScan only(Map<String, PositionRange> ranges) {
        return new PlainFileScan(format, listed().only(ranges), agreement(), this::spark, limit());
    }

    @Override
    public SplitReader read(SourceSplit split, List<String> columns, Consumer<MalformedRecord> malformed) {
        boolean tellsPositions = columns.contains(POSITION_COLUMN);
        List<String> parsed = tellsPositions ? columns.subList(0, columns.size() - 1) : columns;
        Optional<FastLine> fast = columns.contains(METADATA_COLUMN)
                ? Optional.empty()
                : format.fastLine(parsed.stream().map(this::require).toList());
        if (fast.isEmpty()) {
            return spark().read(split, columns, malformed);
        }
        DataFile file = listed().require(split.path());
        try {
            LineReader lines = LineRecords.open(SplitPlace.of(file, split), Optional.empty());
            if (format.hasHeader() && split.start() == 0) {
                skipHeader(lines);
            }
            return new LineSplitReader(
                    file.path(),
                    lines,
                    fast.get(),
                    new LineSplitReader.Records(format.blankLines(), tellsPositions),
                    others -> spark().readLines(split, columns, malformed, others));
        } catch (IOException e) {
            throw CursorSplitReader.failure(e, "Cannot read " + split.path());
        }
    }

    /** The first line that is not blank. With {@code enforceSchema}, the default, Spark makes nothing of its names. */
    private static void skipHeader(LineReader lines) throws IOException {
        while (lines.next() && LineRecords.isBlank(lines)) {
            // Blank lines before the header count for nothing.
        }
    }

    private Field require(String column) {
        return schema.stream()
                .filter(field -> field.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new LeatException(ErrorCode.INTERNAL, "The source has no column " + column));
    }

    @Override
    public String reader(List<String> columns) {
        String name = format.kind().name().toLowerCase(Locale.ROOT);
        if (nativeParquet(columns).isPresent()) {
            return ReaderNames.ENGINE_PARQUET;
        }
        if (columns.contains(METADATA_COLUMN) || columns.isEmpty() || format.kind() == PlainFormat.Kind.PARQUET) {
            return ReaderNames.spark(name);
        }
        return format.kind() == PlainFormat.Kind.TEXT ? ReaderNames.direct() : ReaderNames.plainOr(name);
    }

    @Override
    public Optional<NativeParquet> nativeParquet(List<String> columns) {
        if (format.kind() != PlainFormat.Kind.PARQUET || columns.contains(METADATA_COLUMN)) {
            return Optional.empty();
        }
        List<Field> required = columns.stream().map(this::require).toList();
        NativeParquetCheck check = new NativeParquetCheck(PlainFileScan::hasNewCalendar);
        NativeParquetParts parts = new NativeParquetParts();
        try {
            for (DataFile file : listed().files()) {
                Optional<NativeFile> found = check.find(file, required);
                if (found.isEmpty()) {
                    return Optional.empty();
                }
                parts.add(file, found.get().columns(), found.get());
            }
        } catch (IOException e) {
            throw CursorSplitReader.failure(e, "Cannot read the footers of the files");
        }
        return Optional.of(parts.toNative());
    }

    /** Whether the file is of the new calendar for certain, as Spark's {@code DataSourceUtils.datetimeRebaseSpec} has it. */
    static boolean hasNewCalendar(Map<String, String> facts) {
        String version = facts.get(SPARK_VERSION);
        return facts.get(OLD_CALENDAR) == null && (version == null || version.compareTo("3.0.0") >= 0);
    }
}
