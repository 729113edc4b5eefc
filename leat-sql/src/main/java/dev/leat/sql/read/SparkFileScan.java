package dev.leat.sql.read;

import dev.leat.plan.Expression.Literal;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.NativeParquet;
import dev.leat.spi.NativeParquet.Column;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadLimit;
import dev.leat.spi.SourceSplit;
import dev.leat.spi.SplitReader;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.sql.read.CursorSplitReader.Origin;
import dev.leat.sql.read.CursorSplitReader.Output;
import dev.leat.type.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A file source whose files are listed and whose schema is settled. */
final class SparkFileScan extends FileScan {
    private final String name;
    private final FormatReader format;
    private final SparkSettings settings;
    private final FileSchema schema;
    private final Map<Path, InternalRow> partitionValues;
    private final Map<Path, StructType> inFiles = new ConcurrentHashMap<>();

    /**
     * A scan of some files.
     *
     * @param name of the format
     * @param listed those that hold rows
     * @param limit by the options
     */
    SparkFileScan(
            String name,
            FormatReader format,
            SparkSettings settings,
            FileSchema schema,
            ListedFiles listed,
            ColumnAgreement agreement,
            Map<Path, InternalRow> partitionValues,
            ReadLimit limit) {
        super(listed, agreement, file -> isCut(format, file) ? FileParts.of(file) : FileParts.whole(file), limit);
        this.name = name;
        this.format = format;
        this.settings = settings;
        this.schema = schema;
        this.partitionValues = partitionValues;
    }

    @Override
    Optional<FileColumns> columns(DataFile file) {
        return settings.within(() -> {
            try {
                return format.columns(file);
            } catch (IOException e) {
                throw CursorSplitReader.failure(e, "Cannot read " + file.path());
            }
        });
    }

    private static boolean isCut(FormatReader format, DataFile file) {
        return format.splitsFiles() && !CompressedFiles.isCompressed(file);
    }

    @Override
    public List<Field> schema() {
        return schema.fields();
    }

    @Override
    public List<Field> metadataFields() {
        return MetadataColumn.fields(format);
    }

    @Override
    public SparkFileScan only(Map<String, PositionRange> ranges) {
        return over(listed().only(ranges));
    }

    /** A scan of the same source with its files, or some of them, as another listing has found them. */
    SparkFileScan over(ListedFiles files) {
        return new SparkFileScan(name, format, settings, schema, files, agreement(), partitionValues, limit());
    }

    @Override
    public SplitReader read(SourceSplit split, List<String> columns, Consumer<MalformedRecord> malformed) {
        return open(split, columns, malformed, format::open);
    }

    /** Reads lines of a split that are given one by one, and are records. */
    CursorSplitReader readLines(
            SourceSplit split, List<String> columns, Consumer<MalformedRecord> malformed, Lines lines) {
        return open(split, columns, malformed, context -> format.open(context, lines));
    }

    private interface Opening {
        RowCursor open(SplitContext context) throws IOException;
    }

    private CursorSplitReader open(
            SourceSplit split, List<String> columns, Consumer<MalformedRecord> malformed, Opening opening) {
        DataFile file = listed().require(split.path());
        StructType data = dataOf(file);
        StructType wanted = required(columns, schema.data());
        StructType required = parsed(required(columns, data), wanted, data);
        SplitContext context = new SplitContext(SplitPlace.of(file, split), data, required, malformed);
        RowCursor cursor = settings.within(() -> {
            try {
                format.checkRequired(wanted);
                return opening.open(context);
            } catch (Exception e) {
                throw CursorSplitReader.failure(e, "Cannot read " + split.path());
            }
        });
        InternalRow partition = partitionValuesOf(file);
        return new CursorSplitReader(
                file, settings, cursor, outputs(columns, required), partition, new MetadataColumn(split));
    }

    /** Lines are parsed for the sake of the record itself, if of all else that is wanted the file has nothing. */
    private static StructType parsed(StructType required, StructType wanted, StructType data) {
        boolean mayBeRecord = required.length() == 1 && wanted.length() > 1 && data.length() > 1;
        return mayBeRecord
                ? new StructType(Arrays.stream(data.fields())
                        .filter(field ->
                                field.equals(data.fields()[0]) || field.name().equals(required.fields()[0].name()))
                        .toArray(StructField[]::new))
                : required;
    }

