package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.ReadCounts;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.ZoneId;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.catalyst.util.RebaseDateTime;
import org.apache.spark.sql.execution.datasources.DataSourceUtils$;
import org.apache.spark.sql.execution.datasources.parquet.ParquetOptions;
import org.apache.spark.sql.execution.datasources.parquet.ParquetReadSupport;
import org.apache.spark.sql.execution.datasources.parquet.ParquetReadSupport$;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport$;
import org.apache.spark.sql.execution.datasources.parquet.VectorizedParquetRecordReader;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SQLConf$;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file from Spark's vectorized reader. */
final class ParquetCursor implements RowCursor {
    private final VectorizedParquetRecordReader reader;
    private final DataFile file;
    private InternalRow row = InternalRow.empty();
    private long rows;

    ParquetCursor(SplitContext split, ParquetOptions options) throws IOException {
        file = split.file();
        FileMetaData footer = ParquetFooters.readAll(file).getFileMetaData();
        Map<String, String> facts = footer.getKeyValueMetaData();
        RebaseDateTime.RebaseSpec dates =
                DataSourceUtils$.MODULE$.datetimeRebaseSpec(facts::get, options.datetimeRebaseModeInRead());
        RebaseDateTime.RebaseSpec int96 =
                DataSourceUtils$.MODULE$.int96RebaseSpec(facts::get, options.int96RebaseModeInRead());
        reader = new VectorizedParquetRecordReader(
                int96Zone(footer),
                dates.mode().toString(),
                dates.timeZone(),
                int96.mode().toString(),
                int96.timeZone(),
                false,
                SQLConf.get().parquetVectorizedReaderBatchSize());
        Path path = new Path("file", null, file.path().toString());
        FileSplit whole = new FileSplit(path, 0, file.bytes(), new String[0]);
        try {
            reader.initialize(whole, context(configuration(split.required())));
            reader.initBatch(new StructType(), InternalRow.empty());
        } catch (IOException | LeatException e) {
            reader.close();
            throw e;
        } catch (InterruptedException e) {
            reader.close();
            Thread.currentThread().interrupt();
            throw new LeatException(ErrorCode.INTERRUPTED, "Interrupted while opening " + path, e);
        } catch (Exception e) {
            // Among them a checked one that Spark's signature does not have.
            reader.close();
            throw ParquetFailures.ofColumns(file, e);
        }
    }

    /** The zone in which other writers than parquet-mr are taken to have written INT96 timestamps, if a setting says so. */
    private static @Nullable ZoneId int96Zone(FileMetaData footer) {
        SQLConf conf = SQLConf.get();
        boolean converts = conf.isParquetINT96TimestampConversion()
                && !footer.getCreatedBy().startsWith("parquet-mr");
        return converts ? DateTimeUtils.getZoneId(conf.sessionLocalTimeZone()) : null;
    }

    /**
     * A task that is known by its configuration only, of which Spark's reader asks no more. Hadoop's own class looks up the
     * user, which Hadoop 3.4 cannot do on Java 24 and newer.
     */
    private static TaskAttemptContext context(Configuration configuration) {
        Class<?>[] types = {TaskAttemptContext.class};
        return (TaskAttemptContext) Proxy.newProxyInstance(
                ParquetCursor.class.getClassLoader(), types, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getConfiguration")) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    return configuration;
                });
    }

    /** What Spark's reader looks up in Hadoop's configuration instead of its own. */
    private static Configuration configuration(StructType required) {
        SQLConf conf = SQLConf.get();
        Configuration hadoop = new Configuration(false);
        // A cached file system is looked up by Hadoop's user, whom Hadoop cannot tell on Java 24 and newer.
        flag(hadoop, "fs.file.impl.disable.cache", true);
        hadoop.set("parquet.read.support.class", ParquetReadSupport.class.getName());
        hadoop.set(ParquetReadSupport$.MODULE$.SPARK_ROW_REQUESTED_SCHEMA(), required.json());
        hadoop.set(ParquetWriteSupport$.MODULE$.SPARK_ROW_SCHEMA(), required.json());
        hadoop.set(SQLConf$.MODULE$.SESSION_LOCAL_TIMEZONE().key(), conf.sessionLocalTimeZone());
        flag(hadoop, SQLConf$.MODULE$.NESTED_SCHEMA_PRUNING_ENABLED().key(), conf.nestedSchemaPruningEnabled());
        flag(hadoop, SQLConf$.MODULE$.CASE_SENSITIVE().key(), conf.caseSensitiveAnalysis());
        flag(hadoop, SQLConf$.MODULE$.PARQUET_BINARY_AS_STRING().key(), conf.isParquetBinaryAsString());
        flag(hadoop, SQLConf$.MODULE$.PARQUET_INT96_AS_TIMESTAMP().key(), conf.isParquetINT96AsTimestamp());
        flag(
                hadoop,
                SQLConf$.MODULE$.PARQUET_INFER_TIMESTAMP_NTZ_ENABLED().key(),
                conf.parquetInferTimestampNTZEnabled());
        flag(hadoop, SQLConf$.MODULE$.LEGACY_PARQUET_NANOS_AS_LONG().key(), conf.legacyParquetNanosAsLong());
        flag(
                hadoop,
                SQLConf$.MODULE$
                        .PARQUET_READER_RESPECT_UNKNOWN_TYPE_ANNOTATION()
                        .key(),
                conf.parquetReaderRespectUnknownTypeAnnotation());
        return hadoop;
    }

    private static void flag(Configuration hadoop, String key, boolean value) {
        hadoop.setBoolean(key, value);
    }

    @Override
    public boolean next() throws IOException {
        if (!nextRow()) {
            return false;
        }
        row = (InternalRow) reader.getCurrentValue();
        rows++;
        return true;
    }

    private boolean nextRow() throws IOException {
        try {
            return reader.nextKeyValue();
        } catch (IOException | RuntimeException e) {
            throw ParquetFailures.ofPages(file, rows, e);
        }
    }

    @Override
    public InternalRow row() {
        return row;
    }

    @Override
    public long position() {
        return rows - 1;
    }

    @Override
    public String place() {
        return "row " + rows;
    }

    @Override
    public ReadCounts counts() {
        return ReadCounts.allAccepted(rows, rows, 0);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
