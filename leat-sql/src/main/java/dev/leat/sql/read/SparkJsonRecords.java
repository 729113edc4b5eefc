package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.MalformedRecord;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Records of JSON for Spark's parser, with options and columns that it accepts. Thread-safe. */
record SparkJsonRecords(SparkSettings settings, JsonFormat format, FileSchema columns) {
    private static final String CORRUPT_RECORD = "columnNameOfCorruptRecord";

    static SparkJsonRecords open(SourceDefinition records) {
        ReadOptions options = ReadOptions.check(records.format(), records.options());
        SparkSettings settings = SparkSettings.of(records.settings());
        return settings.within(() -> {
            try {
                JsonFormat format = new JsonFormat(options, settings);
                StructType declared = CharVarcharUtils.replaceCharVarcharWithStringInSchema(
                        SparkTypes.struct(records.schema().orElseThrow()));
                format.check(declared);
                String corrupt =
                        options.find(CORRUPT_RECORD).orElse(SQLConf.get().columnNameOfCorruptRecord());
                return new SparkJsonRecords(
                        settings, format, FileSchema.of(declared, new StructType(), Set.of(corrupt), SQLConf.get()));
            } catch (Exception e) {
                throw SparkFailures.of(ErrorCode.OPTION, "Cannot parse JSON records", e);
            }
        });
    }

    List<Field> schema() {
        return columns.fields();
    }

    Optional<FastLine> fastLine(List<String> required) {
        // The fast way has the columns in the order in which they are asked for.
        StructType asked = new StructType(required.stream()
                .map(name -> columns.data().fields()[columns.data().fieldIndex(name)])
                .toArray(StructField[]::new));
        return settings.within(() -> format.fastLine(columns.data(), asked));
    }

    SparkRecordCursor open(
            String part, List<String> required, Consumer<MalformedRecord> malformed, SingleLine offered) {
        Set<String> wanted = new HashSet<>(required);
        StructType parsed = new StructType(Arrays.stream(columns.data().fields())
                .filter(field -> wanted.contains(field.name()))
                .toArray(StructField[]::new));
        SplitContext context = new SplitContext(SplitPlace.outside(part), columns.data(), parsed, malformed);
        RowCursor cursor = settings.within(() -> {
            try {
                format.checkRequired(parsed);
                return format.open(context, offered);
            } catch (Exception e) {
                throw CursorSplitReader.failure(e, "Cannot read " + part);
            }
        });
        List<SparkRecordCursor.Output> outputs = new ArrayList<>();
        for (String column : required) {
            int ordinal = parsed.fieldIndex(column);
            StructField field = parsed.fields()[ordinal];
            ValueWriter writer = columns.mayHoldRawBytes(column)
                    ? ValueWriter.ofUnchecked(field.dataType())
                    : ValueWriter.of(field.dataType());
            outputs.add(new SparkRecordCursor.Output(ordinal, writer));
        }
        return new SparkRecordCursor(part, settings, cursor, offered, outputs);
    }
}