    /** A file is looked at once, however many splits it has. */
    private StructType dataOf(DataFile file) {
        return inFiles.computeIfAbsent(
                file.path(),
                path -> settings.within(() -> {
                    try {
                        return format.dataOf(file, schema.data());
                    } catch (IOException e) {
                        throw CursorSplitReader.failure(e, "Cannot read " + path);
                    }
                }));
    }

    /** The columns to be parsed, in the order of the data's schema, as Spark's planner asks for them. */
    private StructType required(List<String> columns, StructType data) {
        Set<String> wanted = new HashSet<>(columns);
        List<StructField> fields = new ArrayList<>();
        for (StructField field : data.fields()) {
            if (wanted.contains(field.name())
                    && schema.partition().getFieldIndex(field.name()).isEmpty()) {
                fields.add(field);
            }
        }
        return new StructType(fields.toArray(new StructField[0]));
    }

    private List<Output> outputs(List<String> columns, StructType required) {
        List<Output> outputs = new ArrayList<>();
        for (String column : columns) {
            if (column.equals(METADATA_COLUMN) && !schema.has(METADATA_COLUMN)) {
                outputs.add(new Output(
                        Origin.METADATA, 0, ValueWriter.of(SparkTypes.struct(MetadataColumn.fields(format)))));
            } else if (column.equals(POSITION_COLUMN)) {
                outputs.add(new Output(Origin.POSITION, 0, ValueWriter.of(DataTypes.LongType)));
            } else if (schema.partition().getFieldIndex(column).isDefined()) {
                int ordinal = schema.partition().fieldIndex(column);
                outputs.add(new Output(
                        Origin.PARTITION,
                        ordinal,
                        ValueWriter.of(schema.partition().fields()[ordinal].dataType())));
            } else if (required.getFieldIndex(column).isEmpty()) {
                outputs.add(new Output(Origin.ABSENT, 0, ValueWriter.of(DataTypes.LongType)));
            } else {
                int ordinal = required.fieldIndex(column);
                StructField field = required.fields()[ordinal];
                outputs.add(new Output(Origin.FILE, ordinal, writer(field)));
            }
        }
        return outputs;
    }

    private ValueWriter writer(StructField field) {
        return schema.mayHoldRawBytes(field.name())
                ? ValueWriter.ofUnchecked(field.dataType())
                : ValueWriter.of(field.dataType());
    }

    @Override
    public String reader(List<String> columns) {
        if (nativeParquet(columns).isPresent()) {
            return ReaderNames.ENGINE_PARQUET;
        }
        return settings.within(() -> format.fastLine(schema.data(), required(columns, schema.data())))
                .map(fast -> ReaderNames.plainOr(name))
                .orElseGet(() -> ReaderNames.spark(name));
    }

    @Override
    public Optional<NativeParquet> nativeParquet(List<String> columns) {
        if (columns.contains(METADATA_COLUMN)) {
            return Optional.empty();
        }
        return settings.within(() -> {
            try {
                return findNative(columns);
            } catch (IOException e) {
                throw CursorSplitReader.failure(e, "Cannot read the footers of the files");
            }
        });
    }

    private Optional<NativeParquet> findNative(List<String> columns) throws IOException {
        List<Field> wanted = columns.stream().map(schema::require).toList();
        List<Field> ofFiles = wanted.stream()
                .filter(field -> schema.partition().getFieldIndex(field.name()).isEmpty())
                .toList();
        NativeParquetParts parts = new NativeParquetParts();
        for (DataFile file : listed().files()) {
            Optional<FormatReader.NativeFile> found = format.findNative(file, ofFiles);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Iterator<Column> inFile = found.get().columns().iterator();
            List<Column> layout = new ArrayList<>();
            for (Field field : wanted) {
                if (schema.partition().getFieldIndex(field.name()).isEmpty()) {
                    layout.add(inFile.next());
                    continue;
                }
                Optional<Literal> constant =
                        NativeParquetParts.constant(field, schema.partition(), partitionValuesOf(file));
                if (constant.isEmpty()) {
                    return Optional.empty();
                }
                layout.add(new Column.Constant(constant.get()));
            }
            parts.add(file, layout, found.get());
        }
        return Optional.of(parts.toNative());
    }

    private InternalRow partitionValuesOf(DataFile file) {
        return Optional.ofNullable(file.path().getParent())
                .map(folder -> partitionValues.getOrDefault(folder, InternalRow.empty()))
                .orElseGet(InternalRow::empty);
    }
}
