package dev.leat.sql.read;

import dev.leat.plan.Expression.Literal;
import dev.leat.spi.NativeParquet.Column;
import dev.leat.sql.read.FormatReader.NativeFile;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Decides from a footer whether an engine's own reader gives Spark's values. What is not listed here is left to Spark's
 * reader: nested values, INT96, nanoseconds, dates of the old calendar, 64-bit unsigned numbers, conversions between kinds.
 */
final class NativeParquetCheck {
    private static final Set<CompressionCodecName> CODECS = Set.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD,
            CompressionCodecName.LZ4_RAW);

    private final Predicate<Map<String, String>> hasNewCalendar;

    /**
     * A check of footers.
     *
     * @param hasNewCalendar whether Spark takes dates and timestamps of a file with these facts as they are
     */
    NativeParquetCheck(Predicate<Map<String, String>> hasNewCalendar) {
        this.hasNewCalendar = hasNewCalendar;
    }

    /** The file for an engine's own reader, if each of the columns may be read by it. */
    Optional<NativeFile> find(DataFile file, List<Field> required) throws IOException {
        ParquetMetadata footer = ParquetFooters.readAll(file);
        long rows = footer.getBlocks().stream()
                .mapToLong(BlockMetaData::getRowCount)
                .sum();
        return columns(footer, required)
                .map(columns -> new NativeFile(
                        columns, footer.getFileMetaData().getSchema().toString(), rows));
    }

    /** Where a file has the columns; absent where one of them needs Spark's reader. */
    private Optional<List<Column>> columns(ParquetMetadata footer, List<Field> required) {
        FileMetaData facts = footer.getFileMetaData();
        List<Type> types = facts.getSchema().getFields();
        if (facts.getEncryptionType() != FileMetaData.EncryptionType.UNENCRYPTED
                || !namesAreDistinct(types)
                || !codecsAreKnown(footer)) {
            return Optional.empty();
        }
        boolean newCalendar = hasNewCalendar.test(facts.getKeyValueMetaData());
        List<Column> columns = new ArrayList<>();
        for (Field field : required) {
            Optional<Type> type = types.stream()
                    .filter(candidate -> candidate.getName().equalsIgnoreCase(field.name()))
                    .findFirst();
            if (field.type().isNested()) {
                return Optional.empty();
            }
            if (type.isEmpty()) {
                columns.add(new Column.Constant(Literal.ofNull(field.type())));
            } else if (type.get().isPrimitive()
                    && type.get().getRepetition() != Type.Repetition.REPEATED
                    && givesSparksValues(type.get().asPrimitiveType(), field.type(), newCalendar)) {
                columns.add(new Column.InFile(type.get().getName(), field.type()));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(columns);
    }

    private static boolean namesAreDistinct(List<Type> types) {
        Set<String> names = new TreeSet<>();
        return types.stream().allMatch(type -> names.add(type.getName().toLowerCase(Locale.ROOT)));
    }

    private static boolean codecsAreKnown(ParquetMetadata footer) {
        for (BlockMetaData block : footer.getBlocks()) {
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                if (!CODECS.contains(chunk.getCodec())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean givesSparksValues(PrimitiveType file, DataType wanted, boolean newCalendar) {
        if (wanted instanceof DataType.DecimalType decimal) {
            return file.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation stored
                    && stored.getPrecision() == decimal.precision()
                    && stored.getScale() == decimal.scale();
        }
        if (!(wanted instanceof DataType.Simple simple)) {
            return false;
        }
        LogicalTypeAnnotation annotation = file.getLogicalTypeAnnotation();
        PrimitiveTypeName physical = file.getPrimitiveTypeName();
        return switch (simple) {
            case BOOLEAN -> physical == PrimitiveTypeName.BOOLEAN;
            case TINYINT -> isInteger(annotation, 8, true);
            case SMALLINT -> isInteger(annotation, 16, true) || isInteger(annotation, 8, false);
            case INT ->
                (physical == PrimitiveTypeName.INT32 && annotation == null)
                        || isInteger(annotation, 32, true)
                        || isInteger(annotation, 16, false);
            case BIGINT ->
                (physical == PrimitiveTypeName.INT64 && annotation == null)
                        || isInteger(annotation, 64, true)
                        || isInteger(annotation, 32, false);
            case FLOAT -> physical == PrimitiveTypeName.FLOAT;
            case DOUBLE -> physical == PrimitiveTypeName.DOUBLE;
            case STRING ->
                physical == PrimitiveTypeName.BINARY
                        && (annotation instanceof StringLogicalTypeAnnotation
                                || annotation instanceof EnumLogicalTypeAnnotation
                                || annotation instanceof JsonLogicalTypeAnnotation);
            case BINARY -> physical == PrimitiveTypeName.BINARY && annotation == null;
            case DATE -> annotation instanceof DateLogicalTypeAnnotation && newCalendar;
            case TIMESTAMP -> isTimestamp(annotation, true) && newCalendar;
            case TIMESTAMP_NTZ -> isTimestamp(annotation, false) && newCalendar;
            case INTERVAL, VOID -> false;
        };
    }

    private static boolean isInteger(@Nullable LogicalTypeAnnotation type, int bits, boolean signed) {
        return type instanceof IntLogicalTypeAnnotation integer
                && integer.getBitWidth() == bits
                && integer.isSigned() == signed;
    }

    private static boolean isTimestamp(@Nullable LogicalTypeAnnotation type, boolean instant) {
        return type instanceof TimestampLogicalTypeAnnotation timestamp
                && timestamp.isAdjustedToUTC() == instant
                && timestamp.getUnit() != TimeUnit.NANOS;
    }
}
