package dev.leat.sql.read;

import dev.leat.type.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.Footer;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.util.RebaseDateTime;
import org.apache.spark.sql.execution.datasources.DataSourceUtils$;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat$;
import org.apache.spark.sql.execution.datasources.parquet.ParquetOptions;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.LegacyBehaviorPolicy$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.SchemaUtils$;

/** Parquet: the schema as Spark sees it, and rows from Spark's own vectorized reader. */
final class ParquetFormat implements FormatReader {
    private static final String COMMON_SUMMARY = "_common_metadata";
    private static final String SUMMARY = "_metadata";

    private final ParquetOptions options;

    ParquetFormat(ReadOptions options) {
        this.options = new ParquetOptions(options.toSpark(), SQLConf.get());
    }

    @Override
    public Optional<StructType> infer(List<DataFile> files) throws IOException {
        ParquetToSparkSchemaConverter converter = new ParquetToSparkSchemaConverter(SQLConf.get());
        Optional<StructType> merged = Optional.empty();
        for (DataFile file : filesThatTell(files)) {
            StructType schema = schema(file, converter);
            merged = Optional.of(
                    merged.isEmpty()
                            ? schema
                            : merged.get().merge(schema, SQLConf.get().caseSensitiveAnalysis()));
        }
        return merged;
    }

    @Override
    public Optional<FileColumns> columns(DataFile file) throws IOException {
        return Optional.of(FileColumns.ofFooter(file));
    }

    private static StructType schema(DataFile file, ParquetToSparkSchemaConverter converter) throws IOException {
        ParquetMetadata metadata = ParquetFooters.read(file);
        try {
            return ParquetFileFormat$.MODULE$.readSchemaFromFooter(
                    new Footer(new Path("file", null, file.path().toString()), metadata), converter);
        } catch (Exception e) {
            // Among them a checked one that Spark's signature does not have.
            throw ParquetFailures.ofSchema(file, typeThatFails(metadata, converter), e);
        }
    }

    private static Optional<String> typeThatFails(ParquetMetadata metadata, ParquetToSparkSchemaConverter converter) {
        for (Type type : metadata.getFileMetaData().getSchema().getFields()) {
            try {
                converter.convert(new MessageType("one", type));
            } catch (Exception e) {
                return Optional.of(type.getName());
            }
        }
        return Optional.empty();
    }

    /** A summary file, or the first file by path; with mergeSchema all of them. */
    private List<DataFile> filesThatTell(List<DataFile> files) {
        List<DataFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(file -> file.path().toString()));
        List<DataFile> data = new ArrayList<>();
        List<DataFile> summaries = new ArrayList<>();
        List<DataFile> commonSummaries = new ArrayList<>();
        for (DataFile file : sorted) {
            switch (file.name()) {
                case COMMON_SUMMARY -> commonSummaries.add(file);
                case SUMMARY -> summaries.add(file);
                default -> data.add(file);
            }
        }
        if (options.mergeSchema()) {
            List<DataFile> all = new ArrayList<>();
            if (!SQLConf.get().isParquetSchemaRespectSummaries()) {
                all.addAll(data);
            }
            all.addAll(summaries);
            all.addAll(commonSummaries);
            return all;
        }
        return List.of(commonSummaries, summaries, data).stream()
                .filter(group -> !group.isEmpty())
                .map(group -> group.get(0))
                .limit(1)
                .toList();
    }

    @Override
    public void check(StructType dataSchema) {
        SchemaUtils$.MODULE$.checkSchemaColumnNameDuplication(
                dataSchema, SQLConf.get().caseSensitiveAnalysis());
        for (StructField field : dataSchema.fields()) {
            DataType type = field.dataType();
            if (type instanceof CalendarIntervalType || type instanceof NullType) {
                throw CsvFormat.unsupportedType("Parquet", field);
            }
        }
    }

    @Override
    public void checkRequired(StructType required) {}

    @Override
    public boolean splitsFiles() {
        return false;
    }

    @Override
    public boolean numbersRows() {
        return true;
    }

    @Override
    public RowCursor open(SplitContext split) throws IOException {
        return new ParquetCursor(split, options);
    }

    @Override
    public Optional<NativeFile> findNative(DataFile file, List<Field> required) throws IOException {
        return new NativeParquetCheck(this::hasNewCalendar).find(file, required);
    }

    private boolean hasNewCalendar(Map<String, String> facts) {
        RebaseDateTime.RebaseSpec spec =
                DataSourceUtils$.MODULE$.datetimeRebaseSpec(facts::get, options.datetimeRebaseModeInRead());
        return spec.mode().equals(LegacyBehaviorPolicy$.MODULE$.CORRECTED());
    }
}
