package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.RecordFormat;
import dev.leat.spi.RecordParser;
import dev.leat.type.Field;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Records of JSON: plain ones are taken without Spark's code, which is opened for the first that is not. */
final class JsonRecordFormat implements RecordFormat {
    private static final String FORMAT = "json";

    private final SourceDefinition records;
    private final List<Field> schema;
    private final Optional<PlainFormat> plain;
    private Optional<SparkJsonRecords> spark = Optional.empty();

    private JsonRecordFormat(SourceDefinition records, List<Field> schema, Optional<PlainFormat> plain) {
        this.records = records;
        this.schema = schema;
        this.plain = plain;
    }

    static JsonRecordFormat open(SourceDefinition records) {
        Optional<PlainFormat> plain = PlainFormat.of(records)
                .filter(format -> format.fastLine(format.columns()).isPresent());
        if (plain.isPresent()) {
            List<Field> schema =
                    plain.get().columns().stream().map(PlainFileScan::asRead).toList();
            return new JsonRecordFormat(records, schema, plain);
        }
        SparkJsonRecords spark = SparkJsonRecords.open(records);
        JsonRecordFormat format = new JsonRecordFormat(records, spark.schema(), plain);
        format.spark = Optional.of(spark);
        return format;
    }

    private synchronized SparkJsonRecords spark() {
        if (spark.isEmpty()) {
            spark = Optional.of(SparkJsonRecords.open(records));
        }
        return spark.get();
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    @Override
    public String reader(List<String> columns) {
        return fastLine(columns).isPresent() ? ReaderNames.plainOr(FORMAT) : ReaderNames.spark(FORMAT);
    }

    private Optional<FastLine> fastLine(List<String> columns) {
        List<Field> required = columns.stream().map(this::require).toList();
        return plain.isPresent() ? plain.get().fastLine(required) : spark().fastLine(columns);
    }

    private Field require(String column) {
        return schema.stream()
                .filter(field -> field.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new LeatException(ErrorCode.INTERNAL, "The records have no column " + column));
    }

    @Override
    public RecordParser open(String part, List<String> columns, Consumer<MalformedRecord> malformed) {
        return new JsonRecordParser(fastLine(columns), record -> spark().open(part, columns, malformed, record));
    }
}
