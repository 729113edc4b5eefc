package dev.leat.sql.read;

import dev.leat.sql.analysis.SparkSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.ExprUtils$;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JSONOptionsInRead;
import org.apache.spark.sql.catalyst.json.JacksonParser;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.SchemaUtils$;
import scala.Option;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;

/** JSON, with Spark's parser. */
final class JsonFormat implements FormatReader {
    private final JSONOptions options;
    private final SparkSettings settings;

    JsonFormat(ReadOptions options, SparkSettings settings) {
        SQLConf conf = SQLConf.get();
        this.settings = settings;
        this.options =
                new JSONOptionsInRead(options.toSpark(), conf.sessionLocalTimeZone(), conf.columnNameOfCorruptRecord());
    }

    static Optional<byte[]> separator(JSONOptions options) {
        Option<byte[]> separator = options.lineSeparatorInRead();
        return separator.isDefined() ? Optional.of(separator.get()) : Optional.empty();
    }

    @SuppressWarnings("unchecked")
    static JacksonParser parser(SplitContext split, JSONOptions options) {
        StructType required = ParsedRecords.without(split.required(), options.columnNameOfCorruptRecord());
        return new JacksonParser(
                required, options, true, (Seq<org.apache.spark.sql.sources.Filter>) (Seq<?>) Nil$.MODULE$);
    }

    @Override
    public Optional<StructType> infer(List<DataFile> files) {
        return files.isEmpty() ? Optional.empty() : Optional.of(new JsonInference(options, settings).infer(files));
    }

    @Override
    public void check(StructType dataSchema) {
        SchemaUtils$.MODULE$.checkSchemaColumnNameDuplication(
                dataSchema, SQLConf.get().caseSensitiveAnalysis());
        ExprUtils$.MODULE$.verifyColumnNameOfCorruptRecord(dataSchema, options.columnNameOfCorruptRecord());
    }

    @Override
    public void checkRequired(StructType required) {
        CsvFormat.checkNotOnlyCorrupt(required, options.columnNameOfCorruptRecord());
    }

    @Override
    public boolean splitsFiles() {
        Optional<byte[]> separator = separator(options);
        return !options.multiLine() && (separator.isEmpty() || separator.get().length == 1);
    }

    @Override
    public boolean readsLines() {
        boolean plain = options.encoding().isEmpty()
                || LineEnds.areBytes(options.encoding().get());
        return !options.multiLine() && separator(options).isEmpty() && plain;
    }

    @Override
    public RowCursor open(SplitContext split) throws IOException {
        return options.multiLine() ? new JsonFileCursor(split, options) : JsonLineCursor.open(split, options);
    }

    @Override
    public Optional<FastLine> fastLine(StructType dataSchema, StructType required) {
        return options.multiLine() ? Optional.empty() : JsonLineCursor.fastLine(required, options);
    }

    @Override
    public RowCursor open(SplitContext split, Lines lines) {
        return new JsonLineCursor(split, options, lines);
    }
}
